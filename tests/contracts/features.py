"""Turns a contract into the set of the language's features that it uses, each as a short text."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from generator.styles import registry

Node = Any
_WORD = re.compile(r"[a-z][a-z0-9]*")
_STREAM = re.compile(r"stream<.*>")


def features(contract: Mapping[str, Node]) -> set[str]:
    """Everything that one contract uses."""
    return set(_contract(contract))


def _contract(contract: Mapping[str, Node]) -> Iterator[str]:
    for key in contract:
        yield "x- key" if key.startswith("x-") else key
    yield from (f"defaults.{key}" for key in contract.get("defaults", {}))
    for scheme in contract.get("auth", {}).values():
        yield f"scheme {scheme['scheme']}"
        yield from (f"scheme.{key}" for key in scheme)
    for style in registry.names():
        yield from (f"{style}.{key} of a contract" for key in contract.get(style, {}))
    types = contract.get("types", {})
    for name, declared in types.items():
        yield from _type(name, declared)
    for error in contract.get("errors", {}).values():
        yield from (f"error.{key}" for key in error)
        yield from _fields(error.get("fields", {}))
    for resource in contract.get("resources", {}).values():
        yield from _resource(resource, contract)
    for operation in contract.get("operations", {}).values():
        yield from _operation(operation)


def _type(name: str, declared: Mapping[str, Node]) -> Iterator[str]:
    match declared:
        case {"fields": fields}:
            yield "record"
            yield from _fields(fields)
            if re.search(rf"\b{name}\b", str([_expression(field) for field in fields.values()])):
                yield "recursion"
        case {"enum": list()}:
            yield "enum as a list"
        case {"enum": dict(values)}:
            yield "enum with descriptions"
            details = [value for value in values.values() if isinstance(value, dict)]
            yield from (f"enum value.{key}" for value in details for key in value)
        case {"union": _}:
            yield "union"
            yield "union.discriminator" if "discriminator" in declared else "union by `type`"
            variants = [value for value in declared["union"].values() if isinstance(value, dict)]
            yield from (f"variant.{key}" for value in variants for key in value)
        case {"type": _}:
            yield "alias"
            yield from _field(declared)


def _fields(fields: Mapping[str, Node]) -> Iterator[str]:
    for field in fields.values():
        yield from _field(field)


def _field(field: Node) -> Iterator[str]:
    yield from _expressions(_expression(field))
    if isinstance(field, dict):
        yield from (f"field.{key}" for key in field)
        deprecated = field.get("deprecated", {})
        yield from (f"deprecated.{key}" for key in deprecated)


def _expression(field: Node) -> str:
    return str(field.get("type", "")) if isinstance(field, dict) else str(field)


def _expressions(text: str) -> Iterator[str]:
    yield from _WORD.findall(text)
    if "?" in text:
        yield "T?"
    if "?>" in text:
        yield "T? in a container"
    if re.search(r"<(list|map|set)<", text):
        yield "container in a container"
    if "." in text:
        yield "imported type"


def _resource(resource: Mapping[str, Node], contract: Mapping[str, Node]) -> Iterator[str]:
    yield from (f"resource.{key}" for key in resource)
    yield "etag: true" if resource.get("etag") is True else "etag: a field"
    parent = contract["resources"].get(resource.get("parent"), {})
    if "parent" in parent:
        yield "parent of a parent"
    for name, known in contract["resources"].items():
        if known is resource and "key" in resource:
            fields = contract["types"].get(resource.get("type", name), {}).get("fields", {})
            key = fields.get(resource["key"])
            if isinstance(key, dict) and "read_only" not in key:
                yield "key chosen by the client"


_VERBS = ("create", "get", "list", "replace", "update", "delete", "call")


def _operation(operation: Mapping[str, Node]) -> Iterator[str]:
    verbs = [verb for verb in _VERBS if verb in operation]
    yield from verbs or ["plain function"]
    for key, value in operation.items():
        yield "x- key" if key.startswith("x-") else f"operation.{key}"
        if key in ("rest", "filter", "auth") or (key in ("input", "output") and value):
            yield f"{key} as {'a text' if isinstance(value, str) else type(value).__name__}"
        if key in ("rest", "page_size", "cache", "retry", "deprecated") and isinstance(value, dict):
            yield from (f"{key}.{part}" for part in value)
    match operation.get("auth"):
        case "none":
            yield "auth: none"
        case [_, _, *_]:
            yield "auth: either"
        case [[_, _, *_]]:
            yield "auth: both"
    yield from _streams(operation)
    match operation.get("output"):
        case {"bytes": _}:
            yield "binary output"
        case {**fields}:
            yield from _fields(fields)
        case str(text):
            yield from _expressions(text)
    for part in ("input", "with", "filter"):
        if isinstance(operation.get(part), dict):
            yield from _fields(operation[part])
    for example in operation.get("examples", {}).values():
        yield from (f"example.{key}" for key in example)


def _streams(operation: Mapping[str, Node]) -> Iterator[str]:
    sides = [
        side for side in ("input", "output") if _STREAM.fullmatch(str(operation.get(side, "")))
    ]
    if sides:
        yield f"stream: {' and '.join(sides)}"
