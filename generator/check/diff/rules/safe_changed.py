"""A promise to change nothing that is withdrawn, or given."""

from collections.abc import Iterator

from generator.check.diff.operations import kept, of_operation, withdrawn
from generator.check.diff.pairs import Pair
from generator.diagnostics import Kind
from generator.model.change import Aspect, Change, Grade, Verdict

KIND = Kind(code="DIFF512", name="safe-changed")
KEYWORDS = ("Operation.safe",)


def find(pair: Pair) -> Iterator[Change]:
    """Every operation of the same verb that is safe on one side only."""
    for old, new in kept(pair):
        if old.safe == new.safe or old.verb is not new.verb:
            continue
        if old.safe:
            message = f"'{new.name}' may change something: it is not safe any more"
            why = "callers and caches could repeat it freely"
            neutral = Verdict(old=withdrawn(old), why=why)
        else:
            message = f"'{new.name}' changes nothing: it is safe"
            neutral = Verdict(new=Grade.WEAKER, why="the old server does not promise it")
        yield of_operation(KIND, Aspect.ADDRESS, (old, new), message, neutral)
