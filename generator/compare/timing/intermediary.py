"""What was seen with a proxy between clients and two servers, as data: part of a measurement.

Times are in seconds, sizes in bytes. A style is named by its folder.
"""

import enum
from collections.abc import Callable
from typing import Self

import msgspec


class Stored(msgspec.Struct, frozen=True, kw_only=True):
    """The same call again and again through the proxy: what its cache did of one operation.

    calls: so many; hits: answered without a server; revalidated: a server said that what is kept is
    still right (304); served: calls that the servers worked on; direct, upstream: bytes from and to
    the servers for these calls, without the proxy and behind it; why: why nothing could be kept,
    "" where it could.
    """

    operation: str
    style: str
    calls: int
    hits: int
    revalidated: int
    served: int
    direct: int
    upstream: int
    why: str = ""

    @property
    def missed(self) -> int:
        """Calls that a server answered in full."""
        return self.calls - self.hits - self.revalidated

    @property
    def saved(self) -> int:
        """Bytes that did not pass between the proxy and the servers; negative if it adds some."""
        return self.direct - self.upstream


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """Calls one after another from one client: how many came to each server.

    proxied: through the proxy; otherwise through a relay that knows connections only.
    """

    operation: str
    style: str
    proxied: bool
    servers: tuple[int, ...]


class Ending(enum.Enum):
    """How a server was lost."""

    REFUSED = "refused"  # it is gone: whoever connects is refused
    HELD = "held"  # it was killed while it worked on calls


class Loss(msgspec.Struct, frozen=True, kw_only=True):
    """What callers of one operation saw of a lost server.

    repeats: whether the contract says that calling twice is as good as once; retried: whether it
    lets generated clients call again (``retry:``), so that the proxy does not; calls: that were
    made; lost: those that the server had when it died; failed: calls that ended in an error;
    usual: the median latency with both servers; worst: of the calls that succeeded, since the
    server was killed or since they were made; None where none did.
    """

    operation: str
    style: str
    ending: Ending
    repeats: bool
    retried: bool
    calls: int
    lost: int
    failed: int
    usual: float
    worst: float | None
    error: str = ""

    @property
    def repeated(self) -> int:
        """Calls that the lost server had, and that succeeded at the other."""
        return max(self.lost - self.failed, 0)

    @property
    def added(self) -> float | None:
        """What the slowest call that succeeded waited more than usual."""
        return None if self.worst is None else max(self.worst - self.usual, 0.0)


class Alternation(msgspec.Struct, frozen=True, kw_only=True):
    """The calls of the contract's examples, by one server and by two in turn.

    pages: of lists that were walked page by page; errors: calls that ended in an error, as the
    examples say; different: the operations that did not give the same.
    """

    style: str
    operations: int
    calls: int
    pages: int
    errors: int
    different: tuple[str, ...] = ()


class Absent(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was not seen of a style; what: as people say it; operation: "" for none."""

    what: str
    style: str
    operation: str
    reason: str


class Intermediary(msgspec.Struct, frozen=True, kw_only=True):
    """All that was seen with one proxy.

    fresh: what ``max_age`` was cut to, so that answers became stale while it was measured.
    """

    proxy: str
    title: str
    fresh: int
    stored: tuple[Stored, ...]
    shares: tuple[Share, ...]
    losses: tuple[Loss, ...]
    alternations: tuple[Alternation, ...]
    absent: tuple[Absent, ...] = ()

    def only(self, kept: Callable[[str, str], bool]) -> Self:
        """What was seen of some operations in some styles."""
        return msgspec.structs.replace(
            self,
            stored=tuple(one for one in self.stored if kept(one.style, one.operation)),
            shares=tuple(one for one in self.shares if kept(one.style, one.operation)),
            losses=tuple(one for one in self.losses if kept(one.style, one.operation)),
            alternations=tuple(one for one in self.alternations if kept(one.style, "")),
            absent=tuple(one for one in self.absent if kept(one.style, one.operation)),
        )
