"""A field that has a default now."""

from collections.abc import Iterator

from generator.check.diff.pairs import Pair
from generator.check.diff.presences import became
from generator.diagnostics import Kind
from generator.model.absence import Presence
from generator.model.change import Change

KIND = Kind(code="DIFF113", name="default-added")
KEYWORDS = ("Field.default",)


def find(pair: Pair) -> Iterator[Change]:
    """Every field that had none."""
    had_none = {
        (Presence.REQUIRED, Presence.DEFAULT),
        (Presence.OPTIONAL, Presence.DEFAULT),
    }
    return became(KIND, pair, had_none, "has a default now")
