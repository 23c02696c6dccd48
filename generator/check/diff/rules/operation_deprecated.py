"""An operation, or a whole resource, that is deprecated now, or no more, or until a later day."""

from collections.abc import Iterator

from generator.check.diff.pairs import Pair
from generator.check.diff.sunset import deprecation, ended, is_earlier
from generator.diagnostics import Kind
from generator.model.change import Change

KIND = Kind(code="DIFF519", name="operation-deprecated")
KEYWORDS = ("Operation.deprecated", "Resource.deprecated")


def find(pair: Pair) -> Iterator[Change]:
    """Everything with another ``deprecated`` that can be called; it goes on to work."""
    for one in ended(pair):
        if not is_earlier(*one.both):
            yield one.change(KIND, f"{one.named} {deprecation(*one.both)}")
