"""A field that is gone."""

from collections.abc import Iterator

from generator.check.diff.changes import field_change
from generator.check.diff.pairs import Pair
from generator.check.diff.sunset import announced
from generator.diagnostics import Kind
from generator.model.absence import existence
from generator.model.change import Aspect, Change

KIND = Kind(code="DIFF107", name="field-removed")
KEYWORDS = ("Type.fields", "Error.fields")


def find(pair: Pair) -> Iterator[Change]:
    """Every field of the old contract that the new one does not have."""
    for field in pair.fields:
        if field.new is None and field.old is not None:
            said = announced(field.old.deprecated)
            yield field_change(
                KIND,
                Aspect.EXISTENCE,
                field,
                f"'{field.what}' is gone{said}",
                existence(field.sites),
                hint="say 'renamed_from' if it has another name; else keep it, 'deprecated'",
            )
