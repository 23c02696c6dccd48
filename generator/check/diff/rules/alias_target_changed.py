"""An alias of another type."""

from collections.abc import Iterator

from generator.check.diff.changes import type_change
from generator.check.diff.pairs import Pair
from generator.check.diff.refs import alike, spelled
from generator.check.diff.verdicts import both
from generator.diagnostics import Kind
from generator.model import Alias
from generator.model.change import Aspect, Change

KIND = Kind(code="DIFF311", name="alias-target-changed")
KEYWORDS = ("Type.type",)


def find(pair: Pair) -> Iterator[Change]:
    """Every alias whose values are of another type."""
    for match in pair.types:
        old, new = match.old, match.new
        if (
            isinstance(old, Alias)
            and isinstance(new, Alias)
            and not alike(pair, old.type, new.type)
        ):
            yield type_change(
                KIND,
                Aspect.TYPE,
                pair,
                match,
                f"'{match.new_name}' was {spelled(old.type)}, and is {spelled(new.type)}",
                lambda flow: both(flow, "values of another type"),
            )
