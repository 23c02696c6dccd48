"""A list that can be ordered by fewer or more fields."""

from collections.abc import Iterator

from generator.check.diff.operations import kept, of_operation
from generator.check.diff.pairs import Pair
from generator.check.diff.verdicts import narrowed, widened
from generator.contract.resolve.paging import ordered_by
from generator.diagnostics import Kind
from generator.model import Api, FieldRole, Operation
from generator.model.change import Aspect, Change, Flow, worst

KIND = Kind(code="DIFF518", name="order-by-changed")
KEYWORDS = ("Operation.order_by",)


def find(pair: Pair) -> Iterator[Change]:
    """Every list that takes other names for its order; its first or last name is its parameter."""
    for old, new in kept(pair):
        before, after = _names(pair.old, old), _names(pair.new, new)
        if not (before and after) or {*before} == {*after}:
            continue
        flow = Flow(into=frozenset({new.name.text}))
        gone = [name for name in before if name not in after]
        added = [name for name in after if name not in before]
        neutral = worst(
            [
                *([narrowed(flow, f"it is not ordered by {', '.join(gone)}")] if gone else []),
                *(
                    [widened(flow, f"the old server orders by no {', '.join(added)}")]
                    if added
                    else []
                ),
            ]
        )
        said = [f"no longer by {', '.join(gone)}"] if gone else []
        said += [f"also by {', '.join(added)}"] if added else []
        message = f"'{new.name}' can be ordered {', '.join(said)}"
        at = (*(f"order_by.{name}" for name in (*added, *gone)), "order_by")
        yield of_operation(KIND, Aspect.VALUES, (old, new), message, neutral, flow=flow, at=at)


def _names(api: Api, operation: Operation) -> tuple[str, ...]:
    fields = api.request(operation).fields
    return next((ordered_by(each) for each in fields if each.role is FieldRole.ORDER_BY), ())
