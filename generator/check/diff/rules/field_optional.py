"""A field that was required, and may be absent now."""

from collections.abc import Iterator

from generator.check.diff.pairs import Pair
from generator.check.diff.presences import became
from generator.diagnostics import Kind
from generator.model.absence import Presence
from generator.model.change import Change

KIND = Kind(code="DIFF112", name="field-optional")
KEYWORDS = ("Field.type",)


def find(pair: Pair) -> Iterator[Change]:
    """Every field that was required and has no default."""
    return became(KIND, pair, {(Presence.REQUIRED, Presence.OPTIONAL)}, "may be absent now")
