"""A type that is gone."""

from collections.abc import Iterator

from generator.check.diff.changes import type_change
from generator.check.diff.pairs import Pair
from generator.check.diff.sunset import announced
from generator.diagnostics import Kind
from generator.model.change import Aspect, Change

KIND = Kind(code="DIFF102", name="type-removed")
KEYWORDS = ("Contract.types",)


def find(pair: Pair) -> Iterator[Change]:
    """Every type of the old contract that the new one does not have.

    On the wire it is what used it that changed, which is told there.
    """
    for match in pair.types:
        if match.new is None and match.old is not None:
            said = announced(match.old.deprecated)
            yield type_change(
                KIND,
                Aspect.EXISTENCE,
                pair,
                match,
                f"the type '{match.old_name}' is gone{said}",
                hint="say 'renamed_from' if it has another name",
            )
