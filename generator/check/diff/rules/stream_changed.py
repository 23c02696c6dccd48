"""A stream where there was none, one that is gone, or one of other items."""

from collections.abc import Iterator

from generator.check.diff.operations import kept, of_operation
from generator.check.diff.pairs import Pair
from generator.check.diff.refs import alike, spelled
from generator.diagnostics import Kind
from generator.model import Operation, TypeRef
from generator.model.change import Aspect, Change, Flow, both_break

KIND = Kind(code="DIFF507", name="stream-changed")
KEYWORDS = ("Operation.input", "Operation.output")


def find(pair: Pair) -> Iterator[Change]:
    """Every operation whose items or bytes travel one by one on one side only, either way."""
    for old, new in kept(pair):
        yield from _input(pair, old, new)
        if old.stream_output != new.stream_output:
            message = f"'{new.name}' {_answers(old)}, and {_answers(new)}"
            flow = Flow(out=frozenset({new.name.text}))
            why = "the answer comes item by item on one side only"
            yield of_operation(KIND, Aspect.TYPE, (old, new), message, both_break(why), flow=flow)


def _input(pair: Pair, old: Operation, new: Operation) -> Iterator[Change]:
    before, after = old.stream_input, new.stream_input
    if before is None and after is None:
        return
    if before is not None and after is not None and alike(pair, before, after):
        return
    if before is None or after is None:
        why = "the input comes item by item on one side only"
    else:
        why = "the items are of another type"
    message = f"'{new.name}' took {_taken(before)}, and takes {_taken(after)}"
    flow = Flow(into=frozenset({new.name.text}))
    yield of_operation(KIND, Aspect.TYPE, (old, new), message, both_break(why), flow=flow)


def _answers(operation: Operation) -> str:
    return "answered with a stream" if operation.stream_output else "answered at once"


def _taken(item: TypeRef | None) -> str:
    return "no stream" if item is None else f"a stream of {spelled(item)}"
