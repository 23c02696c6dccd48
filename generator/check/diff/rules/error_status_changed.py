"""An error with another HTTP status of its own."""

from collections.abc import Iterator

from generator.check.diff.changes import error_change
from generator.check.diff.pairs import Pair
from generator.diagnostics import Kind
from generator.model.change import Aspect, Change

KIND = Kind(code="DIFF405", name="error-status-changed")
KEYWORDS = ("Error.status",)


def find(pair: Pair) -> Iterator[Change]:
    """Every error whose 'status' is another; what its code gives is told with the code."""
    for match in pair.errors:
        if match.both is not None and match.both[0].status != match.both[1].status:
            old, new = (each.status or "that of its code" for each in match.both)
            message = f"the HTTP status of '{match.new_name}' is another: {old} → {new}"
            yield error_change(KIND, Aspect.OUTCOME, pair, match, message)
