"""Turns a measurement, or its absence, into the page's summary: what is shown, and what is not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.compare.comparison import Comparison, OperationComparison
from generator.measure.findings import Finding, findings
from generator.measure.result import Environment, Measurement
from generator.report import growth, quantity
from generator.report.charts import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryView:
    """The summary; caution: what forbids to rely on it, ""; how: the command that measures."""

    title: str
    shows: tuple[str, ...]
    caution: str
    table: Table
    table_title: str
    limits: tuple[str, ...]
    conditions: tuple[tuple[str, str], ...]
    measured: bool


_ABOUT = {
    "bytes": ("Fewest bytes", "Fewest bytes on an open connection"),
    "latency": ("Shortest wait", "Shortest waiting time at the median"),
    "throughput": ("Most calls/s", "Most calls per second"),
    "capacity": ("Server alone", "Most calls per second of the server alone"),
    "cpu": ("Least server CPU", "Least CPU per call on the server"),
}
_NO_WINNER = "no winner"

_LIMITS = (
    "Client and server ran on one machine, over its loopback: distance, loss and the bandwidth of "
    "a real network are left out, and with them most of what bytes cost.",
    "Both sides are Python and took their share of the same processors. The numbers compare these "
    "libraries as much as the styles; in another language the order may be another.",
    "The servers answer from memory, so the work of a real service is left out: what takes "
    "milliseconds in a database hides most of the differences shown here.",
    "No encryption, no proxy, no cache and no compression stood on the way.",
)
_NOT_MEASURED = (
    "Nothing was timed: this page knows no latency, no throughput and no CPU.",
    "The lengths are those of the bodies alone; start lines, headers and framing come on top.",
    "One example of each operation stands for all calls; longer lists and texts shift the sizes.",
)


def summary(comparison: Comparison, measured: Measurement | None) -> SummaryView:
    """The summary of a page."""
    titles = {style.name: style.title for style in comparison.styles}
    return _static(comparison, titles) if measured is None else _measured(comparison, measured)


def _measured(comparison: Comparison, measured: Measurement) -> SummaryView:
    names = [operation.name for operation in comparison.operations]
    found = [one for one in findings(measured) if one.operation in names]
    general = [one.text for one in findings(measured) if not one.operation]
    titles = measured.styles
    skipped = [
        f"{one.operation} over {titles.get(one.style, one.style)} was left out: {one.reason}."
        for one in measured.skipped
    ]
    grown = [(name, growth.of_operation(measured, name, titles)) for name in names]
    return SummaryView(
        title="What the numbers show",
        shows=(*_shows(found, titles), *(f"{name}: {text}" for name, text in grown if text)),
        caution=" ".join(general),
        table=_scores(found, titles),
        table_title="Who is ahead, and how many times as good as the next",
        limits=(*skipped, *_LIMITS),
        conditions=tuple(_conditions(measured)),
        measured=True,
    )


def _shows(found: Sequence[Finding], titles: dict[str, str]) -> Iterator[str]:
    """A sentence for each thing that was measured, over all operations."""
    for about, (_, words) in _ABOUT.items():
        of_it = [one for one in found if one.about == about]
        if not of_it:
            continue
        parts = []
        for leaders in dict.fromkeys(one.leaders for one in of_it if one.leaders):
            wins = [one for one in of_it if one.leaders == leaders]
            names = quantity.listed([titles[style] for style in leaders])
            parts.append(f"{names} for {_share(len(wins), len(of_it))}{_ratios(wins)}")
        undecided = sum(not one.leaders for one in of_it)
        if undecided:
            parts.append(
                f"no winner for {_share(undecided, len(of_it))}, as no style leads in every round"
            )
        yield f"{words}: {'; '.join(parts)}."


def _share(part: int, whole: int) -> str:
    if part == whole:
        return "the one operation" if whole == 1 else f"all {whole} operations"
    return f"{part} of {whole} operations"


def _ratios(wins: Sequence[Finding]) -> str:
    ratios = sorted(one.ratio for one in wins if one.ratio is not None)
    if not ratios:
        return ""
    low, high = f"{ratios[0]:.1f}", f"{ratios[-1]:.1f}"
    span = low if low == high else f"{low} to {high}"
    return f" ({span} times as good as the next)"


def _scores(found: Sequence[Finding], titles: dict[str, str]) -> Table:
    operations = list(dict.fromkeys(one.operation for one in found))
    by_cell = {(one.operation, one.about): one for one in found}
    rows = []
    for operation in operations:
        cells = [by_cell.get((operation, about)) for about in _ABOUT]
        rows.append((operation, *(_score(cell, titles) for cell in cells)))
    return Table(head=("", *(short for short, _ in _ABOUT.values())), rows=tuple(rows))


def _score(finding: Finding | None, titles: dict[str, str]) -> str:
    if finding is None:
        return "–"
    if not finding.leaders:
        return _NO_WINNER
    ratio = f" ×{finding.ratio:.1f}" if finding.ratio is not None else ""
    return f"{', '.join(titles[style] for style in finding.leaders)}{ratio}"


def _conditions(measured: Measurement) -> Iterator[tuple[str, str]]:
    where: Environment = measured.environment
    yield "Rounds", f"{measured.repetitions}, the styles in turn"
    yield "Machine", f"{where.processor}, {quantity.count(where.cores, 'core')}, {where.system}"
    if where.apart:
        yield "Processes", "client and servers on cores of their own"
    yield "Load before", f"{where.load_before:.1f} (processes that were already waiting or running)"
    if where.others is not None:
        yield "Load meanwhile", f"other processes took {where.others:.0%} of the machine"
    yield "Python", f"{where.python}, {where.event_loop}"
    yield "Libraries", ", ".join(f"{name} {version}" for name, version in where.versions.items())


def _static(comparison: Comparison, titles: dict[str, str]) -> SummaryView:
    shown = [one for one in comparison.operations if one.calls]
    return SummaryView(
        title="What the comparison shows",
        shows=tuple(_visible_traits(comparison.operations, titles)),
        caution="",
        table=_lengths(shown, titles),
        table_title="Bytes of the bodies of the first example, request and answer together",
        limits=_NOT_MEASURED,
        conditions=(),
        measured=False,
    )


def _visible_traits(
    operations: Sequence[OperationComparison], titles: dict[str, str]
) -> Iterator[str]:
    """What somebody on the way who does not know the contract can rely on, by trait."""
    whole = len(operations)
    traits = {
        "cacheable": "Caches on the way may keep answers",
        "idempotent": "A message shows by itself that it may be sent again",
        "streamable": "An answer can arrive piece by piece",
    }
    for name, words in traits.items():
        counts = {
            style: sum(
                getattr(one.facts, name).holds
                for operation in operations
                for one in operation.styles
                if one.style == style
            )
            for style in titles
        }
        parts = [f"over {titles[style]} for {_of(count, whole)}" for style, count in counts.items()]
        yield f"{words} {quantity.listed(parts)}."


def _of(part: int, whole: int) -> str:
    if part == 0:
        return "none"
    return _share(part, whole)


def _lengths(operations: Sequence[OperationComparison], titles: dict[str, str]) -> Table:
    rows = []
    for operation in operations:
        sizes = {
            one.style: len(one.request.body) + len(one.answer.body)
            for one in operation.calls[0].exchanges
        }
        rows.append((operation.name, *(f"{sizes[style]:,}" for style in titles)))
    return Table(head=("", *titles.values()), rows=tuple(rows))
