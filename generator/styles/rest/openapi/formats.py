"""Gives a schema the ``format`` and the ``default`` that generators read as they are meant.

They know few formats and guess what the others mean: openapi-generator makes a float64 of a
decimal and an int32 of an unsigned integer in Go. What the format is stands in ``x-format`` then.
openapi-python-client drops a whole schema where the default of a member is an object, so that one
stands in ``x-default``.
"""

from generator.kinds import with_format
from generator.model import JsonObject


def portable(schema: JsonObject) -> JsonObject:
    """The schema with formats and defaults that generators take for what they are."""
    changed: JsonObject = {}
    for key, value in schema.items():
        kind = with_format(value) if key == "format" else None
        if kind is not None and kind.openapi is not None:
            changed |= kind.openapi
        elif key == "default" and isinstance(value, dict):
            changed["x-default"] = value
        else:
            changed[key] = value
    return changed
