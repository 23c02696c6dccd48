"""A field that is part of other inputs or answers than before: read_only, write_only, immutable."""

from collections.abc import Iterator

from generator.check.diff.changes import field_change
from generator.check.diff.pairs import Pair
from generator.diagnostics import Kind
from generator.model import Field
from generator.model.absence import existence
from generator.model.change import Aspect, Change

KIND = Kind(code="DIFF116", name="field-moved")
_FLAGS = ("read_only", "write_only", "immutable")
KEYWORDS = tuple(f"Field.{flag}" for flag in _FLAGS)


def find(pair: Pair) -> Iterator[Change]:
    """Every field with another of these flags; what counts is where it is new or gone."""
    for field in pair.fields:
        if field.both is None:
            continue
        old, new = (_flag(each) for each in field.both)
        if old != new:
            moved = [site for site in field.sites if site.both is None]
            yield field_change(
                KIND,
                Aspect.EXISTENCE,
                field,
                f"'{field.named}' was {old}, and is {new}",
                existence(moved),
                sites=moved,
            )


def _flag(field: Field) -> str:
    return next((flag for flag in _FLAGS if getattr(field, flag)), "part of inputs and answers")
