"""An end that comes earlier than was said."""

from collections.abc import Iterator

from generator.check.diff.operations import kept, of_operation
from generator.check.diff.pairs import Pair
from generator.check.diff.sunset import is_earlier
from generator.diagnostics import Kind
from generator.model.change import Aspect, Change, Grade, Verdict

KIND = Kind(code="DIFF520", name="sunset-earlier")
KEYWORDS = ("Deprecation.sunset",)


def find(pair: Pair) -> Iterator[Change]:
    """Every operation whose sunset was later."""
    for old, new in kept(pair):
        if old.deprecated is None or new.deprecated is None:
            continue
        if not is_earlier(old.deprecated, new.deprecated):
            continue
        before, after = old.deprecated.sunset, new.deprecated.sunset
        message = f"'{new.name}' ends on {after}, no longer on {before}"
        neutral = Verdict(old=Grade.WEAKER, why="callers were promised more time")
        yield of_operation(KIND, Aspect.PROMISE, (old, new), message, neutral)
