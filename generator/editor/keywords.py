"""Answers from the schema of the language: which keys and values may stand at a path, and why."""

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from generator.contract.language import language_schema
from generator.model import JsonSchema
from generator.styles.registry import styles

_ALTERNATIVES = ("anyOf", "oneOf", "allOf")
_ITEM = "[]"


@dataclass(frozen=True, kw_only=True)
class Word:
    """A key or a value of the language, with what the schema says of it."""

    text: str
    about: str
    required: bool = False


@functools.cache
def schema() -> JsonSchema:
    """The schema of contracts, with what the installed styles add."""
    return language_schema({style.name: style.vocabulary for style in styles()})


def keys(path: tuple[str, ...]) -> list[Word]:
    """The keys that a mapping at a path may have."""
    found: dict[str, Word] = {}
    for node in _at(path):
        for key, value in node.get("properties", {}).items():
            required = key in node.get("required", ())
            found.setdefault(key, Word(text=key, about=_about(value), required=required))
    return list(found.values())


def values(path: tuple[str, ...]) -> list[Word]:
    """The values that the schema lists for a path: choices, flags, examples."""
    found: dict[str, Word] = {}
    for node in _at(path):
        listed = list(node.get("enum", ()))
        if node.get("type") == "boolean":
            listed += [True, False]
        listed += node.get("examples", ())
        for value in listed:
            if isinstance(value, str | bool):
                text = value if isinstance(value, str) else str(value).lower()
                found.setdefault(text, Word(text=text, about=_about(node)))
    return list(found.values())


def about(path: tuple[str, ...]) -> str:
    """What the schema says of the key at the end of a path; "" where that is a name."""
    if not path or path[-1] == _ITEM:
        return ""
    texts = (
        _about(node["properties"][path[-1]])
        for node in _at(path[:-1])
        if path[-1] in node.get("properties", {})
    )
    return next((text for text in texts if text), "")


def _about(node: JsonSchema) -> str:
    return str(node.get("description") or _resolved(node).get("description", ""))


def _at(path: tuple[str, ...]) -> list[JsonSchema]:
    """All that may stand at a path, without alternatives and references."""
    nodes = list(_spread(schema()))
    for step in path:
        nodes = [
            inner for node in nodes for below in _below(node, step) for inner in _spread(below)
        ]
    return nodes


def _below(node: JsonSchema, step: str) -> Iterator[JsonSchema]:
    if step == _ITEM:
        if isinstance(node.get("items"), dict):
            yield node["items"]
    elif step in node.get("properties", {}):
        yield node["properties"][step]
    elif isinstance(node.get("additionalProperties"), dict):
        yield node["additionalProperties"]


def _spread(node: JsonSchema) -> Iterator[JsonSchema]:
    node = _resolved(node)
    yield node
    for key in _ALTERNATIVES:
        for one in node.get(key, ()):
            if set(one) - {"required"}:
                yield from _spread(one)


def _resolved(node: JsonSchema) -> JsonSchema:
    name = node.get("$ref")
    if name is None:
        return node
    target: dict[str, Any] = schema()["$defs"][name.rpartition("/")[2]]
    return target
