"""A field that is required, and that was not there before."""

from collections.abc import Iterator

from generator.check.diff.changes import field_change
from generator.check.diff.pairs import Pair
from generator.diagnostics import Kind
from generator.model.absence import Presence, existence, presence
from generator.model.change import Aspect, Change

KIND = Kind(code="DIFF106", name="required-field-added")
KEYWORDS = ("Type.fields", "Error.fields")


def find(pair: Pair) -> Iterator[Change]:
    """Every new field that is required."""
    for field in pair.fields:
        if field.old is None and field.new is not None and presence(field.new) is Presence.REQUIRED:
            yield field_change(
                KIND,
                Aspect.EXISTENCE,
                field,
                f"'{field.named}' is new, and required",
                existence(field.sites),
                hint="give it a 'default', or let it be absent with '?'",
            )
