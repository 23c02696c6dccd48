"""A constraint that fewer values meet: lengths, bounds, numbers of items."""

from collections.abc import Iterator
from decimal import Decimal

from generator.check.diff.pairs import Pair, matched_fields
from generator.check.diff.verdicts import narrowed
from generator.diagnostics import Kind
from generator.model import Constraints, Field
from generator.model.change import Aspect, Change

KIND = Kind(code="DIFF201", name="constraint-tightened")
_AT_MOST = ("max_length", "max_items", "maximum", "exclusive_maximum")
_AT_LEAST = ("min_length", "min_items", "minimum", "exclusive_minimum")
KEYWORDS = tuple(f"Field.{key}" for key in (*_AT_MOST, *_AT_LEAST))


def find(pair: Pair) -> Iterator[Change]:
    """Every bound of a field that is nearer than before."""
    for types, old, new in pair.records():
        for match in matched_fields(old.fields, new.fields):
            if match.both is not None:
                yield from _field(pair, (types.old_name, types.new_name), *match.both)


def _field(pair: Pair, owners: tuple[str, str], old: Field, new: Field) -> Iterator[Change]:
    for key in (*_AT_MOST, *_AT_LEAST):
        before, after = _bound(old.constraints, key), _bound(new.constraints, key)
        if after is None or not (before is None or _nearer(key, before, after)):
            continue
        said = f"{key}: {after}" if before is None else f"{key}: {before} → {after}"
        flow = pair.old_uses.of_field(old) | pair.new_uses.of_field(new)
        yield Change(
            kind=KIND,
            aspect=Aspect.VALUES,
            what=f"{owners[0]}.{old.name.text}",
            message=f"fewer values of '{new.name.text}' are valid ({said})",
            old=old,
            new=new,
            owners=owners,
            flow=flow,
            neutral=narrowed(flow, f"{key} is nearer"),
            span=new.span,
            before=old.span,
        )


def _bound(constraints: Constraints, key: str) -> Decimal | int | None:
    found: Decimal | int | None = getattr(constraints, key)
    return found


def _nearer(key: str, before: Decimal | int, after: Decimal | int) -> bool:
    return after < before if key in _AT_MOST else after > before
