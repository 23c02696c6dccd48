"""A field that is masked in logs now, or no more."""

from collections.abc import Iterator

from generator.check.diff.changes import field_change
from generator.check.diff.pairs import Pair
from generator.diagnostics import Kind
from generator.model.change import Aspect, Change

KIND = Kind(code="DIFF119", name="sensitive-changed")
KEYWORDS = ("Field.sensitive",)


def find(pair: Pair) -> Iterator[Change]:
    """Every field that became sensitive, or is it no more."""
    for field in pair.fields:
        if field.both is not None and field.both[0].sensitive != field.both[1].sensitive:
            new = field.both[1]
            said = "is sensitive now" if new.sensitive else "is not sensitive any more"
            yield field_change(KIND, Aspect.PROMISE, field, f"'{field.named}' {said}")
