"""An operation that is content with less than before."""

from collections.abc import Iterator

from generator.check.diff.access import Access, asked
from generator.check.diff.operations import kept, of_operation
from generator.check.diff.pairs import Pair
from generator.diagnostics import Kind
from generator.model.change import Aspect, Change, Grade, Verdict

KIND = Kind(code="DIFF702", name="access-widened")
KEYWORDS = ("Operation.auth", "Defaults.auth", "Contract.auth")


def find(pair: Pair) -> Iterator[Change]:
    """Every operation that lets in whom it let in before, and others."""
    access = Access(pair)
    for old, new in kept(pair):
        if access.refused(old, new) or not access.admitted(old, new):
            continue
        message = f"'{new.name}' asks for {asked(new)}, no longer for {asked(old)}"
        neutral = Verdict(
            new=Grade.BREAKS, why="the old server refuses who shows no more than that"
        )
        yield of_operation(KIND, Aspect.ACCESS, (old, new), message, neutral)
