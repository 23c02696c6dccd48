"""A type that has another name, by ``renamed_from``."""

from collections.abc import Iterator

from generator.check.diff.changes import type_change
from generator.check.diff.pairs import Pair
from generator.diagnostics import Kind
from generator.model.change import Aspect, Change

KIND = Kind(code="DIFF103", name="type-renamed")
KEYWORDS = ("Type.renamed_from",)


def find(pair: Pair) -> Iterator[Change]:
    """Every type under another name; names of types do not travel."""
    for match in pair.types:
        if match.renamed:
            message = f"the type '{match.old_name}' is now called '{match.new_name}'"
            yield type_change(KIND, Aspect.NAME, pair, match, message)
