"""A constraint that fewer values meet."""

from collections.abc import Iterator
from dataclasses import fields

from generator.check.diff.bounds import bounds_changed
from generator.check.diff.pairs import Pair
from generator.diagnostics import Kind
from generator.model import Constraints
from generator.model.change import Change
from generator.model.demands import Step

KIND = Kind(code="DIFF201", name="constraint-tightened")
KEYWORDS = (
    "Page size.maximum",
    *(
        f"{owner}.{key.name}"
        for owner in ("Field", "Type")
        for key in fields(Constraints)
        if key.name != "words"
    ),
)


def find(pair: Pair) -> Iterator[Change]:
    """Everything that is demanded now, or demanded more of."""
    return bounds_changed(KIND, pair, Step.TIGHTENED)
