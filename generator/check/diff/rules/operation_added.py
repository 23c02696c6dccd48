"""An operation that is new."""

from collections.abc import Iterator

from generator.check.diff.pairs import Pair
from generator.diagnostics import Kind
from generator.model.change import Aspect, Change, Grade, Verdict

KIND = Kind(code="DIFF502", name="operation-added")
KEYWORDS = ("Contract.operations",)


def find(pair: Pair) -> Iterator[Change]:
    """Every operation that the old contract does not have."""
    for match in pair.operations:
        if match.new is None or match.old is not None:
            continue
        yield Change(
            kind=KIND,
            aspect=Aspect.EXISTENCE,
            what=match.new_name,
            message=f"the operation '{match.new_name}' is new",
            new=match.new,
            operations=(("", match.new_name),),
            neutral=Verdict(new=Grade.BREAKS, why="the old server does not know it"),
            span=match.new.span,
        )
