"""A field, type, value or error that is deprecated now, or no more, or until another day."""

from collections.abc import Iterator

from generator.check.diff.changes import error_change, field_change, part_change, type_change
from generator.check.diff.pairs import Pair
from generator.check.diff.parts import values
from generator.check.diff.sunset import deprecation
from generator.diagnostics import Kind
from generator.model.change import Aspect, Change

KIND = Kind(code="DIFF120", name="deprecation-changed")
KEYWORDS = (
    "Field.deprecated",
    "Type.deprecated",
    "Enum value.deprecated",
    "Error.deprecated",
)


def find(pair: Pair) -> Iterator[Change]:
    """Everything with another ``deprecated``; it goes on to work."""
    for field in pair.fields:
        if field.both is not None:
            said = deprecation(*(each.deprecated for each in field.both))
            if said is not None:
                message = f"'{field.named}' {said}"
                yield field_change(KIND, Aspect.PROMISE, field, message)
    for types in pair.types:
        if types.both is not None:
            said = deprecation(*(each.deprecated for each in types.both))
            if said is not None:
                message = f"'{types.new_name}' {said}"
                yield type_change(KIND, Aspect.PROMISE, pair, types, message)
    for types, value in values(pair):
        if value.both is not None:
            said = deprecation(*(each.deprecated for each in value.both))
            if said is not None:
                message = f"'{types.new_name}.{value.new_name}' {said}"
                yield part_change(KIND, Aspect.PROMISE, pair, types, value, message)
    for error in pair.errors:
        if error.both is not None:
            said = deprecation(*(each.deprecated for each in error.both))
            if said is not None:
                message = f"'{error.new_name}' {said}"
                yield error_change(KIND, Aspect.PROMISE, pair, error, message)
