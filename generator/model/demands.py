"""Compares what two sets of constraints demand: which values are valid before and after."""

import enum
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from generator.model.types import Constraints


class Step(enum.Enum):
    """What became of the values that are valid."""

    TIGHTENED = "fewer"
    LOOSENED = "more"
    CHANGED = "other"


@dataclass(frozen=True, slots=True)
class Difference:
    """One of the demands that differ; said: ``max_length: 200 → 50``."""

    step: Step
    said: str


@dataclass(frozen=True, slots=True)
class _End:
    """An end of a range; open: the number itself is outside."""

    key: str
    number: Decimal | int
    open: bool = False

    def __str__(self) -> str:
        return f"{self.key}: {self.number}"


def differences(
    old: Iterable[Constraints], new: Iterable[Constraints], *, whole: bool
) -> Iterator[Difference]:
    """What is demanded otherwise: all of some constraints before, all of others after.

    whole: the values are whole numbers, of which an open end is the next closed one.
    """
    before, after = tuple(old), tuple(new)
    if before == after:
        return
    for key in ("min_length", "min_items"):
        yield from _ends(_least(before, key, whole), _least(after, key, whole), key, sign=1)
    yield from _ends(
        _least(before, "minimum", whole), _least(after, "minimum", whole), "minimum", sign=1
    )
    for key in ("max_length", "max_items", "maximum"):
        yield from _ends(_most(before, key, whole), _most(after, key, whole), key, sign=-1)
    yield from _steps(before, after)
    yield from _repeats(before, after)
    yield from _patterns(before, after)


def _least(all_of: tuple[Constraints, ...], key: str, whole: bool) -> _End | None:
    ends = list(_found(all_of, key, 1 if whole else 0))
    return max(ends, key=lambda end: (end.number, end.open), default=None)


def _most(all_of: tuple[Constraints, ...], key: str, whole: bool) -> _End | None:
    ends = list(_found(all_of, key, -1 if whole else 0))
    return min(ends, key=lambda end: (end.number, not end.open), default=None)


def _found(all_of: tuple[Constraints, ...], key: str, step: int) -> Iterator[_End]:
    for one in all_of:
        number: Decimal | int | None = getattr(one, key)
        if number is not None:
            yield _End(key, number)
        outer: Decimal | None = getattr(one, f"exclusive_{key}", None)
        if outer is not None:
            yield _End(f"exclusive_{key}", outer + step, open=not step)


def _ends(old: _End | None, new: _End | None, key: str, *, sign: int) -> Iterator[Difference]:
    """sign: 1 for a lower end, -1 for an upper one."""
    if old is None and new is None:
        return
    if old is None or new is None:
        step = Step.TIGHTENED if old is None else Step.LOOSENED
        yield Difference(step, _said(key, old, new))
        return
    before, after = (old.number * sign, old.open), (new.number * sign, new.open)
    if before != after:
        step = Step.TIGHTENED if after > before else Step.LOOSENED
        yield Difference(step, _said(key, old, new))


def _said(key: str, old: object, new: object) -> str:
    """``max_length: 200 → 50``; one that is new, or gone, is said as such."""
    if old is None:
        return str(new) if isinstance(new, _End) else f"{key}: {new}"
    if new is None:
        return f"no {old.key if isinstance(old, _End) else key}"
    if isinstance(old, _End) and isinstance(new, _End) and old.key == new.key:
        return f"{old.key}: {old.number} → {new.number}"
    return f"{old} → {new}" if isinstance(old, _End) else f"{key}: {old} → {new}"


def _steps(old: tuple[Constraints, ...], new: tuple[Constraints, ...]) -> Iterator[Difference]:
    """multiple_of, of which there is one."""
    before = next((one.multiple_of for one in old if one.multiple_of is not None), None)
    after = next((one.multiple_of for one in new if one.multiple_of is not None), None)
    if before == after:
        return
    if before is None:
        step = Step.TIGHTENED
    elif after is None:
        step = Step.LOOSENED
    elif after % before == 0:
        step = Step.TIGHTENED
    elif before % after == 0:
        step = Step.LOOSENED
    else:
        step = Step.CHANGED
    yield Difference(step, _said("multiple_of", before, after))


def _repeats(old: tuple[Constraints, ...], new: tuple[Constraints, ...]) -> Iterator[Difference]:
    before, after = (any(one.unique_items for one in side) for side in (old, new))
    if before != after:
        step = Step.TIGHTENED if after else Step.LOOSENED
        yield Difference(step, _said("unique_items", before or None, after or None))


def _patterns(old: tuple[Constraints, ...], new: tuple[Constraints, ...]) -> Iterator[Difference]:
    """Whether one pattern finds all that another one does is not decided."""
    before, after = (
        {one.pattern: None for one in side if one.pattern is not None} for side in (old, new)
    )
    if before.keys() == after.keys():
        return
    if before.keys() < after.keys():
        step = Step.TIGHTENED
    elif after.keys() < before.keys():
        step = Step.LOOSENED
    else:
        step = Step.CHANGED
    gone = ", ".join(key for key in before if key not in after) or None
    added = ", ".join(key for key in after if key not in before) or None
    yield Difference(step, _said("pattern", gone, added))
