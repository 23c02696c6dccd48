"""Turns who keeps working into heat tables, with reasons, and the changes beside them."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.compare.evolving.result import Cell, Direction, Evolution, Row, State
from generator.diagnostics.render import visible
from generator.formats.readable import listed

_WORDS = {
    State.SAME: ("same", "same"),
    State.WORKS: ("works", "works"),
    State.WEAKER: ("weaker", "weaker"),
    State.AT_RISK: ("risk", "at risk"),
    State.FAILS: ("fails", "fails"),
}
_UNWELL = (State.FAILS, State.AT_RISK, State.WEAKER)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatCellView:
    """A cell; heat: its class; told: what a pointer over it says."""

    title: str
    heat: str
    text: str
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatReasonView:
    """Why calls of an operation fail or may, in some styles."""

    heat: str
    styles: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatRowView:
    """One operation; was: its old name, where it has another one."""

    name: str
    was: str
    cells: tuple[HeatCellView, ...]
    reasons: tuple[HeatReasonView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatView:
    """One direction; totals: by style, how many operations keep working."""

    title: str
    anchor: str
    rows: tuple[HeatRowView, ...]
    totals: tuple[HeatCellView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView:
    """What ``gen diff`` says of a change, and which operations it reaches."""

    code: str
    message: str
    place: str
    operations: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvolutionView:
    """The section."""

    base: str
    styles: tuple[str, ...]
    directions: tuple[HeatView, ...]
    changes: tuple[ChangeView, ...]


def evolution_view(found: Evolution | None) -> EvolutionView | None:
    """The section of a page; None where there is no older version."""
    if found is None:
        return None
    return EvolutionView(
        base=visible(found.base),
        styles=tuple(visible(title) for title in found.styles.values()),
        directions=tuple(_direction(found, direction) for direction in Direction),
        changes=tuple(
            ChangeView(
                code=change.code,
                message=visible(change.message),
                place=change.place,
                operations=listed([visible(new or old) for old, new in change.judged]),
            )
            for change in found.changes
        ),
    )


def _direction(found: Evolution, direction: Direction) -> HeatView:
    totals = {style: found.summary(style, direction) for style in found.styles}
    return HeatView(
        title=direction.value[0].upper() + direction.value[1:],
        anchor=f"heat-{direction.name.lower()}",
        rows=tuple(_row(found, row, direction) for row in found.rows),
        totals=tuple(
            HeatCellView(
                title=visible(found.styles[style]),
                heat="same" if good == count else "risk" if good else "fails",
                text=f"{good} of {count}",
                told="",
            )
            for style, (good, count) in totals.items()
        ),
    )


def _row(found: Evolution, row: Row, direction: Direction) -> HeatRowView:
    cells = {style: row.cells[style, direction] for style in found.styles}
    return HeatRowView(
        name=visible(row.name),
        was=visible(row.old) if row.new and row.old and row.old != row.new else "",
        cells=tuple(_cell(visible(found.styles[style]), cell) for style, cell in cells.items()),
        reasons=tuple(_reasons(found, cells)),
    )


def _cell(title: str, cell: Cell) -> HeatCellView:
    heat, text = ("none", "—") if cell.state is None else _WORDS[cell.state]
    return HeatCellView(title=title, heat=heat, text=text, told=visible(cell.seen or cell.why))


def _reasons(found: Evolution, cells: dict[str, Cell]) -> Iterator[HeatReasonView]:
    """Each reason once, with the styles that it holds for."""
    known: dict[tuple[State, str], list[str]] = {}
    for style, cell in cells.items():
        if cell.state in _UNWELL and cell.state is not None:
            known.setdefault((cell.state, cell.why), []).append(found.styles[style])
    for (state, why), titles in known.items():
        heat, _ = _WORDS[state]
        styles = "every style" if len(titles) == len(cells) else listed(titles)
        yield HeatReasonView(heat=heat, styles=visible(styles), text=visible(why))
