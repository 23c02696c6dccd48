"""Small parts of the document that several of its chapters are made of."""

from typing import Any

from generator.formats.json.schema.writer import plain
from generator.model import Json as Value
from generator.model import JsonObject, Mapping, to_json
from generator.styles.rest.methods import QUERY


def filled(**members: Any) -> JsonObject:
    """The members that say something."""
    empty: tuple[Any, ...] = (None, "", [], {}, False)
    return {name: value for name, value in members.items() if value not in empty}


def extensions(node: Mapping | None) -> JsonObject:
    """The contract's own ``x-…`` keys."""
    return {} if node is None else {entry.key: plain(to_json(entry.value)) for entry in node}


def example(value: Value, description: str = "") -> JsonObject:
    """An Example Object."""
    return {**filled(description=description), "value": plain(value)}


def header(description: str, schema: JsonObject) -> JsonObject:
    """A Header Object."""
    return {"description": description, "schema": schema}


def path_item_key(method: str, version: str) -> str:
    """Where a Path Item describes a method; QUERY has a word of its own since OpenAPI 3.2."""
    return "x-query" if method == QUERY and not version.startswith("3.2") else method.lower()
