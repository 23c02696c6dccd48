"""A field that has another name: other words, by ``renamed_from``."""

from collections.abc import Iterator

from generator.check.diff.changes import field_change, flow_at
from generator.check.diff.pairs import Pair
from generator.check.diff.verdicts import both
from generator.diagnostics import Kind
from generator.model.change import FINE, Aspect, Change
from generator.model.matches import squeezed

KIND = Kind(code="DIFF108", name="field-renamed")
KEYWORDS = ("Field.renamed_from",)


def find(pair: Pair) -> Iterator[Change]:
    """Every field whose words are others."""
    for field in pair.fields:
        if field.both is None:
            continue
        old, new = field.both
        if squeezed(old.name.snake) != squeezed(new.name.snake):
            same = old.json_name == new.json_name
            neutral = FINE if same else both(flow_at(field.sites), "the member has another name")
            message = f"'{field.what}' is now called '{new.name.text}'"
            yield field_change(KIND, Aspect.NAME, field, message, neutral)
