"""An operation that is gone."""

from collections.abc import Iterator

from generator.check.diff.pairs import Pair
from generator.diagnostics import Kind
from generator.model.change import Aspect, Change, Grade, Verdict

KIND = Kind(code="DIFF501", name="operation-removed")
KEYWORDS = ("Contract.operations",)


def find(pair: Pair) -> Iterator[Change]:
    """Every operation of the old contract that the new one does not have."""
    for match in pair.operations:
        if match.old is None or match.new is not None:
            continue
        yield Change(
            kind=KIND,
            aspect=Aspect.EXISTENCE,
            what=match.old_name,
            message=f"the operation '{match.old_name}' is gone",
            old=match.old,
            operations=((match.old_name, ""),),
            neutral=Verdict(old=Grade.BREAKS, why="the server does not know it"),
            hint="say 'renamed_from' if it has another name; keep it 'deprecated' with a 'sunset'",
            span=match.old.span,
            before=match.old.span,
        )
