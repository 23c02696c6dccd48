"""An error with another canonical code."""

from collections.abc import Iterator

from generator.check.diff.changes import error_change
from generator.check.diff.pairs import Pair
from generator.check.diff.verdicts import both
from generator.diagnostics import Kind
from generator.model.change import Aspect, Change

KIND = Kind(code="DIFF404", name="error-code-changed")
KEYWORDS = ("Error.code",)


def find(pair: Pair) -> Iterator[Change]:
    """Every error with another code; clients give the code that they know it by."""
    for match in pair.errors:
        if match.both is not None and match.both[0].code != match.both[1].code:
            old, new = (each.code.value for each in match.both)
            yield error_change(
                KIND,
                Aspect.OUTCOME,
                pair,
                match,
                f"the code of '{match.new_name}' is another: {old} → {new}",
                lambda flow: both(flow, "what callers see is another code than was given"),
            )
