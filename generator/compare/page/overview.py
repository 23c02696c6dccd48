"""Turns a comparison, and a measurement, into small multiples.

A row for each operation, a panel for each quantity, a mark for each style; the rows of a panel
share one logarithmic scale.
"""

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.compare.page import quantity
from generator.compare.page.plot import AxisLabel
from generator.compare.sideways.comparison import Comparison, OperationComparison
from generator.compare.timing.result import Measurement, Run

_LEFT, _RIGHT = 28.0, 72.0  # per cent of a panel's width: beside it there is room for two labels
_LABEL = 12.0  # per cent that the number of a tick needs, with room to the next
_STEP = 12  # pixels from a style's mark to the next, in columns that have no scale
_TRAITS = ("safe", "idempotent", "cacheable")

PanelValues = Mapping[str, float]  # by style


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkView:
    """A style's mark; x: per cent of the panel's width; told: the style and its value.

    end: where its value is printed, as a class: before the smallest that is shown, after the
    largest, "" for those in between.
    """

    number: int
    x: str
    label: str
    told: str
    end: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelView:
    """What a column shows; ticks: round values of the scale, and where they are."""

    title: str
    unit: str
    ticks: tuple[tuple[str, str], ...]  # x and text


@dataclass(frozen=True, slots=True, kw_only=True)
class CellView:
    """One operation in one panel, its marks from the smallest; told: what they tell."""

    title: str
    marks: tuple[MarkView, ...]
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotView:
    """A style's place; title: of the style, where intermediaries see a trait over it, else ""."""

    number: int
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenView:
    """The styles over which intermediaries see a trait."""

    title: str
    slots: tuple[SlotView, ...]
    is_empty: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """One operation."""

    name: str
    anchor: str
    cells: tuple[CellView, ...]
    seen: tuple[SeenView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewView:
    """The figure."""

    panels: tuple[PanelView, ...]
    traits: tuple[str, ...]
    slot: int  # a style's place in a column of a trait, in pixels
    seen_width: int  # of such a column
    rows: tuple[RowView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Panel:
    title: str
    unit: str
    label: AxisLabel
    values: Mapping[str, PanelValues]  # by operation
    offset: float = 0.0  # 1 where a value may be 0


def overview(
    comparison: Comparison,
    titles: Mapping[str, str],
    measured: Measurement | None,
    shown: Collection[str],
) -> OverviewView:
    """The figure of a page; shown: the styles that it opens with."""
    panels = [
        panel
        for panel in (_measured(measured) if measured else _lengths(comparison.operations))
        if any(panel.values.values())
    ]
    scales = [_Scale(panel) for panel in panels]
    numbers = {style: number for number, style in enumerate(titles)}
    return OverviewView(
        panels=tuple(scale.view for scale in scales),
        traits=_TRAITS,
        slot=_STEP,
        seen_width=max(_STEP * len(titles) + 8, 84),
        rows=tuple(
            RowView(
                name=operation.name,
                anchor=f"op-{operation.name}",
                cells=tuple(scale.cell(operation.name, numbers, titles, shown) for scale in scales),
                seen=tuple(_seen(operation, trait, numbers, titles) for trait in _TRAITS),
            )
            for operation in comparison.operations
        ),
    )


def _lengths(operations: Sequence[OperationComparison]) -> Iterator[_Panel]:
    """Without a measurement: the bodies of the first example."""
    calls = {one.name: one.calls[0] for one in operations if one.calls}
    for title, request in (("Request body", True), ("Response body", False)):
        yield _Panel(
            title=title,
            unit="bytes",
            label=_bytes,
            offset=1.0,
            values={
                name: {
                    one.style: float(len(message.body))
                    for one in call.exchanges
                    if (message := one.request if request else one.answer) is not None
                }
                for name, call in calls.items()
            },
        )


def _measured(measured: Measurement) -> Iterator[_Panel]:
    """The four quantities of a measurement; "in flight" is how many calls at a time."""
    for run in measured.runs[:1]:
        few, many = (f"{run.loads[at].in_flight} in flight" for at in (0, -1))
        yield _panel(measured, "Bytes", "open connection", _bytes, _total)
        yield _panel(
            measured, "Latency", f"ms, median, {few}", _ms, lambda r: r.loads[0].p50.median
        )
        yield _panel(
            measured, "Calls per second", many, _rate, lambda r: r.loads[-1].calls_per_second.median
        )
        yield _panel(
            measured, "Server CPU", "µs per call", _us, lambda r: r.loads[-1].server_cpu.median
        )


def _total(run: Run) -> float:
    return float(run.warm.request.total + run.warm.response.total)


def _panel(
    measured: Measurement, title: str, unit: str, label: AxisLabel, value: Callable[[Run], float]
) -> _Panel:
    values: dict[str, dict[str, float]] = {}
    for run in measured.runs:
        values.setdefault(run.operation, {})[run.style] = value(run)
    return _Panel(title=title, unit=unit, label=label, values=values)


class _Scale:
    """Puts the values of one panel on its axis."""

    def __init__(self, panel: _Panel) -> None:
        self._panel = panel
        found = [v + panel.offset for row in panel.values.values() for v in row.values()]
        self._low = math.log10(max(min(found), 1e-9))
        self._high = max(math.log10(max(found)), self._low + 0.3)
        ticks = [10.0**power for power in range(-9, 10)]
        if panel.offset:
            ticks = [0.0, *(value for value in ticks if value > panel.offset)]
        inside = [v for v in ticks if self._low <= math.log10(v + panel.offset) <= self._high]
        self.view = PanelView(
            title=panel.title,
            unit=panel.unit,
            ticks=tuple(self._ticks(inside)),
        )

    def _ticks(self, values: Iterable[float]) -> Iterator[tuple[str, str]]:
        """The values that have room, each with where it is."""
        end = -_LABEL
        for value in values:
            x = self._x(value)
            if float(x) >= end + _LABEL:
                end = float(x)
                yield x, self._panel.label(value)

    def cell(
        self,
        operation: str,
        numbers: Mapping[str, int],
        titles: Mapping[str, str],
        shown: Collection[str],
    ) -> CellView:
        """An operation's marks: the smallest and the largest value are printed beside theirs."""
        panel = self._panel
        row = {s: v for s, v in panel.values.get(operation, {}).items() if s in numbers}
        ranked = sorted(row, key=lambda style: row[style])
        ends = dict.fromkeys([style for style in ranked if style in shown][-1:], "after")
        ends |= dict.fromkeys([style for style in ranked if style in shown][:-1][:1], "before")
        marks = [
            MarkView(
                number=numbers[style],
                x=self._x(row[style]),
                label=panel.label(row[style]),
                told=f"{titles[style]} {panel.label(row[style])}",
                end=ends.get(style, ""),
            )
            for style in ranked
        ]
        told = f"{panel.title}, {panel.unit}" if marks else "not measured"
        return CellView(title=panel.title, marks=tuple(marks), told=told)

    def _x(self, value: float) -> str:
        share = (math.log10(max(value + self._panel.offset, 1e-9)) - self._low) / (
            self._high - self._low
        )
        return f"{_LEFT + share * (_RIGHT - _LEFT):.1f}"


def _seen(
    operation: OperationComparison,
    trait: str,
    numbers: Mapping[str, int],
    titles: Mapping[str, str],
) -> SeenView:
    """Over which styles intermediaries can rely on a trait."""
    slots = tuple(
        SlotView(
            number=numbers[one.style],
            title=titles[one.style] if getattr(one.facts, trait).holds else "",
        )
        for one in operation.styles
    )
    return SeenView(title=trait, slots=slots, is_empty=not any(one.title for one in slots))


def _bytes(value: float) -> str:
    return f"{value:,.0f}" if value < 10_000 else f"{value / 1000:,.0f}k"


def _ms(value: float) -> str:
    return quantity.digits(value * 1e3)


def _us(value: float) -> str:
    return _rate(value * 1e6)


def _rate(value: float) -> str:
    if value < 1000:
        return f"{value:.0f}"
    return f"{value / 1000:.1f}k" if value < 100_000 else f"{value / 1000:.0f}k"
