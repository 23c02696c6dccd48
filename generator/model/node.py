"""Plain YAML data in which every key and value knows its place.

The source phase makes it; what only one style understands (its settings and corrections)
stays in this form until that style's ``bind`` reads it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from generator.diagnostics import Span

ScalarValue = None | bool | int | Decimal | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scalar:
    """A leaf: null, bool, int, Decimal (for every YAML float that is finite), or str.

    ``.nan`` and ``.inf`` arrive as non-finite Decimals; ``quoted`` tells "22.00" from 22.00.
    """

    value: ScalarValue
    text: str
    quoted: bool = False
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequence:
    """A YAML sequence."""

    items: tuple["Node", ...]
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One ``key: value`` of a mapping."""

    key: str
    value: "Node"
    key_span: Span = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """A YAML mapping, in the order of the file; keys are unique strings."""

    entries: tuple[Entry, ...]
    span: Span = field(compare=False)

    def get(self, key: str) -> "Node | None":
        """The value at ``key``, or None."""
        return next((entry.value for entry in self.entries if entry.key == key), None)

    def entry(self, key: str) -> Entry | None:
        """The whole entry at ``key``, or None."""
        return next((entry for entry in self.entries if entry.key == key), None)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)


Node = Scalar | Sequence | Mapping

Json = None | bool | int | float | Decimal | str | list["Json"] | dict[str, "Json"]


def to_json(node: Node) -> Json:
    """The node as plain data (numbers as int or Decimal), without places."""
    match node:
        case Scalar():
            return node.value
        case Sequence():
            return [to_json(item) for item in node.items]
        case Mapping():
            return {entry.key: to_json(entry.value) for entry in node.entries}
