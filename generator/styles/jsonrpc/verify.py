"""Checks an OpenRPC document against the official meta-schema."""

import functools
import importlib.resources
import json
from typing import Any

import jsonschema_rs

_JSON_SCHEMA = "https://meta.json-schema.tools/"


class InvalidDocumentError(Exception):
    """Our own bug: every contract leads to a document that the meta-schema accepts."""


def verify_document(content: bytes) -> None:
    """Raise InvalidDocumentError with everything in which the document differs from OpenRPC."""
    document = json.loads(content)
    differences = [
        f"{'/'.join(map(str, error.instance_path))}: {error.message}"
        for error in _validator().iter_errors(document)
    ]
    if differences:
        raise InvalidDocumentError(
            "openrpc.json differs from OpenRPC 1.4: " + "; ".join(differences)
        )


@functools.cache
def _validator() -> jsonschema_rs.Draft7Validator:
    json_schema = _load("json-schema.json")
    registry = jsonschema_rs.Registry(
        [(_JSON_SCHEMA, json_schema), (_JSON_SCHEMA.rstrip("/"), json_schema)],
        draft=jsonschema_rs.Draft7,
    )
    return jsonschema_rs.Draft7Validator(_load("openrpc-1.4.json"), registry=registry)


def _load(name: str) -> Any:
    """A meta-schema; its own ``$schema`` names a dialect that is draft 7 in all but its name."""
    file = importlib.resources.files("generator.styles.jsonrpc") / "metaschema" / name
    schema = json.loads(file.read_bytes())
    del schema["$schema"]
    return schema
