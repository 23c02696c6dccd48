"""A file that may be shorter or longer than before."""

from collections.abc import Iterator

from generator.check.diff.operations import kept, of_operation
from generator.check.diff.pairs import Pair
from generator.check.diff.verdicts import narrowed, widened
from generator.diagnostics import Kind
from generator.model import Body
from generator.model.change import Aspect, Change, Flow

KIND = Kind(code="DIFF509", name="body-limit-changed")
KEYWORDS = ("Body.max_length", "Body.min_length")


def find(pair: Pair) -> Iterator[Change]:
    """Every limit of a file that is another."""
    for old, new in kept(pair):
        name = frozenset({new.name.text})
        for before, after, flow in (
            (old.body_in, new.body_in, Flow(into=name)),
            (old.body_out, new.body_out, Flow(out=name)),
        ):
            if before is None or after is None or before.max_length == after.max_length:
                continue
            tighter = _limit(after) < _limit(before)
            why = "the file may be shorter only" if tighter else "the file may be longer"
            message = f"a file of '{new.name}' has {_said(after)}, no longer {_said(before)}"
            neutral = narrowed(flow, why) if tighter else widened(flow, why)
            yield of_operation(KIND, Aspect.VALUES, (old, new), message, neutral, flow=flow)


def _limit(body: Body) -> float:
    return float("inf") if body.max_length is None else body.max_length


def _said(body: Body) -> str:
    return "no limit" if body.max_length is None else f"at most {body.max_length} bytes"
