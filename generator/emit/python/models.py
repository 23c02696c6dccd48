"""Asks datamodel-code-generator for the Python type of every field of every record.

It gets the records' bare JSON Schemas: constraints live in schema.json, and the layout of types.py
is our template's. Its own classes for msgspec are asked to spell what is in ``datetime`` with the
module's name, so that a field can be called ``date``.
"""

from collections.abc import Iterable, Iterator, Mapping
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


_Kind = tuple[TypeRef, bool]  # of a field: its type, and whether it is nullable


def field_types(api: Api) -> dict[str, dict[str, str]]:
    """The annotation of every field of every record, by the record's name and the field's.

    Fields of the same kind have the same schema, which is parsed once: all kinds are the fields
    of one record, and the records that they name are there by name only.
    """
    records = [type_def for type_def in api.types.values() if isinstance(type_def, Record)]
    kinds = {_kind(field): f"kind_{n}" for n, field in enumerate(_fields(records))}
    schemas = {name: _schema(api.types[name]) for name in _named(api, kinds)}
    everything = _free("Everything", schemas)
    schemas[everything] = _object({name: _field(kind) for kind, name in kinds.items()})
    spelled = _parse({"$defs": schemas})[everything]
    return {
        record.name: {member(f.name): spelled[kinds[_kind(f)]] for f in record.fields}
        for record in records
    }


def _fields(records: list[Record]) -> Iterator[Field]:
    return (field for record in records for field in record.fields)


def _kind(field: Field) -> _Kind:
    return field.type, field.nullable


def _named(api: Api, kinds: Iterable[_Kind]) -> dict[str, None]:
    """The types that the kinds speak of, and those that these speak of."""
    found: dict[str, None] = {}
    todo: list[TypeRef] = [ref for ref, _ in kinds]
    while todo:
        match todo.pop():
            case NamedRef(name=name) if name not in found:
                found[name] = None
                match api.types[name]:
                    case Alias(type=ref):
                        todo.append(ref)
                    case Union(variants=variants):
                        todo += [NamedRef(name=variant.record) for variant in variants]
                    case _:
                        pass
            case ListRef(item=inner) | MapRef(value=inner) | NullableRef(item=inner):
                todo.append(inner)
            case _:
                pass
    return found


def _free(name: str, taken: Mapping[str, Any]) -> str:
    while name in taken:
        name += "Else"
    return name


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
        case Record():
            return _object({"kind": {"type": "string"}})
        case Enum(values=values):
            return {"type": "string", "enum": [value.name for value in values]}
        case Union(variants=variants):
            return {"oneOf": [_reference(variant.record) for variant in variants]}
        case Alias(type=ref):
            return _type(ref)
        case _:
            assert_never(type_def)


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": [*properties]}


def _field(kind: _Kind) -> dict[str, Any]:
    ref, nullable = kind
    return _nullable(_type(ref)) if nullable else _type(ref)


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
