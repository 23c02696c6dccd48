"""Plain YAML data in which every key and value knows its place.

The source phase makes it; what only one style understands (its settings and corrections)
stays in this form until that style's ``bind`` reads it.

``Final`` freezes nodes for the type checker alone: ``frozen=True`` makes each of them five times as
slow to build, and a large contract has a hundred thousand.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from generator.diagnostics import Span

ScalarValue = None | bool | int | Decimal | str


@dataclass(slots=True)
class Scalar:
    """A leaf: null, bool, int, Decimal (for every YAML float that is finite), or str.

    ``.nan`` and ``.inf`` arrive as non-finite Decimals; ``quoted`` tells "22.00" from 22.00.
    """

    value: Final[ScalarValue]
    text: Final[str]
    span: Final[Span] = field(compare=False)
    quoted: Final[bool] = False


@dataclass(slots=True)
class Sequence:
    """A YAML sequence."""

    items: Final[tuple["Node", ...]]
    span: Final[Span] = field(compare=False)


@dataclass(slots=True)
class Entry:
    """One ``key: value`` of a mapping."""

    key: Final[str]
    value: "Final[Node]"
    key_span: Final[Span] = field(compare=False)


@dataclass(slots=True)
class Mapping:
    """A YAML mapping, in the order of the file; keys are unique strings."""

    entries: Final[tuple[Entry, ...]]
    span: Final[Span] = field(compare=False)

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

# An object that is written out as it is: a part of a document, a schema.
JsonObject = dict[str, Any]
JsonSchema = JsonObject


def to_json(node: Node) -> Json:
    """The node as plain data (numbers as int or Decimal), without places."""
    match node:
        case Scalar():
            return node.value
        case Sequence():
            return [to_json(item) for item in node.items]
        case Mapping():
            return {entry.key: to_json(entry.value) for entry in node.entries}
