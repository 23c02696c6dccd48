"""What definitions of JSON Schema refer to, and which of them let values nest without end."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .violations import DEEPEST

# Keywords without which a schema holds for every value.
JUDGING = frozenset(
    {
        "$ref",
        "allOf",
        "const",
        "enum",
        "if",
        "type",
        "properties",
        "required",
        "additionalProperties",
        "items",
    }
)
# Keywords that say nothing of which values hold.
ANNOTATIONS = frozenset(
    {
        "title",
        "description",
        "examples",
        "default",
        "deprecated",
        "readOnly",
        "writeOnly",
        "x-words",
    }
)
_NULL = {"type": "null"}
_LEADS_ON = {"if", "else", "$ref"}
_SCALARS = ["null", "boolean", "number", "string"]


def needed(definitions: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """The definitions that some refer to: to compile all for each would be slow."""
    found: dict[str, Any] = {}
    todo = [*names]
    while todo:
        name = todo.pop()
        if name not in found:
            found[name] = definitions[name]
            todo += references(definitions[name])
    return found


def resolved(
    definitions: Mapping[str, Any],
    schema: Mapping[str, Any],
) -> Mapping[str, Any]:
    """A schema of what is not null, without references; the outer of two bounds wins."""
    found: dict[str, Any] = {}
    while True:
        found = {**schema, **found}
        if "else" in schema:
            schema = schema["else"]
        elif "$ref" in schema:
            schema = definitions.get(schema["$ref"].rpartition("/")[2], {})
        else:
            return found


def merged(
    definitions: Mapping[str, Any],
    schema: Mapping[str, Any],
) -> tuple[Mapping[str, Any], bool] | None:
    """A schema of what is not null, without references, and whether null holds as well.

    None where two parts of it judge by one keyword, and where it has other parts.
    """
    found: dict[str, Any] = {}
    nullable = False
    while True:
        own = {name: part for name, part in schema.items() if name not in _LEADS_ON}
        twice = own.keys() & found.keys() - ANNOTATIONS
        further = [schema[name] for name in ("else", "$ref") if name in schema]
        if twice or len(further) > 1 or schema.get("if", _NULL) != _NULL:
            return None
        found = {**own, **found}
        nullable = nullable or "if" in schema
        if not further:
            break
        [there] = further
        named = isinstance(there, str)
        schema = definitions[there.rpartition("/")[2]] if named else there
    kind = found.get("type")
    if isinstance(kind, list):
        nullable = nullable or "null" in kind
        [found["type"]] = [name for name in kind if name != "null"]
    return found, nullable


def references(schema: object) -> Iterator[str]:
    """The names of the definitions that a schema refers to itself."""
    for part in _parts(schema):
        if "$ref" in part:
            yield part["$ref"].rpartition("/")[2]


def recursive(definitions: Mapping[str, Any]) -> frozenset[str]:
    """The definitions whose values may be in a value of the same definition."""
    direct = {name: {*references(schema)} for name, schema in definitions.items()}

    def reached(name: str) -> set[str]:
        seen: set[str] = set()
        todo = [*direct[name]]
        while todo:
            one = todo.pop()
            if one not in seen:
                seen.add(one)
                todo += direct[one]
        return seen

    return frozenset(name for name in definitions if name in reached(name))


def may_be_deep(definitions: Mapping[str, Any]) -> bool:
    """Whether nothing but a limit ends how deep a value is."""
    anything = any(not JUDGING & part.keys() for part in _members(definitions.values()))
    return anything or bool(recursive(definitions))


def shallow() -> dict[str, Any]:
    """The definitions ``level0``, for what is no object and no list, to that of a whole input."""
    levels: dict[str, Any] = {"level0": {"type": _SCALARS}}
    for level in range(1, DEEPEST + 1):
        below = {"$ref": f"#/$defs/level{level - 1}"}
        levels[f"level{level}"] = {
            "type": [*_SCALARS, "object", "array"],
            "items": below,
            "additionalProperties": below,
        }
    return levels


def _parts(schema: object) -> Iterator[Mapping[str, Any]]:
    """A schema and all schemas in it."""
    match schema:
        case Mapping():
            yield schema
            inner: Iterable[object] = _inner(schema)
        case list():
            inner = schema
        case _:
            return
    for part in inner:
        yield from _parts(part)


def _inner(schema: Mapping[str, Any]) -> Iterator[object]:
    for keyword, part in schema.items():
        if keyword == "properties":
            yield from part.values()
        elif keyword not in {"default", "examples", "enum", "const"}:
            yield part


def _members(schemas: Iterable[object]) -> Iterator[Mapping[str, Any]]:
    """The schemas of values in values: members and items."""
    for schema in schemas:
        for part in _parts(schema):
            yield from part.get("properties", {}).values()
            inner = (part.get("items"), part.get("additionalProperties"))
            yield from (one for one in inner if isinstance(one, Mapping))
