"""Turns what was seen, and what is said of every change, into who keeps working."""

from collections.abc import Iterable, Mapping, Sequence

from generator.building.trial import Trial
from generator.compare.evolving.result import Cell, Direction, Evolution, Judged, Row, State, Told
from generator.compare.evolving.run import Key, Seen, names, pairs, run
from generator.model.change import Change, Effects, Grade, Verdict

_FINE, _BREAKS = Grade.FINE.value, Grade.BREAKS.value


def evolution(
    old: Trial,
    new: Trial,
    effects: Iterable[Effects],
    base: str,
    only: Sequence[str] | None = None,
) -> Evolution:
    """Run both versions against each other; only: the names of the operations to show."""
    changes = [_told(one) for one in effects]
    operations = tuple(
        pair
        for pair in pairs(old.api, new.api)
        if only is None or not {*only}.isdisjoint(names(pair))
    )
    seen = run(old, new, operations)
    styles = {style: None for _, _, style, _ in seen}
    rows = []
    for pair in operations:
        reached = tuple(at for at, one in enumerate(changes) if names(pair) in one.judged)
        rows.append(_row(*names(pair), reached, changes, seen, list(styles)))
    titles = {style.name: style.title for style in new.styles}
    return Evolution(
        base=base,
        styles={name: titles[name] for name in styles},
        rows=tuple(rows),
        changes=tuple(changes),
    )


def _told(one: Effects) -> Told:
    change = one.change
    span = change.span if change.new is not None else change.before
    return Told(
        code=change.kind.code,
        what=change.what,
        message=change.message,
        place="" if span is None else f"line {span.line}",
        judged={names: _judged(change, verdicts) for names, verdicts in one.verdicts.items()},
    )


def _judged(change: Change, verdicts: Mapping[str, Verdict]) -> dict[tuple[str, Direction], Judged]:
    found = {}
    for name, verdict in verdicts.items():
        old, new = verdict.why or change.message, verdict.reason_new or change.message
        found[name, Direction.OLD] = Judged(grade=verdict.old.value, why=old)
        found[name, Direction.NEW] = Judged(grade=verdict.new.value, why=new)
    return found


def _row(
    old: str,
    new: str,
    reached: tuple[int, ...],
    changes: Sequence[Told],
    seen: Mapping[Key, Seen],
    styles: Sequence[str],
) -> Row:
    cells = {}
    for style in styles:
        for direction in Direction:
            judged = [
                found
                for number in reached
                if (found := changes[number].judged[old, new].get((style, direction))) is not None
            ]
            cells[style, direction] = _cell(seen[old, new, style, direction], judged)
    return Row(old=old, new=new, cells=cells, changes=reached)


def _cell(seen: Seen, judged: Sequence[Judged]) -> Cell:
    """What was seen comes first: an example that fails is a fact, whatever a rule says."""
    bad = [one for one in judged if one.grade == _BREAKS]
    weaker = [one for one in judged if one.grade not in (_FINE, _BREAKS)]
    if not seen.tried:
        return Cell(state=None, why=seen.why)
    if seen.why:
        return Cell(state=State.FAILS, why=_reasons(bad) or seen.why, seen=seen.why)
    if bad:
        return Cell(state=State.AT_RISK, why=_reasons(bad))
    if weaker:
        return Cell(state=State.WEAKER, why=_reasons(weaker))
    return Cell(state=State.WORKS if judged else State.SAME)


def _reasons(judged: Sequence[Judged]) -> str:
    return "; ".join(dict.fromkeys(one.why for one in judged if one.why))
