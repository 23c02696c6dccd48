"""Turns a measurement into tables and sentences for a terminal."""

from collections.abc import Callable, Iterator, Sequence

from generator.compare.timing.findings import Finding, findings
from generator.compare.timing.result import Flow, Load, Measurement, Run, Spread, WireBytes
from generator.formats.columns import BOLD, DIM, TITLE, Line, Printer, table, text_of, wrapped

_LOADS = ("in flight", "calls/s", "±", "p50 ms", "p90 ms", "p99 ms", "CPU client", "CPU server")
_VIEWS: tuple[tuple[str, Callable[[Run], Sequence[Load]]], ...] = (
    ("With the generated client", lambda run: run.loads),
    ("The server alone: the same calls, replayed by next to no code", lambda run: run.alone),
)
_LEADS = {
    "bytes": "fewest bytes",
    "latency": "lowest latency",
    "throughput": "most calls/s",
    "capacity": "server alone",
    "cpu": "least CPU",
    "first": "first item",
    "pace": "most items/s",
    "item_bytes": "bytes an item",
    "item_cpu": "CPU an item",
}
_NAMES = 8  # of operations, with one outcome
_ROOM = 16  # for what was asked, beside who leads
_BYTES = ("", "cold", "warm", "head", "body", "framing")
_FLOW = (
    "first ms",
    "items/s",
    "±",
    "sent",
    "received",
    "CPU client",
    "CPU server",
)
_GROWTH = ("items", "bytes", "p50 ms", "CPU server")


def terminal(measurement: Measurement, *, width: int, color: bool) -> str:
    """The whole measurement: environment, a block for each operation, what follows from it."""
    return text_of(_Page(measurement, width, Printer(color=color)).lines())


class _Page:
    def __init__(self, measurement: Measurement, width: int, printer: Printer) -> None:
        self._found = measurement
        self._width = width
        self._printer = printer

    def lines(self) -> Iterator[str]:
        found = self._found
        yield self._printer.line(Line(f"{found.title} ({found.contract}), measured", BOLD))
        yield from self._text(_where(found), DIM)
        for operation in dict.fromkeys(flow.operation for flow in found.flows):
            yield ""
            yield self._printer.line(Line(operation, TITLE))
            yield from self._streamed([one for one in found.flows if one.operation == operation])
        for operation in dict.fromkeys(run.operation for run in found.runs):
            yield ""
            yield self._printer.line(Line(operation, TITLE))
            yield from self._operation([run for run in found.runs if run.operation == operation])
        if found.skipped:
            yield ""
            yield from self._skipped()
        yield ""
        yield self._printer.line(Line("What the numbers show", BOLD))
        yield from self._findings()

    def _operation(self, runs: Sequence[Run]) -> Iterator[str]:
        rows = [row for run in runs for row in self._bytes(run)]
        yield from self._table(("style", *_BYTES), rows)
        for title, view in _VIEWS:
            rows = [row for run in runs for row in self._load(run, view(run))]
            if rows:
                yield ""
                yield from self._text(title)
                yield from self._table(("style", *_LOADS), rows)
        grown = [row for run in runs for row in self._growth(run)]
        if grown:
            yield ""
            yield from self._table(("style", *_GROWTH), grown)

    def _streamed(self, flows: Sequence[Flow]) -> Iterator[str]:
        """One stream, with the generated client."""
        yield from self._text(f"One stream {flows[0].way}, with the generated client")
        rows = [
            (
                self._found.styles[flow.style],
                _ms(flow.first) if flow.first is not None else "-",
                f"{flow.items_per_second.median:,.0f}",
                f"{100 * flow.items_per_second.width / 2:.0f} %",
                f"{flow.sent:,.0f}",
                f"{flow.received:,.0f}",
                _us(flow.client_cpu),
                _us(flow.server_cpu),
            )
            for flow in flows
        ]
        yield from self._table(("style", *_FLOW), rows)

    def _bytes(self, run: Run) -> Iterator[Sequence[str]]:
        both = (
            ("request", run.cold.request, run.warm.request),
            ("response", run.cold.response, run.warm.response),
        )
        for direction, cold, warm in both:
            yield (self._title(run), direction, str(cold.total), str(warm.total), *_split(warm))

    def _load(self, run: Run, loads: Sequence[Load]) -> Iterator[Sequence[str]]:
        for load in loads:
            rate = load.calls_per_second
            yield (
                self._title(run),
                str(load.in_flight),
                f"{rate.median:,.0f}",
                f"{100 * rate.width / 2:.0f} %",
                *(_ms(value) for value in (load.p50, load.p90, load.p99)),
                *(_us(value) for value in (load.client_cpu, load.server_cpu)),
            )

    def _growth(self, run: Run) -> Iterator[Sequence[str]]:
        for growth in run.growth:
            size = f"{growth.response.total:,}"
            latency, cpu = _ms(growth.latency), _us(growth.server_cpu)
            yield (self._title(run), f"{growth.items:,}", size, latency, cpu)

    def _title(self, run: Run) -> str:
        return self._found.styles[run.style]

    def _skipped(self) -> Iterator[str]:
        reasons: dict[tuple[str, str], list[str]] = {}
        for skipped in self._found.skipped:
            title = self._found.styles[skipped.style]
            reasons.setdefault((skipped.operation, skipped.reason), []).append(title)
        for (operation, reason), titles in reasons.items():
            yield from self._text(f"Left out: {operation} over {', '.join(titles)}: {reason}.", DIM)

    def _findings(self) -> Iterator[str]:
        """Who leads in what, and for which operations; then what is no comparison of the same."""
        said = findings(self._found)
        for about, title in _LEADS.items():
            for row in self._leads([one for one in said if one.about == about]):
                label = [Line(title)]
                yield from self._printer.row((label, [Line(row)]), (_ROOM, self._width - _ROOM), "")
                title = ""
        yield from self._text(_explained(self._found), DIM)
        alike: dict[str, list[str]] = {}
        for one in said:
            if not one.about:
                alike.setdefault(one.text, []).append(one.operation)
        lists = sum(bool(run.growth) for run in self._found.runs) // len(self._found.styles)
        for text, names in alike.items():
            yield from self._text(f"{_some(names, lists)}: {text}" if names[0] else text)

    def _leads(self, said: Sequence[Finding]) -> Iterator[str]:
        """A line for each outcome."""
        outcomes: dict[tuple[str, ...], list[Finding]] = {}
        for one in said:
            outcomes.setdefault(one.leaders, []).append(one)
        for leaders, group in outcomes.items():
            names = _some([one.operation for one in group], len(said))
            who = " and ".join(self._found.styles[style] for style in leaders)
            ratios = sorted({f"×{one.ratio:.1f}" for one in group if one.ratio}, key=_number)
            yield f"{who or 'no winner'} {' to '.join(_ends(ratios))}".rstrip() + f": {names}"

    def _text(self, text: str, paint: str = "") -> Iterator[str]:
        for line in wrapped([Line(text, paint)], self._width):
            yield self._printer.line(line)

    def _table(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
        """Columns with numbers to the right; a style that repeats is named once."""
        shown, last = [], None
        for row in rows:
            shown.append(("", *row[1:]) if row[0] == last else row)
            last = row[0]
        first, *others = table(head, shown)
        yield self._printer.line(Line(first, DIM))
        yield from others


def _split(warm: WireBytes) -> tuple[str, str, str]:
    return str(warm.head), str(warm.body), str(warm.framing)


def _ms(value: Spread) -> str:
    return f"{value.median * 1e3:.2f}"


def _us(value: Spread) -> str:
    return f"{value.median * 1e6:,.0f} µs"


def _some(names: Sequence[str], whole: int) -> str:
    """All names, or how many of how many they are, and the first of them."""
    if len(names) <= _NAMES:
        return ", ".join(names)
    if len(names) == whole:
        return f"all {whole}"
    return f"{len(names)} of {whole}, as {', '.join(names[:_NAMES])}, …"


def _ends(ratios: Sequence[str]) -> Sequence[str]:
    return ratios if len(ratios) < 2 else (ratios[0], ratios[-1])


def _number(ratio: str) -> float:
    return float(ratio[1:])


def _explained(found: Measurement) -> str:
    said = (
        f"Named are the styles that lead all others in every one of {found.repetitions} rounds, "
        "and how many times as good as the next they are (median of the rounds). "
        "± is half the distance between the quartiles of the rounds."
    )
    if found.runs:
        few, many = (found.runs[0].loads[at].in_flight for at in (0, -1))
        said += (
            " Bytes on an open connection; latency is the median with "
            f"{few} in flight, the rest is with {many}."
        )
    if found.flows:
        said += " Of streams, bytes and CPU are those of one item."
    return said


def _where(found: Measurement) -> str:
    where = found.environment
    versions = ", ".join(f"{name} {version}" for name, version in where.versions.items())
    apart = "client and servers on cores of their own, " if where.apart else ""
    others = "" if where.others is None else f", others took {where.others:.0%} of the machine"
    return (
        f"{where.python} on {where.system}, {where.processor}, {where.cores} cores, {apart}"
        f"{where.event_loop}, load {where.load_before:.2f} before it began{others}; "
        f"{found.repetitions} rounds; {versions}"
    )
