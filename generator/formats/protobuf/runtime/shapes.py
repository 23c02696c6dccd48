"""Turns a Python type and a field's descriptor into a shape: how a value lies in a message.

The two descriptions are what the generated code carries anyway, the msgspec types and the
descriptor; ``fill``, ``read`` and ``raw`` make functions out of the shapes.
"""

from collections.abc import Mapping
from enum import Enum
from typing import Any

import msgspec
from google.protobuf.descriptor import Descriptor, FieldDescriptor
from msgspec import inspect

from generator.formats.protobuf.runtime.scalars import Scalar, enum_scalar, scalar
from generator.formats.protobuf.runtime.well_known import DURATION, TIMESTAMP, VALUE, Known
from generator.runtime.long_stack import type_info
from generator.runtime.shape import record
from generator.runtime.unions import is_unknown

EnumNumbers = Mapping[type[Enum], Mapping[str, int]]


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """A struct as a message; its members are looked up late, for a tree has itself as one."""

    info: inspect.StructType
    message: Descriptor


class Union(msgspec.Struct, frozen=True, kw_only=True):
    """One of several structs, as the branch of a oneof."""

    oneof: str
    variants: tuple[tuple[type, "Member"], ...]
    message: Descriptor


class Wrapped(msgspec.Struct, frozen=True, kw_only=True):
    """A list, a map or a value that may be None, as the only field of a wrapper message."""

    member: "Member"
    message: Descriptor
    nullable: bool


Single = Scalar | Known | Record | Union | Wrapped


class OneOf(msgspec.Struct, frozen=True, kw_only=True):
    """A field with one value. Without presence a zero is a value, or None where that may be."""

    name: str
    field: FieldDescriptor
    shape: Single
    presence: bool
    nullable: bool


class ManyOf(msgspec.Struct, frozen=True, kw_only=True):
    """A repeated field, or a map with strings as keys; it is always there.

    sparse: in a patch None stands for a key to remove, and does not travel; nullable: in one
    None empties it.
    """

    name: str
    field: FieldDescriptor
    shape: Single
    keyed: bool
    sparse: bool = False
    nullable: bool = False


Member = OneOf | ManyOf


class Shapes:
    """Finds the shapes of one service's types."""

    def __init__(self, enums: EnumNumbers) -> None:
        self._enums = {cls: enum_scalar(cls, numbers) for cls, numbers in enums.items()}
        self._found: dict[object, list[tuple[inspect.Field, Member]]] = {}

    def record(self, cls: type[msgspec.Struct], message: Descriptor) -> Record:
        """A struct and its message."""
        return Record(info=record(cls), message=message)

    def members(self, record: Record) -> list[tuple[inspect.Field, Member]]:
        """The fields of a struct, each with the field of the message that holds it."""
        key = record.info.cls, record.message.full_name, len(record.info.fields)
        found = self._found.get(key)
        if found is None:
            fields = {field.json_name: field for field in record.message.fields}
            found = self._found[key] = [
                (declared, self._member(declared.type, fields[declared.encode_name]))
                for declared in record.info.fields
            ]
        return found

    def member(self, type_: Any, field: FieldDescriptor) -> Member:
        """A field that holds a value of any Python type."""
        return self._member(type_info(type_), field)

    def whole(self, type_: Any, message: Descriptor) -> Record | Union:
        """A value of a Python type that is a message itself: a struct, or one of several."""
        return self._as_message(type_info(type_), message)

    def is_nullable(self, type_: Any) -> bool:
        """Whether None is a value of a Python type."""
        info, nullable = without_none(type_info(type_))
        return nullable or isinstance(info, inspect.AnyType | inspect.NoneType)

    def _member(self, type_: inspect.Type, field: FieldDescriptor) -> Member:
        type_, nullable = without_none(type_)
        match type_:
            case inspect.ListType(item_type=item) if not field.has_presence:
                shape = self._single(item, field)
                return ManyOf(name=field.name, field=field, shape=shape, keyed=False)
            case inspect.DictType(value_type=value) if not field.has_presence:
                entry = _message(field).fields_by_name["value"]
                kept, sparse = without_none(value)
                sparse = sparse and not _is_optional(kept, entry)
                shape = self._single(kept if sparse else value, entry)
                return ManyOf(
                    name=field.name,
                    field=field,
                    shape=shape,
                    keyed=True,
                    sparse=sparse,
                    nullable=nullable,
                )
            case _:
                return OneOf(
                    name=field.name,
                    field=field,
                    shape=self._single(type_, field),
                    presence=field.has_presence,
                    nullable=nullable,
                )

    def _single(self, type_: inspect.Type, field: FieldDescriptor) -> Single:
        """One value of a type: what a field, an element of a list or a value of a map is."""
        type_, nullable = without_none(type_)
        match type_:
            case inspect.AnyType():
                return VALUE
            case _ if nullable:
                return self._wrapped(type_, _message(field), nullable=True)
            case inspect.DateTimeType():
                return TIMESTAMP
            case inspect.TimeDeltaType():
                return DURATION
            case inspect.EnumType(cls=cls):
                return self._enums[cls]
            case inspect.ListType() | inspect.DictType():
                return self._wrapped(type_, _message(field), nullable=False)
            case inspect.StructType() | inspect.UnionType():
                return self._as_message(type_, _message(field))
            case _:
                is_float32 = field.type == FieldDescriptor.TYPE_FLOAT
                return scalar(type_, float32=is_float32)

    def _as_message(self, type_: inspect.Type, message: Descriptor) -> Record | Union:
        """A struct, or one of several, as the message that it is."""
        match type_:
            case inspect.StructType() if _oneof(message) is None:
                return Record(info=type_, message=message)
            case inspect.UnionType(types=kinds):
                variants = tuple(kind for kind in kinds if not is_unknown(kind))
                return self._union(variants, message)
            case _:
                return self._union((type_,), message)

    def _wrapped(
        self,
        type_: inspect.Type,
        message: Descriptor,
        *,
        nullable: bool,
    ) -> Wrapped:
        member = self._member(type_, message.fields[0])
        return Wrapped(member=member, message=message, nullable=nullable)

    def _union(self, variants: tuple[inspect.Type, ...], message: Descriptor) -> Union:
        oneof = _oneof(message)
        assert oneof is not None
        fields = {field.json_name: field for field in message.fields}
        found: list[tuple[type, Member]] = []
        for variant in variants:
            assert isinstance(variant, inspect.StructType)
            found.append((variant.cls, self._member(variant, fields[str(variant.tag)])))
        return Union(oneof=oneof, variants=tuple(found), message=message)


def without_none(type_: inspect.Type) -> tuple[inspect.Type, bool]:
    """``T | None`` → T, True."""
    if isinstance(type_, inspect.Metadata):
        return without_none(type_.type)
    if not isinstance(type_, inspect.UnionType):
        return type_, False
    kept = tuple(one for one in type_.types if not isinstance(one, inspect.NoneType))
    nullable = len(kept) < len(type_.types)
    return (kept[0] if len(kept) == 1 else inspect.UnionType(kept)), nullable


def _is_optional(type_: inspect.Type, field: FieldDescriptor) -> bool:
    """Whether a field is a wrapper for a value that may be None, not the value itself.

    The values of a map in a patch may be None, which removes their keys, and have none.
    """
    message = field.message_type
    if message is None or not message.name.startswith("Optional") or _oneof(message):
        return False
    record = type_.cls.__name__ if isinstance(type_, inspect.StructType) else ""
    own = record.removesuffix("Patch")
    return message.name not in (own, f"{own}Input")


def _message(field: FieldDescriptor) -> Descriptor:
    assert field.message_type is not None, field.full_name
    return field.message_type


def _oneof(message: Descriptor) -> str | None:
    """The oneof that makes a message a union; those of optional fields start with a "_"."""
    names = (one.name for one in message.oneofs)
    return next((name for name in names if not name.startswith("_")), None)
