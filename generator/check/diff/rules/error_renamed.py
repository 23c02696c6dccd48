"""An error that has another name, by ``renamed_from``."""

from collections.abc import Iterator

from generator.check.diff.changes import error_change
from generator.check.diff.pairs import Pair
from generator.check.diff.verdicts import both
from generator.diagnostics import Kind
from generator.model.change import Aspect, Change

KIND = Kind(code="DIFF403", name="error-renamed")
KEYWORDS = ("Error.renamed_from",)


def find(pair: Pair) -> Iterator[Change]:
    """Every error under another name: clients know errors by their names, in every style."""
    for match in pair.errors:
        if match.renamed:
            yield error_change(
                KIND,
                Aspect.NAME,
                pair,
                match,
                f"the error '{match.old_name}' is now called '{match.new_name}'",
                lambda flow: both(flow, "the error is not told by the name that is known"),
            )
