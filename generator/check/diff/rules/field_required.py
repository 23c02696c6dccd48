"""A field that could be absent, and is required now."""

from collections.abc import Iterator

from generator.check.diff.pairs import Pair
from generator.check.diff.presences import became
from generator.diagnostics import Kind
from generator.model.absence import Presence
from generator.model.change import Change

KIND = Kind(code="DIFF111", name="field-required")
KEYWORDS = ("Field.type",)


def find(pair: Pair) -> Iterator[Change]:
    """Every field that was optional and must be there now."""
    return became(KIND, pair, {(Presence.OPTIONAL, Presence.REQUIRED)}, "is required now")
