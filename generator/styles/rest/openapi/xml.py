"""Says in a schema how its lists look in XML: wrapped, each item called ``item``."""

from generator.model import JsonObject


def wrapped(schema: JsonObject) -> JsonObject:
    """The schema of a list with `xml` beside its type and in its items; others as they are."""
    if schema.get("type") not in ("array", ["array", "null"]):
        return schema
    items = {**schema.get("items", {}), "xml": {"name": "item"}}
    if "xml" in schema.get("items", {}):
        items["xml"] = {**schema["items"]["xml"], "name": "item"}
    return {**schema, "items": items, "xml": {"wrapped": True}}
