"""Turns the language's schema into the order in which the keys of a contract stand.

A record's keys stand in the order of its properties. A mapping of names is the author's own, and
so is what the language does not describe: examples, extensions.
"""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from generator.contract.language import language_schema
from generator.model import JsonSchema
from generator.styles.registry import styles

EXTENSION = "x-"
_FIELDS = "#/$defs/Fields"
_LAST = 1_000
# Groups of the top level, with a blank line between them; above them stand the keys of the head,
# and before the types those of styles.
_GROUPS = (
    ("imports",),
    ("auth", "defaults"),
    ("types",),
    ("errors",),
    ("resources",),
    ("operations",),
    ("accept",),
)
_HEAD, _STYLES = -2, -1


@dataclass(slots=True, eq=False, kw_only=True)
class Shape:
    """What the language says about a node, as far as its layout goes.

    keys: of a record, in their order, with the shapes of their values; names: of the values of a
    mapping of names; items: of a list's. Empty and None: the language does not say.
    """

    keys: "dict[str, Shape]" = field(default_factory=dict)
    ranks: dict[str, int] = field(default_factory=dict)
    names: "Shape | None" = None
    items: "Shape | None" = None
    fields: bool = False  # names are those of fields
    top: bool = False
    spaced: bool = False  # the names are declarations with a blank line between them

    def rank(self, key: str) -> int | None:
        """The place of a key in a record; None: it is none of the language's.

        Extensions stand last; at the top level at the end of the head, and not below operations.
        """
        if key.startswith(EXTENSION):
            return self.ranks["imports"] - 1 if self.top else _LAST
        return self.ranks.get(key)

    def of(self, key: str) -> "Shape":
        """The shape of the value at a key."""
        return self.names or self.keys.get(key, DATA)

    def group(self, key: str) -> int:
        """Which group of the top level a key stands in; a blank line parts them."""
        for number, names in enumerate(_GROUPS):
            if key in names:
                return number
        rank = self.rank(key)
        return _HEAD if rank is None or rank < self.ranks["imports"] else _STYLES


DATA = Shape()


@cache
def contract_shape() -> Shape:
    """The shape of a whole contract, with the words of the installed styles."""
    schema = language_schema({style.name: style.vocabulary for style in styles()})
    shape = _Compiler(schema["$defs"]).shape(schema)
    shape.top = True
    for section in ("types", "operations"):
        shape.keys[section].spaced = True
    return shape


class _Compiler:
    def __init__(self, definitions: dict[str, Any]) -> None:
        self._definitions = definitions
        self._known: dict[str, Shape] = {}

    def shape(self, schema: JsonSchema) -> Shape:
        shape = Shape()
        self._add(schema, shape)
        return shape

    def _add(self, schema: JsonSchema, shape: Shape) -> None:
        """Add what one schema says to a shape."""
        if "$ref" in schema:
            name = schema["$ref"]
            target = self._referred(name)
            shape.keys, shape.ranks = shape.keys or target.keys, shape.ranks or target.ranks
            shape.names, shape.items = shape.names or target.names, shape.items or target.items
            shape.fields = shape.fields or target.fields or name == _FIELDS
        for option in schema.get("anyOf", ()):
            self._add(option, shape)
        if not shape.keys and "properties" in schema and schema.get("type") == "object":
            shape.keys = {key: self.shape(value) for key, value in schema["properties"].items()}
            shape.ranks = {key: 2 * place for place, key in enumerate(shape.keys)}
        if isinstance(schema.get("additionalProperties"), dict):
            shape.names = self.shape(schema["additionalProperties"])
        if isinstance(schema.get("items"), dict):
            shape.items = self.shape(schema["items"])

    def _referred(self, name: str) -> Shape:
        if name not in self._known:
            self._known[name] = Shape()
            self._add(self._definitions[name.removeprefix("#/$defs/")], self._known[name])
        return self._known[name]
