"""Writes any message as protobuf's JSON by its descriptor alone: slow, for details of errors."""

from base64 import b64encode
from collections.abc import Callable, Mapping, MutableSequence
from typing import Any

import msgspec
from google.protobuf.descriptor import FieldDescriptor

from generator.formats.protobuf.runtime.scalars import shortest
from generator.formats.protobuf.runtime.well_known import (
    read_duration,
    read_list,
    read_struct,
    read_timestamp,
    read_value,
)
from generator.formats.protojson.runtime import scalars
from generator.formats.protojson.runtime.masks import camel

_WRAPPED = [
    "Bool",
    "Int32",
    "Int64",
    "UInt32",
    "UInt64",
    "Float",
    "Double",
    "String",
    "Bytes",
]


def to_json(message: Any) -> bytes:
    """The JSON of a message; ValueError or OverflowError for one that has none."""
    return msgspec.json.encode(_message(message))


def _message(message: Any) -> Any:
    name = message.DESCRIPTOR.full_name
    known = _KNOWN.get(name)
    if known is not None:
        return known(message)
    fields = message.ListFields()
    return {field.json_name: _field(field, value) for field, value in fields}


def _field(field: FieldDescriptor, value: Any) -> Any:
    message = field.message_type
    if message is not None and message.GetOptions().map_entry:
        entry = message.fields_by_name["value"]
        return {_key(key): _single(entry, value[key]) for key in value}
    if isinstance(value, MutableSequence):
        return [_single(field, item) for item in value]
    return _single(field, value)


def _key(key: Any) -> str:
    return str(key).lower() if isinstance(key, bool) else str(key)


def _single(field: FieldDescriptor, value: Any) -> Any:
    if field.message_type is not None:
        return _message(value)
    if field.enum_type is not None:
        found = field.enum_type.values_by_number.get(value)
        return value if found is None else found.name
    if field.type in scalars.WIDE:
        return str(value)
    if field.type == FieldDescriptor.TYPE_FLOAT:
        return scalars.float64(shortest(value))
    if field.type == FieldDescriptor.TYPE_DOUBLE:
        return scalars.float64(value)
    if field.type == FieldDescriptor.TYPE_BYTES:
        return b64encode(value).decode()
    return value


def _any(message: Any) -> Any:
    raise ValueError(f"a message within {message.DESCRIPTOR.full_name} is not known")


def _wrapped(message: Any) -> Any:
    return _single(message.DESCRIPTOR.fields_by_name["value"], message.value)


_KNOWN: Mapping[str, Callable[[Any], Any]] = {
    "google.protobuf.Timestamp": read_timestamp,
    "google.protobuf.Duration": lambda message: scalars.seconds(read_duration(message)),
    "google.protobuf.FieldMask": lambda message: ",".join(map(camel, message.paths)),
    "google.protobuf.Value": read_value,
    "google.protobuf.Struct": read_struct,
    "google.protobuf.ListValue": read_list,
    "google.protobuf.Any": _any,
} | dict.fromkeys((f"google.protobuf.{name}Value" for name in _WRAPPED), _wrapped)
