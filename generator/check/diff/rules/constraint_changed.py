"""A constraint that other values meet: neither all of the old ones nor all of the new ones."""

from collections.abc import Iterator

from generator.check.diff.bounds import bounds_changed
from generator.check.diff.pairs import Pair
from generator.diagnostics import Kind
from generator.model.change import Change
from generator.model.demands import Step

KIND = Kind(code="DIFF203", name="constraint-changed")
KEYWORDS = ("Field.pattern", "Field.multiple_of", "Type.pattern", "Type.multiple_of")


def find(pair: Pair) -> Iterator[Change]:
    """Every pattern and step of which neither holds the other."""
    return bounds_changed(KIND, pair, Step.CHANGED)
