"""Turns the contract's JSON Schemas (2020-12) into OpenRPC's Schema Objects (draft 7)."""

from typing import Any

from generator.kinds import with_format

# What these hold is data, in which a member called "$ref" refers to nothing.
_DATA = frozenset({"const", "default", "enum", "examples"})
# What these hold is schemas by names that a contract chose.
_NAMED = frozenset({"properties", "definitions", "patternProperties"})


def component(name: str) -> str:
    """Where a named type stands in the document."""
    return f"#/components/schemas/{name}"


def draft7(schema: Any) -> Any:
    """The same schema, in a form that draft 7 reads alike.

    There a ``$ref`` hides every keyword beside it, so it moves into an ``allOf``. A format that
    draft 7's validators refuse stands in ``x-format``.
    """
    if isinstance(schema, list):
        return [draft7(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    named = schema
    if "format" in schema and not _is_known(schema["format"]):
        named = {"x-format" if key == "format" else key: each for key, each in schema.items()}
    converted = {key: _keyword(key, value) for key, value in named.items()}
    if "$ref" in converted and len(converted) > 1:
        reference = {"$ref": converted.pop("$ref")}
        return {"allOf": [reference, *converted.pop("allOf", [])], **converted}
    return converted


def _is_known(format: object) -> bool:
    """Whether OpenRPC's own validator knows a format: at any other it throws."""
    kind = with_format(format)
    return kind is not None and kind.in_draft_7


def _keyword(key: str, value: Any) -> Any:
    if key in _DATA or key.startswith("x-") or key == "discriminator":
        return value
    if key in _NAMED:
        return {name: draft7(schema) for name, schema in value.items()}
    return draft7(value)
