"""Turns inputs and outputs of the model into JSON Schemas that stand alone, as tools have them."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from generator.formats.json.schema import SchemaWriter
from generator.kinds import BYTES, ScalarKind, scalars, with_format
from generator.model import Alias, Api, JsonObject, MapRef, NamedRef, Operation, Record, Union
from generator.styles.mcp.binding import CONTENT, RESULT, McpTool

_PREFIX = "#/$defs/"
# What these hold is data, in which a member called "$ref" refers to nothing.
_DATA = frozenset({"const", "default", "enum", "examples"})
# What these hold is schemas by names that a contract chose.
_NAMED = frozenset({"properties", "$defs", "patternProperties"})
_BOUNDS = {
    "minimum": "at least {}",
    "exclusiveMinimum": "more than {}",
    "maximum": "at most {}",
    "exclusiveMaximum": "less than {}",
    "multipleOf": "a multiple of {}",
    "minLength": "at least {} bytes",
    "maxLength": "at most {} bytes",
}
_MEASURES = frozenset({"x-decimal", "x-bytes"})


class Schemas:
    """The schemas of the tools of one contract."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._writer = SchemaWriter(api=api)

    def input(self, tool: McpTool) -> JsonObject:
        """What a call takes: unknown arguments are refused."""
        operation = tool.operation
        schema = self._writer.object(self._api.request(operation).fields, input=True)
        if tool.content:
            schema["properties"] = {CONTENT: self._file(operation), **schema["properties"]}
            schema["required"] = [CONTENT, *schema.get("required", ())]
        return self._alone(schema, input=True)

    def output(self, tool: McpTool) -> JsonObject | None:
        """What comes back as structured content: an object always, as older clients want it."""
        operation = tool.operation
        if operation.output is None:
            return None
        if not tool.wrapped:
            return self._alone(self._object(operation), input=False)
        schema = self._writer.type(operation.output)
        if tool.collected:
            schema = {"type": "array", "items": schema}
        elif operation.body_out is not None:
            schema["contentMediaType"] = operation.body_out.media_type
        wrapped = {"type": "object", "properties": {RESULT: schema}, "required": [RESULT]}
        return self._alone(wrapped, input=False)

    def _file(self, operation: Operation) -> JsonObject:
        schema = self._writer.type(BYTES.ref)
        if operation.body_in is not None:
            schema["contentMediaType"] = operation.body_in.media_type
        return schema

    def _object(self, operation: Operation) -> JsonObject:
        """The schema of an output that is an object, with its type at the top."""
        ref = operation.output
        while isinstance(ref, NamedRef):
            type_def = self._api.types[ref.name]
            if isinstance(type_def, Record | Union):
                return self._writer.definition(type_def, input=False)
            assert isinstance(type_def, Alias)
            ref = type_def.type
        assert isinstance(ref, MapRef)
        return self._writer.type(ref)

    def _alone(self, schema: JsonObject, *, input: bool) -> JsonObject:
        """The same with all that it refers to."""
        types = self._api.types
        found: dict[str, JsonObject] = {}
        todo = [schema]
        while todo:
            for name in sorted(_referred(todo.pop())):
                if name not in found:
                    found[name] = self._writer.definition(types[name], input=input)
                    todo.append(found[name])
        if found:
            schema = {**schema, "$defs": {name: found[name] for name in types if name in found}}
        plain: JsonObject = changed(schema, readable)
        return plain


def changed(schema: Any, change: Callable[[JsonObject], JsonObject]) -> Any:
    """A schema, in which every schema has been changed."""
    if isinstance(schema, list):
        return [changed(item, change) for item in schema]
    if not isinstance(schema, dict):
        return schema
    return {key: _keyword(key, value, change) for key, value in change(schema).items()}


def _keyword(key: str, value: Any, change: Callable[[JsonObject], JsonObject]) -> Any:
    if key in _DATA or key.startswith("x-"):
        return value
    if key in _NAMED:
        return {name: changed(schema, change) for name, schema in value.items()}
    return changed(value, change)


def readable(schema: JsonObject) -> JsonObject:
    """A schema as an agent reads it, and as validators take it.

    What only our own validators know is said in words: bounds of decimals and of bytes, and what
    the long patterns of some kinds of value mean. They throw at formats that they do not know.
    """
    words = _words(schema)
    left = {
        key: value
        for key, value in schema.items()
        if key != "discriminator"
        and (key != "format" or _is_known(value))
        and not (words and (key == "pattern" or key in _MEASURES))
    }
    if not words:
        return left
    said = schema.get("description", "")
    return {**left, "description": f"{said} {words}".strip()}


def _words(schema: JsonObject) -> str:
    """What a text is whose kind has a pattern; "" for all others."""
    kind = _with_patterns().get(schema.get("pattern", ""))
    if kind is None:
        return ""
    what = kind.words or "bytes in base64"
    bounds = schema.get(kind.measured_by or "", {})
    told = [f"{_BOUNDS[name].format(bound)}" for name, bound in bounds.items()]
    return f"{', '.join([what[0].upper() + what[1:], *told])}."


@cache
def _with_patterns() -> dict[str, ScalarKind]:
    return {kind.json["pattern"]: kind for kind in scalars() if "pattern" in kind.json}


def _is_known(format: object) -> bool:
    kind = with_format(format)
    return kind is not None and kind.in_draft_7


def _referred(schema: Any) -> Iterator[str]:
    """The names of the types that a schema refers to by itself."""
    found: list[str] = []

    def look(part: JsonObject) -> JsonObject:
        reference = part.get("$ref")
        if isinstance(reference, str):
            found.append(reference.removeprefix(_PREFIX))
        return part

    changed(schema, look)
    return iter(found)
