"""Turns a contract into schema.json: the definitions that every server checks inputs with."""

import json

from generator.formats.json.schema.reach import read_from_input
from generator.formats.json.schema.writer import SchemaWriter
from generator.formats.notice import notice
from generator.formats.output_tree import File
from generator.model import Api, JsonSchema


def definitions(writer: SchemaWriter) -> dict[str, JsonSchema]:
    """Every type and error of the contract by name, in the contract's order."""
    api = writer.api
    inputs = read_from_input(api)
    schemas = {
        name: writer.definition(type_def, input=name in inputs)
        for name, type_def in api.types.items()
    }
    return schemas | {name: writer.error(error) for name, error in api.errors.items()}


def schema_file(api: Api) -> File:
    """``schema.json`` of a contract."""
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$comment": notice(api),
        "title": api.title,
        "$defs": definitions(SchemaWriter(api=api, checking=True)),
    }
    text = json.dumps(document, indent=2, ensure_ascii=True) + "\n"
    return File(path="schema.json", content=text.encode())
