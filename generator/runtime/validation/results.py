"""Looks closely at what a service gave back, where ``exact`` found that it is not exact.

What only comes in another class (a tuple for a list, a subclass of UUID) is made exact; everything
else is told with its place. This is the slow path, and its texts are for the log of the server.
"""

import datetime as dt
import itertools
import math
from collections import deque
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar
from uuid import UUID

import msgspec
from msgspec import inspect as types

from ..errors import ServiceError, Violation
from ..long_stack import type_info
from ..shape import bounds, record, without_none
from ..shared import is_copy
from .depth import may_be_deep, too_deep
from .exact import (
    LONGEST,
    holds,
    raised,
    returned,
)
from .predicates import has_utc, is_instant, is_json
from .violations import FORMATS, LIMIT, TOO_DEEP, TYPES, pointer

T = TypeVar("T")
Path = tuple[str | int, ...]

_LISTS = (list, tuple, deque, AbstractSet)
_ODD = "a timestamp with an offset of whole minutes, as astimezone(UTC) gives"


class InexactError(Exception):
    """A value is not what the contract says; the text tells the places."""

    def __init__(self, found: list[Violation]) -> None:
        told = (f"{one.pointer} {one.detail}".lstrip() for one in found)
        super().__init__("; ".join(told))


def made_exact(value: Any, type_: Any) -> Any:
    """The value itself, or one that is equal and of its type; InexactError if there is none."""
    if holds(returned(type_), value):
        return value
    found: list[Violation] = []
    info = type_info(type_)
    if may_be_deep([info]) and (place := too_deep(value)):
        raise InexactError([Violation(pointer(place), TOO_DEEP)])
    made = _value(value, info, (), found)
    if found:
        raise InexactError(found)
    return made


def make_error_exact(error: ServiceError) -> None:
    """Make the fields of a declared error exact; InexactError if they cannot be."""
    struct = error._struct()
    if holds(raised(struct), error.fields):
        return
    found: list[Violation] = []
    fields = record(struct).fields
    for attribute, field in zip(error._members, fields, strict=True):
        value = getattr(error, attribute)
        made = _value(value, field.type, (field.encode_name,), found)
        setattr(error, attribute, made)
    if found:
        raise InexactError(found)


def _value(value: Any, info: types.Type, path: Path, found: list[Violation]) -> Any:
    """The value made exact; what cannot be is added to ``found``, up to the limit."""
    kinds, nullable = without_none(info)
    if len(found) >= LIMIT or (value is None and (nullable or not kinds)):
        return value
    match kinds[0]:
        case types.StructType():
            return _struct(value, kinds, path, found)
        case types.ListType(item_type=item) if isinstance(value, _LISTS):
            pairs = enumerate(value)
            return [_value(one, item, (*path, index), found) for index, one in pairs]
        case types.DictType(value_type=item) if isinstance(value, Mapping):
            return _entries(value, item, path, found)
        case types.AnyType():
            return _json(value, path, found)
        case kind:
            try:
                return _scalar(value, kind)
            except _Wrong as wrong:
                found.append(Violation(pointer(path), f"must be {wrong}"))
    return value


def _struct(
    value: Any,
    kinds: list[types.Type],
    path: Path,
    found: list[Violation],
) -> Any:
    structs = [kind for kind in kinds if isinstance(kind, types.StructType)]
    for info in structs:
        if isinstance(value, info.cls) or is_copy(type(value), info.cls):
            break
    else:
        known = " or ".join(kind.cls.__name__ for kind in structs)
        text = f"must be {known}, and is {type(value).__name__}"
        found.append(Violation(pointer(path), text))
        return value
    own = {field.encode_name for field in info.fields}
    names = [field.encode_name for field in msgspec.structs.fields(value)]
    found += [  # of a class that somebody derived
        Violation(pointer((*path, name)), "is not a known member")
        for name in names
        if name not in own
    ]
    found += [  # of an older copy of the generated code
        Violation(pointer((*path, field.encode_name)), "is required")
        for field in info.fields
        if field.required and field.encode_name not in names
    ]
    members = {
        field.name: _value(
            getattr(value, field.name), field.type, (*path, field.encode_name), found
        )
        for field in info.fields
        if field.encode_name in names
    }
    return value if found else info.cls(**members)


def _entries(
    value: Mapping[Any, Any], item: types.Type, path: Path, found: list[Violation]
) -> dict[str, Any]:
    made = {}
    for name, one in value.items():
        if isinstance(name, str):
            made[str(name)] = _value(one, item, (*path, name), found)
        else:
            found.append(Violation(pointer(path), "must have texts as keys"))
            break
    return made


def _json(value: Any, path: Path, found: list[Violation]) -> Any:
    """A value of JSON, or what msgspec makes one of."""
    try:
        plain = value if is_json(value) else msgspec.to_builtins(value)
    except (TypeError, ValueError):
        plain = value
    found += itertools.islice(_no_json(plain, path), LIMIT - len(found))
    return plain


def _no_json(value: Any, path: Path) -> Iterator[Violation]:
    match value:
        case float() if not math.isfinite(value):
            yield Violation(pointer(path), "must be a finite number")
        case list() | tuple():
            for index, one in enumerate(value):
                yield from _no_json(one, (*path, index))
        case dict() if all(type(name) is str for name in value):
            for name, one in value.items():
                yield from _no_json(one, (*path, name))
        case dict():
            yield Violation(pointer(path), "must have texts as keys")
        case None | bool() | int() | float() | str():
            pass
        case _:
            yield Violation(pointer(path), "must be a value of JSON")


class _Wrong(Exception):
    """What a value should be instead."""


def _scalar(value: Any, info: types.Type) -> Any:
    """The value in its exact class; _Wrong with what it should be."""
    match info:
        case types.BoolType():
            return _of(value, bool, TYPES["boolean"])
        case types.StrType():
            return str.__str__(_of(value, str, TYPES["string"]))
        case types.BytesType():
            if isinstance(value, bytes | bytearray | memoryview):
                return bytes(value)
            raise _Wrong("bytes")
        case types.IntType():
            return _integer(value, *bounds(info))
        case types.FloatType(ge=low, le=high):
            return _float(value, low, high)
        case types.DecimalType():
            decimal = Decimal(_of(value, Decimal, FORMATS["decimal"]))
            return decimal if decimal.is_finite() else _refuse("a finite number")
        case types.UUIDType():
            return UUID(int=_of(value, UUID, FORMATS["uuid"]).int)
        case types.EnumType(cls=kind):
            return _member(value, kind)
        case _:
            return _moment(value, info)


def _integer(value: Any, low: int | None, high: int | None) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise _Wrong(TYPES["integer"])
    _within(value, low, high)
    return int(value)


def _float(value: Any, low: float | None, high: float | None) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _Wrong(TYPES["number"])
    try:
        if not math.isfinite(value):
            raise _Wrong("a finite number")
    except OverflowError:
        raise _Wrong("a number that a float64 can hold") from None
    _within(value, low, high)
    return float(value)


def _within(value: float, low: float | None, high: float | None) -> None:
    if low is not None and value < low:
        raise _Wrong(f"at least {low}")
    if high is not None and value > high:
        raise _Wrong(f"at most {high}")


def _member(value: Any, kind: type[Enum]) -> Enum:
    """A member, even one that the contract does not have, or a text that names one of its own."""
    if isinstance(value, kind):
        return value
    if isinstance(value, Enum) and is_copy(type(value), kind):
        return kind(value.value)
    if isinstance(value, str) and value in [member.value for member in kind]:
        return kind(value)
    raise _Wrong(f"one of {', '.join(str(member.value) for member in kind)}")


def _moment(value: Any, info: types.Type) -> Any:
    match info:
        case types.DateTimeType():
            return _instant(_of(value, dt.datetime, FORMATS["date-time"]))
        case types.DateType() if not isinstance(value, dt.datetime):
            date = _of(value, dt.date, FORMATS["date"])
            return dt.date(date.year, date.month, date.day)
        case types.TimeType():
            time = _of(value, dt.time, FORMATS["time-local"])
            if time.tzinfo is not None:
                raise _Wrong(f"{FORMATS['time-local']}, without an offset")
            return dt.time(time.hour, time.minute, time.second, time.microsecond)
        case types.TimeDeltaType():
            delta = _of(value, dt.timedelta, FORMATS["duration"])
            if not -LONGEST <= delta <= LONGEST:
                raise _Wrong("a duration of less than 3,650,000 days")
            return dt.timedelta(delta.days, delta.seconds, delta.microseconds)
        case types.DateType():
            raise _Wrong(FORMATS["date"])
        case types.ListType():
            raise _Wrong(TYPES["array"])
        case types.DictType():
            raise _Wrong(TYPES["object"])
        case _:
            raise _Wrong("null")


def _instant(value: dt.datetime) -> dt.datetime:
    if value.utcoffset() is None:
        raise _Wrong(FORMATS["date-time"])
    if not is_instant(value):
        far = "a timestamp in the years 1 to 9999 in UTC"
        raise _Wrong(_ODD if has_utc(value) else far)
    date, time = value.date(), value.time()
    return dt.datetime(
        *(date.year, date.month, date.day),
        *(time.hour, time.minute, time.second, time.microsecond),
        tzinfo=value.tzinfo,
        fold=value.fold,
    )


def _of(value: Any, kind: type[T], expected: str) -> T:
    return value if isinstance(value, kind) else _refuse(expected)


def _refuse(expected: str) -> Any:
    raise _Wrong(expected)
