"""An operation that asks callers for more than before."""

from collections.abc import Iterator

from generator.check.diff.access import Access, asked
from generator.check.diff.operations import kept, promised
from generator.check.diff.pairs import Pair
from generator.diagnostics import Kind
from generator.model import Operation
from generator.model.change import Aspect, Change, Grade, Verdict

KIND = Kind(code="DIFF701", name="access-narrowed")
KEYWORDS = ("Operation.auth", "Defaults.auth", "Contract.auth")


def find(pair: Pair) -> Iterator[Change]:
    """Every operation that lets callers in no more who showed what was asked for."""
    yield from promised(pair, KIND, Aspect.ACCESS, "auth", _found(pair))


def _found(pair: Pair) -> Iterator[tuple[tuple[Operation, Operation], str, Verdict]]:
    access = Access(pair)
    for old, new in kept(pair):
        if not access.refused(old, new):
            continue
        message = f"{{}} asks for {asked(new)}; {asked(old)} was enough"
        why = "callers who show what was enough are refused"
        admits = access.admitted(old, new)
        neutral = Verdict(old=Grade.BREAKS, new=Grade.BREAKS if admits else Grade.FINE, why=why)
        yield (old, new), message, neutral
