"""An operation that is content with less than before."""

from collections.abc import Iterator

from generator.check.diff.access import Access, asked
from generator.check.diff.operations import kept, promised
from generator.check.diff.pairs import Pair
from generator.diagnostics import Kind
from generator.model import Operation
from generator.model.change import Aspect, Change, Grade, Verdict

KIND = Kind(code="DIFF702", name="access-widened")
KEYWORDS = ("Operation.auth", "Defaults.auth", "Contract.auth")


def find(pair: Pair) -> Iterator[Change]:
    """Every operation that lets in whom it let in before, and others."""
    yield from promised(pair, KIND, Aspect.ACCESS, "auth", _found(pair))


def _found(pair: Pair) -> Iterator[tuple[tuple[Operation, Operation], str, Verdict]]:
    access = Access(pair)
    for old, new in kept(pair):
        if access.refused(old, new) or not access.admitted(old, new):
            continue
        message = f"{{}} asks for {asked(new)}, no longer for {asked(old)}"
        neutral = Verdict(
            new=Grade.BREAKS, why="the old server refuses who shows no more than that"
        )
        yield (old, new), message, neutral
