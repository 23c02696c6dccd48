"""What a measurement found, as data: written by ``--json``, read by ``--from`` and the page.

Times are in seconds, CPU in seconds per call, sizes in bytes. A style is named by its folder.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Self

import msgspec

from generator.compare.timing.intermediary import Intermediary

# Of the file; 1 had no rounds, no ``alone``, no ``version``; 2 no ``flows``; 3 no ``through``.
VERSION = 4


class Spread(msgspec.Struct, frozen=True, kw_only=True):
    """A value over all rounds: the median, the lowest and highest, the quartiles, and all of them.

    Round by round is how styles are compared: what disturbed one disturbed its neighbours.
    """

    median: float
    low: float
    high: float
    quartiles: tuple[float, float] | None = None
    rounds: tuple[float, ...] = ()

    @property
    def middle(self) -> tuple[float, float]:
        """Between what half of the rounds lie; an old file knows only the ends of them all."""
        return self.quartiles or (self.low, self.high)

    @property
    def width(self) -> float:
        """The distance between the quartiles, as a share of the median."""
        first, third = self.middle
        return (third - first) / self.median if self.median else 0.0


class WireBytes(msgspec.Struct, frozen=True, kw_only=True):
    """Bytes on the socket in one direction: start line and headers, body, framing around them."""

    head: int
    body: int
    framing: int

    @property
    def total(self) -> int:
        """All bytes that crossed the socket."""
        return self.head + self.body + self.framing


class CallSize(msgspec.Struct, frozen=True, kw_only=True):
    """One call on the wire."""

    request: WireBytes
    response: WireBytes


class Load(msgspec.Struct, frozen=True, kw_only=True):
    """What one operation does under one number of calls in flight."""

    in_flight: int
    calls: int  # per round
    calls_per_second: Spread
    p50: Spread
    p90: Spread
    p99: Spread
    client_cpu: Spread
    server_cpu: Spread
    latencies: tuple[float, ...]  # a sample of all calls, sorted, at most 200: for plots


class Growth(msgspec.Struct, frozen=True, kw_only=True):
    """A list operation with this many items in its answer."""

    items: int
    response: WireBytes
    latency: Spread  # p50
    server_cpu: Spread

    @property
    def size(self) -> Spread:
        """The bytes of the answer, which do not vary."""
        total = float(self.response.total)
        return Spread(median=total, low=total, high=total)


# What changes as a list grows, and how it is read.
GROWING: Mapping[str, Callable[[Growth], Spread]] = {
    "bytes": lambda growth: growth.size,
    "latency": lambda growth: growth.latency,
    "cpu": lambda growth: growth.server_cpu,
}


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """One operation over one style. cold: with the connection's set-up; warm: on an open one.

    loads: with the generated client; alone: what the server can serve, when the same calls are
    replayed by next to no code (its ``client_cpu`` says how little).
    """

    operation: str
    style: str
    cold: CallSize
    warm: CallSize
    loads: tuple[Load, ...]
    growth: tuple[Growth, ...] = ()
    alone: tuple[Load, ...] = ()


class Flow(msgspec.Struct, frozen=True, kw_only=True):
    """One operation that streams over one style, through the generated client.

    way: as people say it; items: of one stream that was timed; first: until the first item came,
    None where none come back; sent, received: bytes on the socket for each item, framing included.
    CPU is for one item.
    """

    operation: str
    style: str
    way: str
    items: int
    first: Spread | None
    items_per_second: Spread
    sent: float
    received: float
    client_cpu: Spread
    server_cpu: Spread


class Skipped(msgspec.Struct, frozen=True, kw_only=True):
    """An operation that a style could not be measured on, and why."""

    operation: str
    style: str
    reason: str


class Environment(msgspec.Struct, frozen=True, kw_only=True):
    """Where it was measured."""

    python: str
    system: str
    processor: str
    cores: int
    event_loop: str
    versions: dict[str, str]  # of the libraries that carried the calls
    load_before: float  # the machine's load average when it began
    others: float | None = None  # the share of the machine that other processes took meanwhile
    apart: bool = False  # whether client and servers ran on cores of their own


class Crossover(msgspec.Struct, frozen=True, kw_only=True):
    """Where one style overtakes another as the answer grows; what: bytes, latency or cpu."""

    operation: str
    what: str
    first: str
    second: str
    items: int | None  # the fewest items at which ``second`` is the smaller; None: never seen


class Wide(msgspec.Struct, frozen=True, kw_only=True):
    """What spread too far over the rounds for its number to be relied on.

    spread: the distance between the quartiles / median; replayed: of the server alone.
    """

    operation: str
    style: str
    in_flight: int
    spread: float
    replayed: bool = False


class Measurement(msgspec.Struct, frozen=True, kw_only=True):
    """A whole run. ``wide`` names the throughputs that spread too far to be relied on.

    through: what was seen with a proxy in between, where one was asked for.
    """

    contract: str
    title: str
    styles: dict[str, str]  # folder → title
    repetitions: int
    environment: Environment
    runs: tuple[Run, ...]
    skipped: tuple[Skipped, ...] = ()
    crossovers: tuple[Crossover, ...] = ()
    wide: tuple[Wide, ...] = ()
    version: int = 1
    flows: tuple[Flow, ...] = ()
    through: Intermediary | None = None

    def of(self, styles: Mapping[str, str], operations: Collection[str]) -> Self:
        """What was measured of some styles (folder → title) and operations."""

        def kept(one: Run | Flow | Skipped | Wide) -> bool:
            return one.style in styles and one.operation in operations

        return msgspec.structs.replace(
            self,
            styles=dict(styles),
            runs=tuple(filter(kept, self.runs)),
            skipped=tuple(filter(kept, self.skipped)),
            crossovers=tuple(
                one
                for one in self.crossovers
                if {one.first, one.second} <= styles.keys() and one.operation in operations
            ),
            wide=tuple(filter(kept, self.wide)),
            flows=tuple(filter(kept, self.flows)),
            through=None
            if self.through is None
            else self.through.only(
                lambda style, name: style in styles and (not name or name in operations)
            ),
        )
