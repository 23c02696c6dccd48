"""An end that comes earlier than was said."""

from collections.abc import Iterator

from generator.check.diff.pairs import Pair
from generator.check.diff.sunset import ended, is_earlier
from generator.diagnostics import Kind
from generator.model.change import Change, Grade, Verdict

KIND = Kind(code="DIFF520", name="sunset-earlier")
KEYWORDS = ("Deprecation.sunset",)


def find(pair: Pair) -> Iterator[Change]:
    """Every operation, and every resource as a whole, whose sunset was later."""
    for one in ended(pair):
        old, new = one.both
        if old is not None and new is not None and is_earlier(old, new):
            message = f"{one.named} ends on {new.sunset}, no longer on {old.sunset}"
            yield one.change(KIND, message, _PROMISED)


_PROMISED = Verdict(old=Grade.WEAKER, why="callers were promised more time")
