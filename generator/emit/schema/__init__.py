"""The neutral model as JSON Schema 2020-12: schema.json, and parts for OpenAPI and OpenRPC."""

from generator.emit.schema.document import definitions, schema_file
from generator.emit.schema.reach import read_from_input
from generator.emit.schema.writer import JsonSchema, SchemaWriter

__all__ = ["JsonSchema", "SchemaWriter", "definitions", "read_from_input", "schema_file"]
