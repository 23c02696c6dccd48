"""An operation that is deprecated now, or no more, or until a later day."""

from collections.abc import Iterator

from generator.check.diff.operations import kept, of_operation
from generator.check.diff.pairs import Pair
from generator.check.diff.sunset import deprecation, is_earlier
from generator.diagnostics import Kind
from generator.model.change import Aspect, Change

KIND = Kind(code="DIFF519", name="operation-deprecated")
KEYWORDS = ("Operation.deprecated",)


def find(pair: Pair) -> Iterator[Change]:
    """Every operation with another ``deprecated``; it goes on to work."""
    for old, new in kept(pair):
        said = deprecation(old.deprecated, new.deprecated)
        if said is not None and not is_earlier(old.deprecated, new.deprecated):
            yield of_operation(KIND, Aspect.PROMISE, (old, new), f"'{new.name}' {said}")
