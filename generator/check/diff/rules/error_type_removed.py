"""An error that is gone."""

from collections.abc import Iterator

from generator.check.diff.changes import error_change
from generator.check.diff.pairs import Pair
from generator.check.diff.sunset import announced
from generator.diagnostics import Kind
from generator.model.change import Aspect, Change

KIND = Kind(code="DIFF402", name="error-type-removed")
KEYWORDS = ("Contract.errors",)


def find(pair: Pair) -> Iterator[Change]:
    """Every error of the old contract that the new one does not have.

    Which operations do not fail with it any more is told there.
    """
    for match in pair.errors:
        if match.new is None and match.old is not None:
            yield error_change(
                KIND,
                Aspect.EXISTENCE,
                pair,
                match,
                f"the error '{match.old_name}' is gone{announced(match.old.deprecated)}",
                hint="say 'renamed_from' if it has another name",
            )
