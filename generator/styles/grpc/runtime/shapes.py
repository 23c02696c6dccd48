"""Turns Python types and message descriptors into functions that move values between them.

The functions are made once, when a server or a client is, from the two descriptions that the
generated code carries anyway: the msgspec types, and the descriptor.
"""

from collections.abc import Mapping
from enum import Enum
from typing import Any

import msgspec
from google.protobuf.descriptor import Descriptor, FieldDescriptor
from msgspec import UNSET, inspect

from generator.styles.grpc.runtime import known
from generator.styles.grpc.runtime.members import (
    ABSENT,
    Get,
    Member,
    Part,
    Set,
    list_member,
    map_member,
    part_member,
    scalar_member,
)
from generator.styles.grpc.runtime.scalars import Scalar, enum_scalar, scalar

EnumNumbers = Mapping[type[Enum], Mapping[str, int]]

_TIMESTAMP = Part(
    fill=known.fill_timestamp, read=known.read_timestamp, raw=known.raw_timestamp
)
_DURATION = Part(
    fill=known.fill_duration, read=known.read_duration, raw=known.raw_duration
)
_VALUE = Part(fill=known.fill_value, read=known.read_value, raw=known.read_value)


class Shapes:
    """Makes and keeps the functions for the types of one service."""

    def __init__(self, enums: EnumNumbers) -> None:
        self._enums = {cls: enum_scalar(cls, numbers) for cls, numbers in enums.items()}
        self._records: dict[tuple[type, str], Part] = {}

    def record(self, cls: type[msgspec.Struct], message: Descriptor) -> Part:
        """A struct as a message."""
        return self._record(_struct_type(cls), message)

    def members(
        self, cls: type[msgspec.Struct], message: Descriptor
    ) -> dict[str, Member]:
        """The fields of a struct in its message, by JSON name: the parameters of a request."""
        info = _struct_type(cls)
        fields = fields_by_json_name(message)
        return {
            declared.encode_name: self._member(
                declared.type, fields[declared.encode_name]
            )
            for declared in info.fields
        }

    def member(self, type_: Any, field: FieldDescriptor) -> Member:
        """A field that holds a value of any Python type."""
        return self._member(inspect.type_info(type_), field)

    def _member(self, type_: inspect.Type, field: FieldDescriptor) -> Member:
        type_, nullable = _without_none(type_)
        match type_:
            case inspect.ListType(item_type=item) if not field.has_presence:
                return list_member(field.name, self._single(item, field))
            case inspect.DictType(value_type=value) if not field.has_presence:
                entry = _message(field).fields_by_name["value"]
                return map_member(field.name, self._single(value, entry))
            case _:
                pass
        single = self._single(type_, field)
        if isinstance(single, Part):
            return part_member(
                field.name, single, nullable=nullable or single is _VALUE
            )
        return scalar_member(
            field.name, single, presence=field.has_presence, nullable=nullable
        )

    def _single(self, type_: inspect.Type, field: FieldDescriptor) -> Scalar | Part:
        """One value of a type: what a field, an element of a list or a value of a map is."""
        type_, nullable = _without_none(type_)
        match type_:
            case inspect.AnyType():
                return _VALUE
            case _ if nullable:
                return self._optional(type_, _message(field))
            case inspect.DateTimeType():
                return _TIMESTAMP
            case inspect.TimeDeltaType():
                return _DURATION
            case inspect.EnumType(cls=cls):
                return self._enums[cls]
            case inspect.ListType() | inspect.DictType():
                return self._wrapped(type_, _message(field))
            case inspect.StructType() if _oneof(_message(field)) is None:
                return self._record(type_, _message(field))
            case inspect.StructType():
                return self._union((type_,), _message(field))
            case inspect.UnionType(types=variants):
                return self._union(variants, _message(field))
            case _:
                pass
        found = scalar(type_, float32=field.type == FieldDescriptor.TYPE_FLOAT)
        if found is None:
            raise TypeError(f"{field.full_name} cannot hold a {type(type_).__name__}")
        return found

    def _record(self, info: inspect.StructType, message: Descriptor) -> Part:
        key = (info.cls, message.full_name)
        if key not in self._records:
            # The lists are filled after the record is known: a tree has itself as a field.
            fills: list[tuple[str, Set]] = []
            gets: list[tuple[str, Get]] = []
            raws: list[tuple[str, Get]] = []
            self._records[key] = _struct_part(info, fills, gets, raws)
            fields = fields_by_json_name(message)
            for declared in info.fields:
                member = self._member(declared.type, fields[declared.encode_name])
                fills.append((declared.name, member.set))
                gets.append((declared.name, member.get))
                raws.append((declared.encode_name, member.raw))
        return self._records[key]

    def _union(self, variants: tuple[inspect.Type, ...], message: Descriptor) -> Part:
        oneof = _oneof(message)
        assert oneof is not None
        fields = fields_by_json_name(message)
        by_class: dict[type, Set] = {}
        gets: dict[str, Get] = {}
        raws: dict[str, Get] = {}
        for variant in variants:
            assert isinstance(variant, inspect.StructType)
            field = fields[str(variant.tag)]
            member = self._member(variant, field)
            by_class[variant.cls] = member.set
            gets[field.name] = member.get
            raws[field.name] = member.raw

        def fill(message: Any, value: Any) -> None:
            by_class[type(value)](message, value)

        def read(message: Any) -> Any:
            branch = message.WhichOneof(oneof)
            if branch is None:
                raise ValueError("an unknown variant")
            return gets[branch](message)

        def raw(message: Any) -> Any:
            branch = message.WhichOneof(oneof)
            return {} if branch is None else raws[branch](message)

        return Part(fill=fill, read=read, raw=raw)

    def _wrapped(self, type_: inspect.Type, message: Descriptor) -> Part:
        """A list or map that is the only field of a wrapper message."""
        member = self._member(type_, message.fields[0])
        return Part(fill=member.set, read=member.get, raw=member.raw)

    def _optional(self, type_: inspect.Type, message: Descriptor) -> Part:
        """A value that may be absent, as the only field of a wrapper message."""
        member = self._member(type_, message.fields[0])
        set_value, get, raw = member.set, member.get, member.raw

        def fill(message: Any, value: Any) -> None:
            if value is not None:
                set_value(message, value)

        def read(message: Any) -> Any:
            value = get(message)
            return None if value is ABSENT else value

        def raw_or_none(message: Any) -> Any:
            value = raw(message)
            return None if value is ABSENT else value

        return Part(fill=fill, read=read, raw=raw_or_none)


def _struct_part(
    info: inspect.StructType,
    fills: list[tuple[str, Set]],
    gets: list[tuple[str, Get]],
    raws: list[tuple[str, Get]],
) -> Part:
    cls = info.cls
    tag = {} if info.tag_field is None else {info.tag_field: info.tag}

    def fill(message: Any, value: Any) -> None:
        for name, set_value in fills:
            item = getattr(value, name)
            if item is not None and item is not UNSET:
                set_value(message, item)

    def read(message: Any) -> Any:
        return cls(
            **{
                name: value
                for name, get in gets
                if (value := get(message)) is not ABSENT
            }
        )

    def raw(message: Any) -> dict[str, Any]:
        values = {
            name: value for name, get in raws if (value := get(message)) is not ABSENT
        }
        return tag | values if tag else values

    return Part(fill=fill, read=read, raw=raw)


def fields_by_json_name(message: Descriptor) -> dict[str, FieldDescriptor]:
    """The fields of a message by the names that they have in JSON."""
    return {field.json_name: field for field in message.fields}


def is_nullable(type_: Any) -> bool:
    """Whether None is a value of a Python type."""
    info, nullable = _without_none(inspect.type_info(type_))
    return nullable or isinstance(info, inspect.AnyType | inspect.NoneType)


def _struct_type(cls: type[msgspec.Struct]) -> inspect.StructType:
    info = inspect.type_info(cls)
    assert isinstance(info, inspect.StructType)
    return info


def _message(field: FieldDescriptor) -> Descriptor:
    assert field.message_type is not None, field.full_name
    return field.message_type


def _oneof(message: Descriptor) -> str | None:
    """The oneof that makes a message a union; those of optional fields start with a "_"."""
    return next(
        (one.name for one in message.oneofs if not one.name.startswith("_")), None
    )


def _without_none(type_: inspect.Type) -> tuple[inspect.Type, bool]:
    """``T | None`` → T, True."""
    if isinstance(type_, inspect.Metadata):
        return _without_none(type_.type)
    if not isinstance(type_, inspect.UnionType):
        return type_, False
    kept = tuple(one for one in type_.types if not isinstance(one, inspect.NoneType))
    nullable = len(kept) < len(type_.types)
    return (kept[0] if len(kept) == 1 else inspect.UnionType(kept)), nullable
