"""The neutral model as JSON Schema 2020-12: schema.json, and parts for OpenAPI and OpenRPC."""

from generator.formats.json.schema.document import definitions, schema_file
from generator.formats.json.schema.reach import read_from_input
from generator.formats.json.schema.writer import SchemaWriter

__all__ = ["SchemaWriter", "definitions", "read_from_input", "schema_file"]
