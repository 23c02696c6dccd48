"""Says whether two texts of a contract mean the same, node by node."""

from typing import Any

from generator.check.format.order import DATA, Shape
from generator.model import Mapping, Node, Scalar, Sequence


def same_meaning(one: Mapping, other: Mapping, shape: Shape) -> bool:
    """Whether two contracts have the same nodes; the order counts only among names and items."""
    return bool(_value(one, shape) == _value(other, shape))


def _value(node: Node, shape: Shape) -> Any:
    match node:
        case Scalar():
            return type(node.value), node.text
        case Sequence():
            inner = shape.items or DATA
            return [_value(item, inner) for item in node.items]
        case Mapping():
            entries = [(entry.key, _value(entry.value, shape.of(entry.key))) for entry in node]
            return entries if shape.names is not None else dict(entries)
