"""A variant of a union that is another record."""

from collections.abc import Iterator

from generator.check.diff.changes import part_change
from generator.check.diff.pairs import Pair
from generator.check.diff.parts import variants
from generator.check.diff.refs import alike
from generator.check.diff.verdicts import both
from generator.diagnostics import Kind
from generator.model import NamedRef
from generator.model.change import Aspect, Change

KIND = Kind(code="DIFF308", name="variant-record-changed")
KEYWORDS = ("Variant.type",)


def find(pair: Pair) -> Iterator[Change]:
    """Every variant with another record; styles know which of them are written alike."""
    for types, variant in variants(pair):
        if variant.both is None:
            continue
        old, new = (NamedRef(name=each.record) for each in variant.both)
        if not alike(pair, old, new):
            yield part_change(
                KIND,
                Aspect.TYPE,
                pair,
                types,
                variant,
                f"the variant '{types.new_name}.{variant.new_name}' was {old.name}, "
                f"and is {new.name}",
                lambda flow: both(flow, "values of another type"),
            )
