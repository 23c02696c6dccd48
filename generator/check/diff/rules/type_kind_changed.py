"""A type that is of another kind: an enum that was an alias, a union that was a record."""

from collections.abc import Iterator

from generator.check.diff.changes import type_change
from generator.check.diff.pairs import Pair
from generator.check.diff.verdicts import both
from generator.diagnostics import Kind
from generator.model import Alias, Enum, Record, TypeDef, Union
from generator.model.change import Aspect, Change

KIND = Kind(code="DIFF104", name="type-kind-changed")
KEYWORDS = ("Type.fields", "Type.enum", "Type.union", "Type.type")


def find(pair: Pair) -> Iterator[Change]:
    """Every type that is declared as another kind."""
    for match in pair.types:
        if match.both is None:
            continue
        old, new = (_kind(each) for each in match.both)
        if old != new:
            yield type_change(
                KIND,
                Aspect.TYPE,
                pair,
                match,
                f"'{match.new_name}' was {old}, and is {new}",
                lambda flow: both(flow, "its values are of another type"),
            )


def _kind(type_: TypeDef) -> str:
    match type_:
        case Record():
            return "a record"
        case Enum():
            return "an enum"
        case Union():
            return "a union"
        case Alias():
            return "an alias"
