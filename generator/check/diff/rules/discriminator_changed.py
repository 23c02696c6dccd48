"""A union whose variants are told apart by another member."""

from collections.abc import Iterator

from generator.check.diff.changes import type_change
from generator.check.diff.pairs import Pair
from generator.check.diff.verdicts import both
from generator.diagnostics import Kind
from generator.model import Union
from generator.model.change import Aspect, Change

KIND = Kind(code="DIFF309", name="discriminator-changed")
KEYWORDS = ("Type.discriminator",)


def find(pair: Pair) -> Iterator[Change]:
    """Every union with another discriminator, which travels where members have names."""
    for match in pair.types:
        old, new = match.old, match.new
        if (
            isinstance(old, Union)
            and isinstance(new, Union)
            and old.discriminator != new.discriminator
        ):
            yield type_change(
                KIND,
                Aspect.NAME,
                pair,
                match,
                f"the variants of '{match.new_name}' are told by '{new.discriminator}', "
                f"no more by '{old.discriminator}'",
                lambda flow: both(flow, "the discriminator has another name"),
            )
