"""Finds what in a value cannot travel as what it is, and says so as the server would.

This is the slow path: it is taken when the tests of ``exact`` do not hold. What it lets pass
is for the schema to judge, as a text that spells a date.
"""

import datetime as dt
import itertools
import math
from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

import msgspec
from msgspec import inspect as types

from ..errors import Violation
from ..shape import record, without_none
from ..unions import Unknown, is_open
from ..values import PatchBase
from .keywords import OUT_OF_YEARS
from .predicates import has_utc, is_instant
from .violations import DEEPEST, FORMATS, LIMIT, TOO_DEEP, TYPES, pointer

Path = tuple[str | int, ...]

# What a caller may give for a type, besides what is looked at more closely below.
_KINDS: dict[type[types.Type], tuple[tuple[type, ...], str]] = {
    types.BoolType: ((bool,), TYPES["boolean"]),
    types.BytesType: ((bytes, bytearray, memoryview), "bytes"),
    types.TimeType: ((dt.time, str), FORMATS["time-local"]),
    types.TimeDeltaType: ((dt.timedelta, str), FORMATS["duration"]),
    types.DecimalType: ((Decimal, str), FORMATS["decimal"]),
    types.UUIDType: ((UUID, str), FORMATS["uuid"]),
}
_LISTS = (list, tuple, set, frozenset)


def explain(
    values: Mapping[str, Any],
    request: type[msgspec.Struct],
) -> list[Violation]:
    """What is wrong with arguments, by their JSON names; nothing if the server may judge."""
    return _limited(_members(values, record(request), ()))


def _limited(found: Iterator[Violation]) -> list[Violation]:
    try:
        return [*itertools.islice(found, LIMIT)]
    except RecursionError:
        return []  # whoever writes it will see


def _members(
    values: Mapping[str, Any],
    info: types.StructType,
    path: Path,
) -> Iterator[Violation]:
    for field in info.fields:
        where = (*path, field.encode_name)
        if field.encode_name in values:
            yield from _value(values[field.encode_name], field.type, where)
        elif field.required:
            yield Violation(pointer(where), "is required")


def _value(value: Any, info: types.Type, path: Path) -> Iterator[Violation]:
    kinds, nullable = without_none(info)
    if value is None and nullable:
        return
    if len(path) >= DEEPEST and isinstance(value, (msgspec.Struct, dict, *_LISTS)):
        yield Violation(pointer(path), TOO_DEEP)
        return
    detail = None
    match kinds[0]:
        case types.StructType() if is_open(info) and isinstance(value, Unknown):
            pass
        case types.StructType():
            yield from _struct(value, kinds, path)
        case types.ListType(item_type=item) if isinstance(value, _LISTS):
            for index, one in enumerate(value):
                yield from _value(one, item, (*path, index))
        case types.DictType(value_type=item) if isinstance(value, dict):
            yield from _entries(value, item, path)
        case types.AnyType():
            yield from _json(value, path)
        case kind:
            detail = _scalar(value, kind)
    if detail is not None:
        yield Violation(pointer(path), f"must be {detail}")


def _struct(value: Any, kinds: list[types.Type], path: Path) -> Iterator[Violation]:
    if isinstance(value, Mapping):
        return  # JSON already: the schema knows it
    structs = [kind for kind in kinds if isinstance(kind, types.StructType)]
    for info in structs:
        if len(structs) == 1 or isinstance(value, info.cls):
            break
    else:
        names = " or ".join(kind.cls.__name__ for kind in structs)
        yield Violation(pointer(path), f"must be {names}")
        return
    if not isinstance(value, msgspec.Struct):
        yield Violation(pointer(path), f"must be {TYPES['object']}")
        return
    if issubclass(info.cls, PatchBase) and not isinstance(value, PatchBase):
        yield Violation(pointer(path), f"must be {info.cls.__name__}: what to change")
        return
    fields = {field.encode_name: field for field in msgspec.structs.fields(value)}
    for name in sorted(fields.keys() - {field.encode_name for field in info.fields}):
        yield Violation(pointer((*path, name)), "is not a known member")
    given = {name: getattr(value, field.name) for name, field in fields.items()}
    given = {name: one for name, one in given.items() if one is not msgspec.UNSET}
    for field in info.fields:
        if not field.required and given.get(field.encode_name) is None:
            given.pop(field.encode_name, None)  # None is as good as absent
    yield from _members(given, info, path)


def _entries(
    value: dict[Any, Any],
    item: types.Type,
    path: Path,
) -> Iterator[Violation]:
    for name, one in value.items():
        if isinstance(name, str):
            yield from _value(one, item, (*path, name))
        else:
            yield Violation(pointer(path), "must have texts as keys")


def _json(value: Any, path: Path) -> Iterator[Violation]:
    """Any value of JSON, or what becomes one in every style."""
    if len(path) >= DEEPEST and isinstance(value, list | tuple | dict):
        yield Violation(pointer(path), TOO_DEEP)
        return
    match value:
        case None | bool() | int():
            pass
        case float():
            if not math.isfinite(value):
                yield Violation(pointer(path), "must be a finite number")
        case str():
            yield from _value(value, types.StrType(), path)
        case list() | tuple():
            for index, one in enumerate(value):
                yield from _json(one, (*path, index))
        case dict():
            yield from _entries(value, types.AnyType(), path)
        case _:
            try:
                plain = msgspec.to_builtins(value)
            except (TypeError, ValueError):
                yield Violation(pointer(path), "must be a value of JSON")
            else:
                yield from _json(plain, path)


def _scalar(value: Any, info: types.Type) -> str | None:
    """What a value should be instead, if it is none of this type."""
    match info:
        case types.StrType():
            return _text(value)
        case types.IntType():
            number = isinstance(value, int | float) and not isinstance(value, bool)
            return None if number and value % 1 == 0 else TYPES["integer"]
        case types.FloatType():
            return _float(value)
        case types.DateTimeType():
            return _timestamp(value)
        case types.DateType():
            date = isinstance(value, dt.date) and not isinstance(value, dt.datetime)
            return None if date or isinstance(value, str) else FORMATS["date"]
        case types.EnumType(cls=kind):
            known = ", ".join(str(member.value) for member in kind)
            return None if isinstance(value, kind | str) else f"one of {known}"
        case types.ListType():
            return TYPES["array"]
        case types.DictType():
            return TYPES["object"]
        case _:
            classes, detail = _KINDS.get(type(info), ((object,), ""))
            return None if isinstance(value, classes) else detail


def _text(value: Any) -> str | None:
    if not isinstance(value, str) or (isinstance(value, Enum) and value.value != value):
        return TYPES["string"]
    try:
        value.encode()
    except UnicodeEncodeError:
        return "a text that UTF-8 can hold"
    return None


def _float(value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return TYPES["number"]
    try:
        return None if math.isfinite(value) else "a finite number"
    except OverflowError:
        return "a number that a float64 can hold"


def _timestamp(value: Any) -> str | None:
    if isinstance(value, str):
        return None
    if not isinstance(value, dt.datetime) or value.utcoffset() is None:
        return FORMATS["date-time"]
    if not has_utc(value):
        return OUT_OF_YEARS.removeprefix("must be ")
    if not is_instant(value):
        return "a timestamp with an offset of whole minutes, as astimezone(UTC) gives"
    return None
