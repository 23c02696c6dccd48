"""Parameters at other positions: some callers of RPC give them by position."""

from collections.abc import Iterator

from generator.check.diff.pairs import Pair
from generator.diagnostics import Kind, Span
from generator.model import Field, Operation
from generator.model.change import Aspect, Change, Flow
from generator.model.matches import Match, matched_fields

KIND = Kind(code="DIFF118", name="parameter-moved")
KEYWORDS = ("Type.fields", "Operation.input")


def find(pair: Pair) -> Iterator[Change]:
    """The first of the parameters that moved, once for all operations that take it over."""
    found: dict[Span | None, list[tuple[Match[Operation], Field]]] = {}
    for match in pair.operations:
        moved = None if match.both is None else _first_moved(pair, *match.both)
        if moved is not None:
            found.setdefault(moved.span, []).append((match, moved))
    for span, each in found.items():
        match, field = each[0]
        yield Change(
            kind=KIND,
            aspect=Aspect.ORDER,
            what=f"{match.old_name}.{field.name.text}",
            message=f"the parameters of '{match.new_name}' from '{field.name.text}' on have other"
            " positions",
            old=match.old,
            new=match.new,
            owners=(match.old_name, match.new_name),
            flow=Flow(into=frozenset(match.new_name for match, _ in each)),
            operations=tuple((match.old_name, match.new_name) for match, _ in each),
            hint="add parameters at the end",
            span=span or (None if match.new is None else match.new.span),
            before=None if match.old is None else match.old.span,
        )


def _first_moved(pair: Pair, old: Operation, new: Operation) -> Field | None:
    """The first parameter that stands where another one stood, if a required one moved.

    None where one is gone, which is told as that.
    """
    before, after = pair.old.request(old).fields, pair.new.request(new).fields
    names = {}
    for match in matched_fields(before, after):
        if match.new is None:
            return None
        names[match.new_name] = match.old_name
    moved = [
        at for at, field in enumerate(before) if names[after[at].name.snake] != field.name.snake
    ]
    return after[moved[0]] if any(before[at].required for at in moved) else None
