"""A value of an enum that has another name, by ``renamed_from``."""

from collections.abc import Iterator

from generator.check.diff.changes import part_change
from generator.check.diff.pairs import Pair
from generator.check.diff.parts import values
from generator.check.diff.verdicts import both
from generator.diagnostics import Kind
from generator.model.change import Aspect, Change

KIND = Kind(code="DIFF303", name="enum-value-renamed")
KEYWORDS = ("Enum value.renamed_from",)


def find(pair: Pair) -> Iterator[Change]:
    """Every value under another name, which is what travels where names do."""
    for types, value in values(pair):
        if value.renamed:
            yield part_change(
                KIND,
                Aspect.NAME,
                pair,
                types,
                value,
                f"the value '{types.old_name}.{value.old_name}' is now called '{value.new_name}'",
                lambda flow: both(flow, "the value has another name"),
            )
