"""A type that was not there before."""

from collections.abc import Iterator

from generator.check.diff.changes import type_change
from generator.check.diff.pairs import Pair
from generator.diagnostics import Kind
from generator.model.change import Aspect, Change

KIND = Kind(code="DIFF101", name="type-added")
KEYWORDS = ("Contract.types",)


def find(pair: Pair) -> Iterator[Change]:
    """Every new type."""
    for match in pair.types:
        if match.old is None:
            message = f"the type '{match.new_name}' is new"
            yield type_change(KIND, Aspect.EXISTENCE, pair, match, message)
