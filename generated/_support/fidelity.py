"""Compiles tests of whether a value travels as what it is, in every style alike.

What a caller gives has to be of exactly its types: one style writes True as 1.0, another bytes as
a text. What a service returns has to be what JSON and protobuf both can carry. A test that fails
has only found a reason to look closely, which ``objections`` does.
"""

import datetime as dt
import functools
import math
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
from msgspec import inspect as types

from .values import PatchBase

Test = Callable[[Any], bool]

_EXACT: dict[type[types.Type], type] = {
    types.BoolType: bool,
    types.IntType: int,
    types.StrType: str,
    types.BytesType: bytes,
    types.DateType: dt.date,
    types.TimeType: dt.time,
    types.TimeDeltaType: dt.timedelta,
    types.DecimalType: Decimal,
    types.UUIDType: UUID,
}
_MINUTE = dt.timedelta(minutes=1)
_NOTHING = dt.timedelta(0)


def given(request: type[msgspec.Struct]) -> Test:
    """Whether arguments, by their JSON names, are of their types exactly and all through."""
    fields = _fields(request)
    required = {field.encode_name for field in fields if field.required}
    of = _Tests(exact=True).of
    by_name = {field.encode_name: of(field.type) or _always for field in fields}

    def test(values: Mapping[str, Any]) -> bool:
        tests = [by_name[name](value) for name, value in values.items()]
        return required <= values.keys() and all(tests)

    return test


@functools.cache
def returned(type_: Any) -> Test | None:
    """Whether a value of a type has nothing that cannot travel; None if no value can have."""
    return _Tests(exact=False).of(types.type_info(type_))


def holds(test: Test, value: Any) -> bool:
    """Whether a test holds; a value that it cannot look at is not of its type."""
    try:
        return test(value)
    except (TypeError, ValueError, AttributeError, ArithmeticError, RecursionError):
        return False


def is_instant(value: dt.datetime) -> bool:
    """Whether RFC 3339 can say when: the offset is there, and has whole minutes."""
    offset = value.utcoffset()
    return offset is not None and offset % _MINUTE == _NOTHING


def is_json(value: Any) -> bool:
    """Whether a value is JSON already, for all its depth."""
    kind = type(value)
    if kind is float:
        return math.isfinite(value)
    if kind is list:
        return all(map(is_json, value))
    if kind is dict:
        texts = all(type(name) is str for name in value)
        return texts and all(map(is_json, value.values()))
    return kind in (str, int, bool, type(None))


def without_none(info: types.Type) -> tuple[list[types.Type], bool]:
    """The types that a value can have besides None, and whether it can be None."""
    if isinstance(info, types.Metadata):
        return without_none(info.type)
    if not isinstance(info, types.UnionType):
        return [info], False
    rest = [one for one in info.types if not isinstance(one, types.NoneType)]
    return rest, len(rest) < len(info.types)


def _fields(cls: type[msgspec.Struct]) -> tuple[types.Field, ...]:
    info = types.type_info(cls)
    assert isinstance(info, types.StructType)
    return info.fields


def _always(_: object) -> bool:
    return True


class _Tests:
    """The tests of one type and of all that is in it; they call each other by name."""

    def __init__(self, *, exact: bool) -> None:
        self._exact = exact
        self._names: dict[str, Any] = {
            "UTC": dt.UTC,
            "UNSET": msgspec.UNSET,
            "is_instant": is_instant,
            "is_json": is_json,
            "isfinite": math.isfinite,
        }
        self._structs: dict[type, str] = {}

    def of(self, info: types.Type) -> Test | None:
        """The test of a type; None where it would always hold."""
        code = self._value(info, "value")
        return None if code is None else self._compiled(code)

    def _compiled(self, code: str) -> Test:
        # No text of a contract is in it but names of fields, which are identifiers.
        test: Test = eval(f"lambda value: {code}", self._names)
        return test

    def _value(self, info: types.Type, value: str) -> str | None:
        """The expression that tests a value."""
        kinds, nullable = without_none(info)
        single = len(kinds) == 1
        code = self._one(kinds[0], value) if single else self._union(kinds, value)
        return f"({value} is None or {code})" if nullable and code else code

    def _one(self, info: types.Type, value: str) -> str | None:
        match info:
            case types.FloatType():
                number = self._type(value, float, int)
                return _all([number, f"isfinite({value})"])
            case types.DateTimeType():
                instant = f"({value}.tzinfo is UTC or is_instant({value}))"
                return _all([self._type(value, dt.datetime), instant])
            case types.AnyType():
                return f"is_json({value})"
            case types.StructType():
                return self._struct(info, value) if self._matters(info, set()) else None
            case types.ListType(item_type=item):
                return self._items(item, value, list, value)
            case types.DictType(value_type=item):
                return self._items(item, value, dict, f"{value}.values()")
            case types.NoneType():
                return None
            case types.EnumType(cls=kind):
                return self._type(value, kind)
            case _:
                return self._type(value, _EXACT[type(info)])

    def _type(self, value: str, kind: type, *others: type) -> str | None:
        """That a value is exactly of a type, where that is asked."""
        if not self._exact:
            return None
        if others:
            return f"type({value}) in {self._bind((kind, *others))}"
        return f"type({value}) is {self._bind(kind)}"

    def _items(
        self,
        item: types.Type,
        value: str,
        kind: type,
        items: str,
    ) -> str | None:
        code = self._value(item, "item")
        parts = [self._type(value, kind)]
        if kind is dict and self._exact:
            parts.append(f"all([type(name) is str for name in {value}])")
        if code is not None:
            parts.append(f"all([{code} for item in {items}])")
        return _all(parts)

    def _struct(self, info: types.StructType, value: str) -> str | None:
        if self._is_flat(info):  # most are: a call less for each of a list
            return self._members(info, value)
        if info.cls not in self._structs:
            # The name is known before the code is: a tree has itself as a member.
            name = self._structs[info.cls] = f"struct{len(self._structs)}"
            self._names[name] = self._compiled(self._members(info, "value") or "True")
        return f"{self._structs[info.cls]}({value})"

    def _members(self, info: types.StructType, value: str) -> str | None:
        parts = [self._type(value, info.cls)]
        for field in info.fields:
            code = self._value(field.type, f"{value}.{field.name}")
            if self._exact and not field.required:
                left_out = "UNSET" if issubclass(info.cls, PatchBase) else "None"
                code = f"({value}.{field.name} is {left_out} or {code})"
            parts.append(code)
        return _all(parts)

    def _is_flat(self, info: types.StructType) -> bool:
        """Whether nothing that is tested in a struct has members of its own."""
        kinds = [kind for field in info.fields for kind in without_none(field.type)[0]]
        nested = types.StructType | types.ListType | types.DictType
        return not any(isinstance(k, nested) and self._matters(k, set()) for k in kinds)

    def _matters(self, info: types.Type, seen: set[type]) -> bool:
        """Whether anything in a type is tested."""
        match info:
            case types.StructType() if info.cls in seen:
                return False
            case types.StructType():
                seen.add(info.cls)
                members = [field.type for field in info.fields]
                return self._exact or any(self._matters(m, seen) for m in members)
            case types.UnionType(types=kinds):
                return any(self._matters(kind, seen) for kind in kinds)
            case types.Metadata(type=inner):
                return self._matters(inner, seen)
            case types.ListType(item_type=item) | types.DictType(value_type=item):
                return self._exact or self._matters(item, seen)
            case _:
                return self._one(info, "value") is not None

    def _union(self, kinds: list[types.Type], value: str) -> str | None:
        """Structs, told apart by their classes."""
        if not any(self._matters(kind, set()) for kind in kinds):
            return None
        tests = {}
        for kind in kinds:
            code = self._one(kind, "value")
            if isinstance(kind, types.StructType):
                tests[kind.cls] = _always if code is None else self._compiled(code)
        absent = self._bind(_never if self._exact else _always)
        return f"{self._bind(tests)}.get(type({value}), {absent})({value})"

    def _bind(self, value: object) -> str:
        name = f"bound{len(self._names)}"
        self._names[name] = value
        return name


def _all(parts: list[str | None]) -> str | None:
    tests = [part for part in parts if part is not None]
    return f"({' and '.join(tests)})" if tests else None


def _never(_: object) -> bool:
    return False
