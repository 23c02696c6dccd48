"""What a style says of a change: whom it breaks when calls travel in this style.

Apart from ``Style``, because a build needs none of it: the module that ``Style.breaks`` names is
imported by ``generator.check`` alone.
"""

from dataclasses import dataclass
from typing import Any, Protocol

from generator.formats.format import Described
from generator.model import Api
from generator.model.change import Change, Verdict


@dataclass(frozen=True, kw_only=True)
class Side:
    """One of two contracts, bound in one style."""

    api: Api
    described: Described
    binding: Any


class Judge(Protocol):
    """Judges the changes between two sides in one style."""

    def verdict(self, change: Change) -> Verdict:
        """Whom a change breaks; ``change.neutral`` where the style has nothing to add.

        A change that several operations carry breaks if it breaks one of them.
        """


class Breaking(Protocol):
    """What the module that ``Style.breaks`` names has as ``BREAKS``; it has no state."""

    def judge(self, old: Side, new: Side) -> Judge:
        """A judge of the changes from one side to the other."""


class Neutral:
    """A judge, and what makes it, that has nothing to add."""

    def judge(self, *_sides: Side) -> Judge:
        """Itself."""
        return self

    def verdict(self, change: Change) -> Verdict:
        """What holds for every style."""
        return change.neutral
