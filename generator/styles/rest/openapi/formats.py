"""Gives a schema the ``format`` and the ``default`` that generators read as they are meant.

They know few formats and guess what the others mean: openapi-generator makes a float64 of a
decimal and an int32 of an unsigned integer in Go. What the format is stands in ``x-format`` then.
openapi-python-client drops a whole schema where the default of a member is an object, so that one
stands in ``x-default``.
"""

from typing import Any

Json = dict[str, Any]

_PORTABLE: dict[str, Json] = {
    "decimal": {"x-format": "decimal"},
    # Every value of uint32, and all below 2**63 of uint64, are an int64; the bounds stay.
    "uint32": {"format": "int64", "x-format": "uint32"},
    "uint64": {"format": "int64", "x-format": "uint64"},
}


def portable(schema: Json) -> Json:
    """The schema with formats and defaults that generators take for what they are."""
    changed: Json = {}
    for key, value in schema.items():
        if key == "format" and value in _PORTABLE:
            changed |= _PORTABLE[value]
        elif key == "default" and isinstance(value, dict):
            changed["x-default"] = value
        else:
            changed[key] = value
    return changed
