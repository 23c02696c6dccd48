"""Asks datamodel-code-generator for the Python type of every field of every record.

It gets the records' bare JSON Schemas: constraints live in schema.json, and the layout of types.py
is our template's. Its own classes for msgspec are asked to spell what is in ``datetime`` with the
module's name, so that a field can be called ``date``.
"""

import contextlib
import gc
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, assert_never

from generator.emit.python.code import member
from generator.model import (
    Alias,
    Api,
    Enum,
    Field,
    ListRef,
    MapRef,
    NamedRef,
    NullableRef,
    Record,
    ScalarKind,
    ScalarRef,
    TypeDef,
    TypeRef,
    Union,
)

if TYPE_CHECKING:
    from datamodel_code_generator.types import DataTypeManager

_SCALARS: dict[ScalarKind, dict[str, str]] = {
    ScalarKind.BOOL: {"type": "boolean"},
    ScalarKind.INT32: {"type": "integer"},
    ScalarKind.INT64: {"type": "integer"},
    ScalarKind.UINT32: {"type": "integer"},
    ScalarKind.UINT64: {"type": "integer"},
    ScalarKind.FLOAT32: {"type": "number"},
    ScalarKind.FLOAT64: {"type": "number"},
    ScalarKind.DECIMAL: {"type": "string", "format": "decimal"},
    ScalarKind.STRING: {"type": "string"},
    ScalarKind.BYTES: {"type": "string", "format": "binary"},
    ScalarKind.TIMESTAMP: {"type": "string", "format": "date-time"},
    ScalarKind.DATE: {"type": "string", "format": "date"},
    ScalarKind.TIME: {"type": "string", "format": "time"},
    ScalarKind.DURATION: {"type": "string", "format": "duration"},
    ScalarKind.UUID: {"type": "string", "format": "uuid"},
    ScalarKind.URI: {"type": "string"},
    ScalarKind.EMAIL: {"type": "string"},
    ScalarKind.ANY: {},
}


def field_types(api: Api) -> dict[str, dict[str, str]]:
    """The annotation of every field of every record, by the record's name and the field's."""
    schemas = {name: _schema(type_def) for name, type_def in api.types.items()}
    with _no_collection():
        models = _parse({"$defs": schemas})
    records = [name for name, type_def in api.types.items() if isinstance(type_def, Record)]
    return {name: models[name] for name in records}


def _parse(source: Any) -> dict[str, dict[str, str]]:
    # Half a second of imports, which only a build that writes has to pay.
    from datamodel_code_generator.config import JSONSchemaParserConfig
    from datamodel_code_generator.enums import DataModelType
    from datamodel_code_generator.format import DatetimeClassType, PythonVersion
    from datamodel_code_generator.model import get_data_model_types
    from datamodel_code_generator.parser.jsonschema import JsonSchemaParser

    kinds = get_data_model_types(
        DataModelType.MsgspecStruct, PythonVersion.PY_311, use_type_alias=True
    )
    config = JSONSchemaParserConfig(
        data_model_type=kinds.data_model,
        data_model_root_type=kinds.root_model,
        data_model_field_type=kinds.field_model,
        data_type_manager_type=_type_manager(kinds.data_type_manager),
        dump_resolve_reference_action=kinds.dump_resolve_reference_action,
        known_third_party=kinds.known_third_party,
        target_python_version=PythonVersion.PY_311,
        target_datetime_class=DatetimeClassType.Datetime,
        use_standard_collections=True,
        use_union_operator=True,
        use_type_alias=True,
        skip_root_model=True,
        allow_remote_refs=False,
        formatters=[],
    )
    parser = JsonSchemaParser(source=source, config=config)
    parser.parse_raw()
    return {
        model.class_name: {str(field.original_name): field.type_hint for field in model.fields}
        for model in parser.results
    }


def _type_manager(base: "type[DataTypeManager]") -> "type[DataTypeManager]":
    from datamodel_code_generator.types import Types

    spelled = {
        Types.decimal: "Decimal",
        Types.date_time: "datetime.datetime",
        Types.date: "datetime.date",
        Types.time: "datetime.time",
        Types.timedelta: "datetime.timedelta",
        Types.uuid: "UUID",
    }

    class TypeManager(base):  # type: ignore[misc, valid-type]
        """The types of msgspec, spelled as generated modules import them."""

        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            for kind, text in spelled.items():
                self.type_map[kind] = self.data_type(type=text)

    return TypeManager


def _schema(type_def: TypeDef) -> dict[str, Any]:
    match type_def:
        case Record(fields=fields):
            properties = {member(field.name): _field(field) for field in fields}
            return {"type": "object", "properties": properties, "required": [*properties]}
        case Enum(values=values):
            return {"type": "string", "enum": [value.name for value in values]}
        case Union(variants=variants):
            return {"oneOf": [_reference(variant.record) for variant in variants]}
        case Alias(type=ref):
            return _type(ref)
        case _:
            assert_never(type_def)


def _field(field: Field) -> dict[str, Any]:
    schema = _type(field.type)
    return _nullable(schema) if field.nullable else schema


def _type(ref: TypeRef) -> dict[str, Any]:
    match ref:
        case ScalarRef(kind=kind):
            return dict(_SCALARS[kind])
        case ListRef(item=item):
            return {"type": "array", "items": _type(item)}
        case MapRef(value=value):
            return {"type": "object", "additionalProperties": _type(value)}
        case NullableRef(item=item):
            return _nullable(_type(item))
        case NamedRef(name=name):
            return _reference(name)
        case _:
            assert_never(ref)


def _reference(name: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name}"}


def _nullable(schema: dict[str, Any]) -> dict[str, Any]:
    kind = schema.get("type", "object")
    if kind != "object":  # the short form is read faster; of a map it would lose the values
        return {**schema, "type": [kind, "null"]}
    return {"anyOf": [schema, {"type": "null"}]} if schema else schema


@contextlib.contextmanager
def _no_collection() -> Iterator[None]:
    """Pause the garbage collector: a parser makes many objects and drops none, a third faster."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
