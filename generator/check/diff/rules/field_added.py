"""A field that may be absent, and that was not there before."""

from collections.abc import Iterator

from generator.check.diff.changes import field_change
from generator.check.diff.pairs import Pair
from generator.diagnostics import Kind
from generator.model.absence import Presence, existence, presence
from generator.model.change import Aspect, Change

KIND = Kind(code="DIFF105", name="field-added")
KEYWORDS = (
    "Type.fields",
    "Error.fields",
    "Input.fields",
    "Output.fields",
    "Operation.input",
    "Operation.output",
    "Operation.with",
    "Operation.only",
    "Operation.filter",
)


def find(pair: Pair) -> Iterator[Change]:
    """Every new field that is not required."""
    for field in pair.fields:
        if (
            field.old is None
            and field.new is not None
            and presence(field.new) is not Presence.REQUIRED
        ):
            message = f"'{field.named}' is new, and may be left out"
            yield field_change(KIND, Aspect.EXISTENCE, field, message, existence(field.sites))
