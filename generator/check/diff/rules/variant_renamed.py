"""A variant of a union with another tag, by ``renamed_from``."""

from collections.abc import Iterator

from generator.check.diff.changes import part_change
from generator.check.diff.pairs import Pair
from generator.check.diff.parts import variants
from generator.check.diff.verdicts import both
from generator.diagnostics import Kind
from generator.model.change import Aspect, Change

KIND = Kind(code="DIFF307", name="variant-renamed")
KEYWORDS = ("Variant.renamed_from",)


def find(pair: Pair) -> Iterator[Change]:
    """Every variant under another tag, which is what travels where tags do."""
    for types, variant in variants(pair):
        if variant.renamed:
            yield part_change(
                KIND,
                Aspect.NAME,
                pair,
                types,
                variant,
                f"the variant '{types.old_name}.{variant.old_name}' is now called "
                f"'{variant.new_name}'",
                lambda flow: both(flow, "the variant has another tag"),
            )
