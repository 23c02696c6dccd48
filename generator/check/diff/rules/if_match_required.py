"""A resource that is changed on a condition only, or no longer so."""

from collections.abc import Iterator

from generator.check.diff.pairs import Pair
from generator.check.diff.resources import kept_resources, of_resource
from generator.diagnostics import Kind
from generator.model.change import Aspect, Change, Grade, Verdict

KIND = Kind(code="DIFF604", name="if-match-required")
KEYWORDS = ("Resource.require_if_match",)


def find(pair: Pair) -> Iterator[Change]:
    """Every resource that asks for the version on one side only."""
    for match, old, new in kept_resources(pair):
        if old.require_if_match == new.require_if_match:
            continue
        if new.require_if_match:
            message = f"who changes '{match.new_name}' must say which version is meant"
            why = "changes without If-Match are refused"
            neutral = Verdict(old=Grade.BREAKS, why=why)
        else:
            message = f"who changes '{match.new_name}' need not say which version is meant"
            why = "the old server refuses changes without If-Match"
            neutral = Verdict(new=Grade.BREAKS, why=why)
        yield of_resource(pair, KIND, match, message, neutral, aspect=Aspect.VALUES)
