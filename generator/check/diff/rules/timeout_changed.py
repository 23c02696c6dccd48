"""A call that has less or more time than before."""

from collections.abc import Iterator

from generator.check.diff.operations import kept, promised
from generator.check.diff.pairs import Pair
from generator.diagnostics import Kind
from generator.model import Operation
from generator.model.change import Aspect, Change, Grade, Verdict

KIND = Kind(code="DIFF514", name="timeout-changed")
KEYWORDS = ("Operation.timeout", "Defaults.timeout")


def find(pair: Pair) -> Iterator[Change]:
    """Every operation with another deadline where the caller gives none."""
    yield from promised(pair, KIND, Aspect.PROMISE, "timeout", _found(pair))


def _found(pair: Pair) -> Iterator[tuple[tuple[Operation, Operation], str, Verdict]]:
    for old, new in kept(pair):
        if old.timeout == new.timeout:
            continue
        message = f"the timeout of {{}} is another: {_said(old.timeout)} → {_said(new.timeout)}"
        if _time(new.timeout) < _time(old.timeout):
            neutral = Verdict(old=Grade.WEAKER, why="slow calls end sooner")
        else:
            neutral = Verdict(new=Grade.WEAKER, why="the old server ends slow calls sooner")
        yield (old, new), message, neutral


def _time(timeout: float | None) -> float:
    return float("inf") if timeout is None else timeout


def _said(timeout: float | None) -> str:
    return "none" if timeout is None else f"{timeout:g} s"
