"""Applies a change to a schema and to every schema in it, but never to the data in it."""

from collections.abc import Callable

from generator.model import JsonObject

_MAPS = {"properties", "$defs"}
_LISTS = {"allOf", "anyOf", "oneOf"}
_SCHEMAS = {"additionalProperties", "else", "if", "items", "not", "then"}


def changed(schema: JsonObject, change: Callable[[JsonObject], JsonObject]) -> JsonObject:
    """The schema with ``change`` made to it, after to all that stand in it."""
    inner: JsonObject = {}
    for key, value in schema.items():
        if key in _MAPS:
            inner[key] = {name: changed(each, change) for name, each in value.items()}
        elif key in _LISTS:
            inner[key] = [changed(each, change) for each in value]
        elif key in _SCHEMAS and isinstance(value, dict):
            inner[key] = changed(value, change)
        else:
            inner[key] = value
    return change(inner)
