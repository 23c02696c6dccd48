"""A field whose values are of another type."""

from collections.abc import Iterator

from generator.check.diff.changes import field_change, flow_at
from generator.check.diff.pairs import Pair
from generator.check.diff.refs import alike, spelled
from generator.check.diff.verdicts import both
from generator.diagnostics import Kind
from generator.model.change import Aspect, Change

KIND = Kind(code="DIFF110", name="field-type-changed")
KEYWORDS = ("Field.type",)


def find(pair: Pair) -> Iterator[Change]:
    """Every field with another type; styles know which of them are written alike."""
    for field in pair.fields:
        if field.both is None:
            continue
        old, new = field.both
        if not alike(pair, old.type, new.type):
            yield field_change(
                KIND,
                Aspect.TYPE,
                field,
                f"'{field.named}' was {spelled(old.type)}, and is {spelled(new.type)}",
                both(flow_at(field.sites), "values of another type"),
                hint="add a field of the new type, and keep the old one 'deprecated'",
            )
