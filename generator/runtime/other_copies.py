"""Turns arguments of another copy of the generated code into those of this one.

A server hands them to a client of another copy that it serves. Results and errors come back the
other way: ``results`` and ``masking`` look at these.
"""

from collections.abc import Mapping
from enum import Enum
from typing import Any

import msgspec
from msgspec import inspect as types

from .long_stack import type_info
from .shape import without_none
from .shared import is_copy


def to_own(values: Mapping[str, Any], request: type[msgspec.Struct]) -> dict[str, Any]:
    """Arguments by their JSON names, with the contract's own classes for those of another copy."""
    info = type_info(request)
    assert isinstance(info, types.StructType)
    fields = {field.encode_name: field.type for field in info.fields}
    try:
        return {
            name: _value(value, fields[name]) if name in fields else value
            for name, value in values.items()
        }
    except RecursionError:
        return dict(values)  # whoever writes it will see


def _value(value: Any, info: types.Type) -> Any:
    kinds, _ = without_none(info)
    if isinstance(value, msgspec.Struct):
        for kind in kinds:
            if isinstance(kind, types.StructType) and is_copy(type(value), kind.cls):
                return _struct(value, kind)
        return value
    match kinds[0] if kinds else None:
        case types.ListType(item_type=item) if isinstance(value, list):
            return [_value(one, item) for one in value]
        case types.DictType(value_type=item) if isinstance(value, dict):
            # A map may be one that replaces the one before, which is a class of its own.
            changed = {name: _value(one, item) for name, one in value.items()}
            return type(value)(changed) if type(value) is not dict else changed
        case types.EnumType(cls=own) if isinstance(value, Enum):
            return own(value.value) if is_copy(type(value), own) else value
        case _:
            return value


def _struct(value: msgspec.Struct, info: types.StructType) -> Any:
    """The same record, if this copy knows all its members."""
    names = {field.encode_name: field.name for field in msgspec.structs.fields(value)}
    known = {field.encode_name for field in info.fields}
    needed = {field.encode_name for field in info.fields if field.required}
    if not needed <= names.keys() <= known:
        return value
    members = {
        field.name: _value(getattr(value, names[field.encode_name]), field.type)
        for field in info.fields
        if field.encode_name in names
    }
    return info.cls(**members)
