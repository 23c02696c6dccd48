"""A field that has no default any more."""

from collections.abc import Iterator

from generator.check.diff.pairs import Pair
from generator.check.diff.presences import became
from generator.diagnostics import Kind
from generator.model.absence import Presence
from generator.model.change import Change

KIND = Kind(code="DIFF114", name="default-removed")
KEYWORDS = ("Field.default",)


def find(pair: Pair) -> Iterator[Change]:
    """Every field that had a default."""
    yield from became(
        KIND,
        pair,
        {(Presence.DEFAULT, Presence.REQUIRED)},
        "has no default any more: it is required",
    )
    yield from became(
        KIND,
        pair,
        {(Presence.DEFAULT, Presence.OPTIONAL)},
        "has no default any more: it may be absent",
    )
