"""Checks that the schemas of tools are schemas of JSON Schema 2020-12 that stand alone."""

import json

import jsonschema_rs


class InvalidDocumentError(Exception):
    """Our own bug: every contract leads to tools with valid schemas."""


def verify_document(content: bytes) -> None:
    """Raise InvalidDocumentError for the first tool whose schemas no validator takes."""
    for tool in json.loads(content)["tools"]:
        for member in ("inputSchema", "outputSchema"):
            schema = tool.get(member, {"type": "object"})
            try:
                jsonschema_rs.meta.validate(schema)
                jsonschema_rs.Draft202012Validator(schema)
            except (jsonschema_rs.ValidationError, ValueError) as error:
                text = f"{tool['name']}: its {member} is no schema: {error}"
                raise InvalidDocumentError(text) from error
            if schema.get("type") != "object":
                raise InvalidDocumentError(f"{tool['name']}: its {member} is no object's")
