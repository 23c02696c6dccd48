"""An operation that answers with another type."""

from collections.abc import Iterator

from generator.check.diff.operations import kept, of_operation
from generator.check.diff.pairs import Pair
from generator.check.diff.refs import alike, spelled
from generator.diagnostics import Kind
from generator.model import Api, NamedRef, Operation, Record, RecordOrigin
from generator.model.change import Aspect, Change, Flow, Grade, Verdict, both_break

KIND = Kind(code="DIFF506", name="output-changed")
KEYWORDS = ("Operation.output",)


def find(pair: Pair) -> Iterator[Change]:
    """Every operation whose answer is of another type; fields are compared one by one elsewhere."""
    for old, new in kept(pair):
        if old.stream_output != new.stream_output:  # then that says it
            continue
        if old.output is None and new.output is None:
            continue
        if (
            old.output is not None
            and new.output is not None
            and alike(pair, old.output, new.output)
        ):
            continue
        before, after = _said(pair.old, old), _said(pair.new, new)
        message = f"'{new.name}' answered with {before}, and answers with {after}"
        flow = Flow(out=frozenset({new.name.text}))
        yield of_operation(KIND, Aspect.TYPE, (old, new), message, _verdict(old, new), flow=flow)


def _verdict(old: Operation, new: Operation) -> Verdict:
    if old.output is None:
        return Verdict(new=Grade.BREAKS, why="the old server answers nothing")
    if new.output is None:
        return Verdict(old=Grade.BREAKS, why="it answers nothing any more")
    return both_break("the answer is of another type")


def _said(api: Api, operation: Operation) -> str:
    match operation.output:
        case None:
            return "nothing"
        case NamedRef(name=name):
            record = api.types[name]
            if isinstance(record, Record) and record.origin is RecordOrigin.RESULT:
                return f"{{{', '.join(field.name.text for field in record.fields)}}}"
            return name
        case ref:
            return spelled(ref)
