"""Compiles tests of whether values are of exactly their types, so that every style carries them.

What a caller gives is sent by one style as it is and changed by another (True becomes 1.0); what a
service returns has to be what the clients of every style can read. A test that fails has only found
a reason to look closely: ``arguments`` does for arguments, ``results`` for results.
"""

import datetime as dt
import functools
import math
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
from msgspec import inspect as types

from ..compiled import compiled
from ..long_stack import type_info
from ..shape import bounds, record, without_none
from ..unions import Unknown, is_open
from ..values import PatchBase
from .depth import is_shallow, may_be_deep
from .predicates import is_instant, is_json

Test = Callable[[Any], bool]

PLAIN: dict[type[types.Type], type] = {
    types.BoolType: bool,  # of these types a value needs no closer look
    types.StrType: str,
    types.BytesType: bytes,
    types.DateType: dt.date,
    types.UUIDType: UUID,
}
# What the pattern of durations lets pass, in the form that is written: days, and less than one.
LONGEST = dt.timedelta(days=3_650_000) - dt.timedelta.resolution
_NAME = re.compile(r"[A-Za-z_]\w*")


def given(request: type[msgspec.Struct]) -> Test:
    """Whether arguments, by their JSON names, are of their types exactly and all through."""
    fields = record(request).fields
    required = {field.encode_name for field in fields if field.required}
    of = _Tests(strict=False).of
    deep = may_be_deep([field.type for field in fields])
    by_name = {field.encode_name: of(field.type) for field in fields}

    def test(values: Mapping[str, Any]) -> bool:
        if deep and not is_shallow(values):
            return False
        for name, value in values.items():
            if not by_name[name](value):
                return False
        return required <= values.keys()

    return test


@functools.cache
def returned(type_: Any) -> Test:
    """Whether a value that a service returned is of a type exactly, in range, and not too deep."""
    info = type_info(type_)
    of_parts = _Tests(strict=True).of(info)
    if not may_be_deep([info]):
        return of_parts
    return lambda value: is_shallow(value) and of_parts(value)


@functools.cache
def raised(struct: type[msgspec.Struct]) -> Test:
    """The same of the attributes of an error, whose fields are those of a struct."""
    return _Tests(strict=True).of_members(struct)


# What a test raises for a value that it cannot look at.
UNTESTABLE = (TypeError, ValueError, AttributeError, ArithmeticError, RecursionError)


def holds(test: Test, value: Any) -> bool:
    """Whether a test holds; a value that it cannot look at is not of its type."""
    try:
        return test(value)
    except UNTESTABLE:
        return False


class _Tests:
    """The tests of one type and of all that is in it; they call each other by name.

    strict: ranges count, and None only where the type has it; else it stands for a default, too.
    """

    def __init__(self, *, strict: bool) -> None:
        self._strict = strict
        self._names: dict[str, Any] = {
            "LONGEST": LONGEST,
            "UTC": dt.UTC,
            "is_instant": is_instant,
            "is_json": is_json,
            "isfinite": math.isfinite,
            "map": map,
            "max": max,
            "min": min,
            "type": type,
        }
        self._bound: dict[Any, str] = {}
        self._structs: dict[type, str] = {}

    def of(self, info: types.Type) -> Test:
        """The test of a type."""
        return self._compiled(self._value(info, "value"))

    def of_members(self, cls: type[msgspec.Struct]) -> Test:
        """The test of what has the attributes of a struct, whatever its class."""
        return self._compiled(_all(self._members(cls, "value")))

    def _compiled(self, code: str, loop: str = "") -> Test:
        """A function of one value; of a loop, one of all the items."""
        # What is a parameter is found quicker than a global.
        names = [n for n in dict.fromkeys(_NAME.findall(code)) if n in self._names]
        bound = "".join(f", {name}={name}" for name in names)
        body = f"return {code}"
        if loop:
            body = f"{loop}if not {code}:\n   return False\n return True"
        # No text of a contract is in it but names of fields, which are identifiers.
        source = f"def test(value{bound}):\n {body}\n"
        test = compiled("test", source, self._names, "exact test")
        del self._names["test"]
        return test

    def _each(self, code: str, items: str) -> str:
        """The expression that tests all items, each as ``item``."""
        name = f"each{len(self._names)}"
        self._names[name] = self._compiled(code, "for item in value:\n  ")
        return f"{name}({items})"

    def _value(self, info: types.Type, value: str) -> str:
        """The expression that tests a value."""
        kinds, nullable = without_none(info)
        if not kinds:
            return f"{value} is None"
        single = len(kinds) == 1 and not is_open(info)
        code = self._one(kinds[0], value) if single else self._union(info, kinds, value)
        return f"({value} is None or {code})" if nullable else code

    def _one(self, info: types.Type, value: str) -> str:
        match info:
            case types.AnyType():
                return f"is_json({value})"
            case types.StructType():
                return self._struct(info, value)
            case types.ListType(item_type=item):
                return _all([self._type(value, list), *self._items(item, value, value)])
            case types.DictType(value_type=item):
                items = self._items(item, value, f"{value}.values()")
                texts = self._items(types.StrType(), value, value)
                return _all([self._type(value, dict), *texts, *items])
            case types.NoneType():
                return f"{value} is None"
            case types.EnumType(cls=kind):
                return self._type(value, kind)
            case _:
                return _all(self._scalar(info, value))

    def _scalar(self, info: types.Type, value: str) -> list[str]:
        match info:
            case types.IntType():
                return [
                    self._type(value, int),
                    *self._range(value, value, *bounds(info)),
                ]
            case types.FloatType(ge=low, le=high):
                kinds = self._bind((float, int))
                finite = self._range(value, value, low, high) or [f"isfinite({value})"]
                return [f"type({value}) in {kinds}", *finite]
            case types.DecimalType():
                finite = [f"{value}.is_finite()"] if self._strict else []
                return [self._type(value, Decimal), *finite]
            case types.DateTimeType():
                instant = f"({value}.tzinfo is UTC or is_instant({value}))"
                return [self._type(value, dt.datetime), instant]
            case types.TimeType():
                local = [f"{value}.tzinfo is None"] if self._strict else []
                return [self._type(value, dt.time), *local]
            case types.TimeDeltaType():
                within = [f"-LONGEST <= {value} <= LONGEST"] if self._strict else []
                return [self._type(value, dt.timedelta), *within]
            case _:
                return [self._type(value, PLAIN[type(info)])]

    def _range(self, least: str, most: str, low: Any, high: Any) -> list[str]:
        """That all from the least to the most are in a range, where there is one."""
        if not self._strict or low is None:
            return []
        if least == most:
            return [f"{low!r} <= {least} <= {high!r}"]
        return [f"{low!r} <= {least}", f"{most} <= {high!r}"]

    def _type(self, value: str, kind: type) -> str:
        return f"type({value}) is {self._bind(kind)}"

    def _items(self, item: types.Type, value: str, items: str) -> list[str]:
        """That all of some items are right: of plain ones in C, which is several times as quick."""
        plain = _plain(item)
        if plain is not None:
            known = self._bind(frozenset({plain}))
            return [f"(not {value} or {{*map(type, {items})}} <= {known})"]
        if isinstance(item, types.IntType):
            whole = f"{{*map(type, {items})}} <= {self._bind(frozenset({int}))}"
            within = self._range(f"min({items})", f"max({items})", *bounds(item))
            return [f"(not {value} or {_all([whole, *within])})"]
        return [self._each(self._value(item, "item"), items)]

    def _struct(self, info: types.StructType, value: str) -> str:
        if _is_flat(info):  # most are: a call less for each of a list
            return self._fields_of(info, value)
        if info.cls not in self._structs:
            # The name is known before the code is: a tree has itself as a member.
            name = self._structs[info.cls] = f"struct{len(self._structs)}"
            self._names[name] = self._compiled(self._fields_of(info, "value"))
        return f"{self._structs[info.cls]}({value})"

    def _fields_of(self, info: types.StructType, value: str) -> str:
        return _all([self._type(value, info.cls), *self._members(info.cls, value)])

    def _members(self, cls: type[msgspec.Struct], value: str) -> list[str]:
        left_out = self._bind(msgspec.UNSET if issubclass(cls, PatchBase) else None)
        parts = []
        for field in record(cls).fields:
            code = self._value(field.type, f"{value}.{field.name}")
            if not self._strict and not field.required:
                code = f"({value}.{field.name} is {left_out} or {code})"
            parts.append(code)
        return parts

    def _union(self, info: types.Type, kinds: list[types.Type], value: str) -> str:
        """Structs, told apart by their classes."""
        structs = [kind for kind in kinds if isinstance(kind, types.StructType)]
        codes = ((kind.cls, self._struct(kind, "value")) for kind in structs)
        tests: dict[type, Test] = {cls: self._compiled(code) for cls, code in codes}
        if self._strict and is_open(info):
            tests[Unknown] = _always
        name = f"union{len(self._names)}"
        self._names[name] = tests
        return f"{name}.get(type({value}), {self._bind(_never)})({value})"

    def _bind(self, value: Any) -> str:
        """A name for a value, the same for the same."""
        if value not in self._bound:
            name = self._bound[value] = f"bound{len(self._bound)}"
            self._names[name] = value
        return self._bound[value]


def _plain(info: types.Type) -> type | None:
    """The class of a value that has to be of it, and nothing more."""
    return info.cls if isinstance(info, types.EnumType) else PLAIN.get(type(info))


def _is_flat(info: types.StructType) -> bool:
    """Whether nothing in a struct has members of its own."""
    kinds = [kind for field in info.fields for kind in without_none(field.type)[0]]
    return all(map(_has_no_members, kinds))


def _has_no_members(kind: types.Type) -> bool:
    match kind:
        case types.StructType():
            return False
        case types.ListType(item_type=item) | types.DictType(value_type=item):
            return _plain(item) is not None or isinstance(item, types.IntType)
        case _:
            return True


def _all(tests: list[str]) -> str:
    return f"({' and '.join(tests)})" if tests else "True"


def _always(_: object) -> bool:
    return True


def _never(_: object) -> bool:
    return False
