"""The operations that are there before and after, and the changes that are told of them."""

from collections.abc import Iterable, Iterator

from generator.check.diff.pairs import Pair
from generator.diagnostics import Kind
from generator.model import Operation
from generator.model.change import FINE, Aspect, Change, Flow, Grade, Verdict


def kept(pair: Pair) -> Iterator[tuple[Operation, Operation]]:
    """Each operation of both sides, in the new order."""
    for match in pair.operations:
        if match.both is not None:
            yield match.both


def names_of(operations: Iterable[tuple[Operation, Operation]]) -> tuple[tuple[str, str], ...]:
    """The names of operations, before and after."""
    return tuple((old.name.text, new.name.text) for old, new in operations)


def of_operation(
    kind: Kind,
    aspect: Aspect,
    both: tuple[Operation, Operation],
    message: str,
    neutral: Verdict = FINE,
    *,
    flow: Flow | None = None,
    hint: str | None = None,
) -> Change:
    """A change of an operation that is there on both sides."""
    old, new = both
    return Change(
        kind=kind,
        aspect=aspect,
        what=old.name.text,
        message=message,
        old=old,
        new=new,
        flow=flow or Flow(),
        operations=names_of([both]),
        neutral=neutral,
        hint=hint,
        span=new.span,
        before=old.span,
    )


def withdrawn(old: Operation) -> Grade:
    """What it means that a call may not be repeated any more: old clients do, with ``retry``."""
    return Grade.WEAKER if old.retry is None else Grade.BREAKS


def unchanged(pair: Pair) -> list[tuple[Operation, Operation]]:
    """The operations of which the contract says the same: what is different comes from elsewhere.

    All of them, where it says something else of each.
    """
    everything = [*kept(pair)]
    return [both for both in everything if _is_same(*both)] or everything


def _is_same(old: Operation, new: Operation) -> bool:
    return _own(old) == _own(new)


def _own(operation: Operation) -> tuple[object, ...]:
    """What decides by itself how an operation is reached, where it is written on it."""
    verb = (operation.verb, operation.resource, operation.on_collection)
    return (operation.name, verb, operation.safe, operation.streams, operation.settings)
