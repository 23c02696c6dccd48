"""A number that protobuf writes is another one: of a field, an enum's value, a variant."""

from collections.abc import Iterator

from generator.check.diff.changes import field_change, part_change
from generator.check.diff.pairs import Pair
from generator.check.diff.parts import parts
from generator.diagnostics import Kind
from generator.model.change import Aspect, Change

KIND = Kind(code="DIFF117", name="number-changed")
KEYWORDS = ("Field.number", "Enum value.number", "Variant.number")

_LOCKED = "'{}' has another number, by the lock"
_HINT = "take the lock from where the contract was built before, and build again"


def find(pair: Pair) -> Iterator[Change]:
    """Every explicit number that is another one, given up, or new."""
    for field in pair.fields:
        if field.both is not None:
            old, new = field.both
            if old.number != new.number:
                said = _said(field.named, old.number, new.number)
                yield field_change(KIND, Aspect.NUMBER, field, said)
    for types, part in parts(pair):
        if part.old is not None and part.new is not None and part.old.number != part.new.number:
            said = _said(f"{types.new_name}.{part.new_name}", part.old.number, part.new.number)
            yield part_change(KIND, Aspect.NUMBER, pair, types, part, said)


def renumbered(pair: Pair) -> Iterator[Change]:
    """What keeps its ``number``, or has none: the lock may have another number for it now.

    Who asks knows that the locks differ; which of these it is, the styles with numbers say.
    """
    for field in pair.fields:
        if field.both is not None and field.both[0].number == field.both[1].number:
            said = _LOCKED.format(field.both[1].name.text)
            yield field_change(KIND, Aspect.NUMBER, field, said, hint=_HINT)
    for types, part in parts(pair):
        if part.old is not None and part.new is not None and part.old.number == part.new.number:
            said = _LOCKED.format(part.new_name)
            yield part_change(KIND, Aspect.NUMBER, pair, types, part, said, hint=_HINT)


def _said(name: str, old: int | None, new: int | None) -> str:
    if old is None:
        return f"'{name}' has the number {new} now"
    if new is None:
        return f"'{name}' has no 'number' any more (it was {old})"
    return f"the number of '{name}' is another: {old} → {new}"
