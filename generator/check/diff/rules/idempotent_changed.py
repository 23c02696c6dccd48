"""A promise that to repeat a call does no harm, which is withdrawn or given."""

from collections.abc import Iterator

from generator.check.diff.operations import kept, of_operation, withdrawn
from generator.check.diff.pairs import Pair
from generator.diagnostics import Kind
from generator.model.change import Aspect, Change, Grade, Verdict

KIND = Kind(code="DIFF513", name="idempotent-changed")
KEYWORDS = ("Operation.idempotent",)


def find(pair: Pair) -> Iterator[Change]:
    """Every operation of the same verb that is idempotent on one side only."""
    for old, new in kept(pair):
        if old.idempotent == new.idempotent or old.verb is not new.verb:
            continue
        if old.safe != new.safe:  # then that says it
            continue
        if old.idempotent:
            message = f"a call of '{new.name}' may not be repeated: it is not idempotent any more"
            neutral = Verdict(old=withdrawn(old), why="callers repeat it after a failure")
        else:
            message = f"a call of '{new.name}' may be repeated: it is idempotent"
            neutral = Verdict(new=Grade.WEAKER, why="the old server does not promise it")
        yield of_operation(KIND, Aspect.PROMISE, (old, new), message, neutral)
