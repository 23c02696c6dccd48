"""An operation under another name."""

from collections.abc import Iterator

from generator.check.diff.operations import kept, of_operation
from generator.check.diff.pairs import Pair
from generator.diagnostics import Kind
from generator.model.change import Aspect, Change

KIND = Kind(code="DIFF503", name="operation-renamed")
KEYWORDS = ("Contract.operations", "Operation.renamed_from")


def find(pair: Pair) -> Iterator[Change]:
    """Every operation that says what it was called before."""
    for old, new in kept(pair):
        if old.name.text != new.name.text:
            message = f"the operation '{old.name}' is called '{new.name}' now"
            yield of_operation(KIND, Aspect.NAME, (old, new), message)
