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
    at: tuple[str, ...] = (),
) -> Change:
    """A change of an operation that is there on both sides.

    at: what of it has changed, as ``Operation.places`` has it, the nearest first.
    """
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
        span=new.place(*at),
        before=old.place(*at),
    )


def promised(
    pair: Pair,
    kind: Kind,
    aspect: Aspect,
    key: str,
    found: Iterable[tuple[tuple[Operation, Operation], str, Verdict]],
) -> Iterator[Change]:
    """Changes of a keyword that ``defaults`` may hold, too: one for all that follow these.

    found: the operations, what is said of a change, with ``{}`` for whose it is, and the verdict.
    """
    following: dict[tuple[str, Verdict], list[tuple[Operation, Operation]]] = {}
    default = f"defaults.{key}"
    for both, message, neutral in found:
        if any(key in one.places for one in both) or not any(default in one.places for one in both):
            said = message.format(f"'{both[1].name}'")
            yield of_operation(kind, aspect, both, said, neutral, at=(key, default))
        else:
            following.setdefault((message, neutral), []).append(both)
    for (message, neutral), operations in following.items():
        old, new = operations[0]
        said, who = message.format("'defaults'"), ", ".join(str(new.name) for _, new in operations)
        yield Change(
            kind=kind,
            aspect=aspect,
            what=default,
            message=f"{said} ({who})",
            old=pair.old,
            new=pair.new,
            operations=names_of(operations),
            neutral=neutral,
            span=new.places.get(default, pair.new.span),
            before=old.places.get(default, pair.old.span),
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
