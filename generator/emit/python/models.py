"""Compares the Python type of every field with the one that datamodel-code-generator gives it.

It gets bare JSON Schemas: constraints live in schema.json, and the layout of types.py is our
template's. Its own classes for msgspec are asked to spell what is in ``datetime`` with the
module's name, so that a field can be called ``date``.
"""

from dataclasses import replace
from typing import TYPE_CHECKING, Any, assert_never

from generator.emit.python.annotations import annotation, optional
from generator.emit.python.imports import Imports
from generator.kinds import kind_of
from generator.model import (
    Alias,
    Api,
    Enum,
    ListRef,
    MapRef,
    NamedRef,
    NullableRef,
    Record,
    ScalarRef,
    TypeDef,
    TypeRef,
    Union,
)

if TYPE_CHECKING:
    from datamodel_code_generator.types import DataTypeManager

# By the Python type that a kind has; constraints and formats of texts are the schema's affair.
_SCALARS: dict[str, dict[str, Any]] = {
    "bool": {"type": "boolean"},
    "int": {"type": "integer"},
    "float": {"type": "number"},
    "Decimal": {"type": "string", "format": "decimal"},
    "str": {"type": "string"},
    "bytes": {"type": "string", "format": "binary"},
    "datetime.datetime": {"type": "string", "format": "date-time"},
    "datetime.date": {"type": "string", "format": "date"},
    "datetime.time": {"type": "string", "format": "time"},
    "datetime.timedelta": {"type": "string", "format": "duration"},
    "UUID": {"type": "string", "format": "uuid"},
    "Any": {},
}


# What a declared type stands for: datamodel-code-generator is asked how it refers to one of each
# kind, whatever it is called and however many there are.
_STAND_INS: dict[str, dict[str, Any]] = {
    "ARecord": {"type": "object", "properties": {"kind": {"type": "string"}}},
    "AnEnum": {"type": "string", "enum": ["A", "B"]},
    "AUnion": {"oneOf": [{"$ref": "#/$defs/ARecord"}]},
    "AnAlias": {"type": "string"},
}
_EVERYTHING = "Everything"


def check_annotations(api: Api) -> None:
    """Compare the annotations of all fields; ValueError, our own bug, for one that differs.

    All kinds of fields are the fields of one record, so that each is parsed once.
    """
    records = [type_def for type_def in api.types.values() if isinstance(type_def, Record)]
    kinds = dict.fromkeys(
        (_stand_in(api, field.type), field.nullable)
        for record in records
        for field in record.fields
    )
    named = {f"kind_{n}": kind for n, kind in enumerate(kinds)}
    fields = {name: _field(ref, nullable=nullable) for name, (ref, nullable) in named.items()}
    everything = {"type": "object", "properties": fields, "required": [*fields]}
    spelled = _parse({"$defs": {**_STAND_INS, _EVERYTHING: everything}})[_EVERYTHING]
    for name, (ref, nullable) in named.items():
        imports = Imports()
        expected = annotation(ref, imports, types="")
        expected = optional(expected, imports) if nullable else expected
        if spelled[name] != expected:
            raise ValueError(f"{ref}: {spelled[name]} is not {expected}")


def _stand_in(api: Api, ref: TypeRef) -> TypeRef:
    """The reference with what stands for each declared type."""
    match ref:
        case ScalarRef():
            return ref
        case ListRef(item=item):
            return replace(ref, item=_stand_in(api, item))
        case MapRef(value=value):
            return replace(ref, value=_stand_in(api, value))
        case NullableRef(item=item):
            return replace(ref, item=_stand_in(api, item))
        case NamedRef(name=name):
            return NamedRef(name=_kind(api.types[name]))
        case _:
            assert_never(ref)


def _kind(type_def: TypeDef) -> str:
    match type_def:
        case Record():
            return "ARecord"
        case Enum():
            return "AnEnum"
        case Union():
            return "AUnion"
        case Alias():
            return "AnAlias"
        case _:
            assert_never(type_def)


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


def _field(ref: TypeRef, *, nullable: bool) -> dict[str, Any]:
    return _nullable(_type(ref)) if nullable else _type(ref)


def _type(ref: TypeRef) -> dict[str, Any]:
    match ref:
        case ScalarRef():
            return dict(_SCALARS[kind_of(ref).python.spelled])
        case ListRef(item=item):
            return {"type": "array", "items": _type(item)}
        case MapRef(value=value):
            return {"type": "object", "additionalProperties": _type(value)}
        case NullableRef(item=item):
            return _nullable(_type(item))
        case NamedRef(name=name):
            return {"$ref": f"#/$defs/{name}"}
        case _:
            assert_never(ref)


def _nullable(schema: dict[str, Any]) -> dict[str, Any]:
    kind = schema.get("type", "object")
    if kind != "object":  # the short form is read faster; of a map it would lose the values
        return {**schema, "type": [kind, "null"]}
    return {"anyOf": [schema, {"type": "null"}]} if schema else schema
