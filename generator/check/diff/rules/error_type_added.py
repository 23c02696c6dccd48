"""An error that was not declared before."""

from collections.abc import Iterator

from generator.check.diff.changes import error_change
from generator.check.diff.pairs import Pair
from generator.diagnostics import Kind
from generator.model.change import Aspect, Change

KIND = Kind(code="DIFF401", name="error-type-added")
KEYWORDS = ("Contract.errors",)


def find(pair: Pair) -> Iterator[Change]:
    """Every new error; which operations can fail with it is told there."""
    for match in pair.errors:
        if match.old is None:
            message = f"the error '{match.new_name}' is new"
            yield error_change(KIND, Aspect.EXISTENCE, pair, match, message)
