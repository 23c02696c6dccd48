"""Makes input that the schema accepts fit its msgspec type, where the two differ.

null for a member with a default counts as absent; 1.0 is a whole number; a leap second is a
timestamp that Python does not have, and so a violation after all. This is the slow path, taken
when msgspec's own conversion fails.
"""

import datetime
import re
import sys
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

import msgspec
from msgspec import inspect as types

from ..errors import InvalidArgument, Violation
from ..long_stack import type_info
from ..shape import has_value, records
from .keywords import OUT_OF_YEARS
from .violations import LIMIT, pointer

T = TypeVar("T")

_LEAP_SECOND = re.compile(r".{10}[Tt ].{5}:60")
_MOST = int(sys.float_info.max)
Path = tuple[str | int, ...]

# What is a text in JSON, and what is said of one that Python does not have.
TEXTS: dict[type[types.Type], tuple[Any, str]] = {
    types.BytesType: (bytes, "must be bytes in base64"),
    types.DateTimeType: (datetime.datetime, OUT_OF_YEARS),
    types.DateType: (datetime.date, "must be a date of the years 1 to 9999"),
    types.TimeType: (datetime.time, "must be a time of day such as 09:30:00"),
    types.TimeDeltaType: (datetime.timedelta, "is too long a duration"),
    types.DecimalType: (Decimal, "must be a decimal number such as 12.50"),
    types.UUIDType: (UUID, "must be a UUID"),
}


def convert_closely(raw: object, to: type[T]) -> T:
    """Convert; InvalidArgument with what only shows up now, up to 100 violations."""
    found: list[Violation] = []
    fitted = _fit(raw, type_info(to), (), found)
    if found:
        raise InvalidArgument(violations=found[:LIMIT])
    try:
        return msgspec.convert(fitted, to)
    except msgspec.ValidationError as error:
        violation = Violation("", f"does not fit: {error}")
        raise InvalidArgument(violations=[violation]) from None


def has_nullable_default(to: Any) -> bool:
    """Whether null for some member would pass as a value, though it means the default."""
    fields = (field for info in records(to) for field in info.fields)
    return any(has_value(field) and _takes_null(field.type) for field in fields)


def _fit(value: Any, info: types.Type, path: Path, found: list[Violation]) -> Any:
    match info:
        case _ if len(found) >= LIMIT:
            pass
        case types.StructType() if isinstance(value, Mapping):
            return _struct(value, info, path, found)
        case types.ListType(item_type=inner) if isinstance(value, list):
            items = enumerate(value)
            return [_fit(item, inner, (*path, i), found) for i, item in items]
        case types.DictType(value_type=inner) if isinstance(value, Mapping):
            pairs = value.items()
            return {k: _fit(item, inner, (*path, k), found) for k, item in pairs}
        case types.UnionType(types=branches):
            branch = _branch(value, branches)
            return value if branch is None else _fit(value, branch, path, found)
        case types.IntType() if isinstance(value, float) and value.is_integer():
            return int(value)
        case types.FloatType() if isinstance(value, int) and abs(value) > _MOST:
            detail = "must be a number that a float64 can hold"
            found.append(Violation(pointer(path), detail))
        case _ if type(info) in TEXTS:
            kind, detail = TEXTS[type(info)]
            try:
                return msgspec.convert(value, kind)
            except msgspec.ValidationError:
                if kind is datetime.datetime and _LEAP_SECOND.match(str(value)):
                    detail = "is a leap second, which cannot be represented"
                found.append(Violation(pointer(path), detail))
        case _:
            pass
    return value


def _struct(
    value: Mapping[str, Any], info: types.StructType, path: Path, found: list[Violation]
) -> dict[str, Any]:
    fields = {field.encode_name: field for field in info.fields}
    fitted: dict[str, Any] = {}
    for name, member in value.items():
        field = fields.get(name)
        if field is None:  # the tag of a union
            fitted[name] = member
        elif member is not None or not has_value(field):
            fitted[name] = _fit(member, field.type, (*path, name), found)
    return fitted


def _takes_null(info: types.Type) -> bool:
    return isinstance(info, types.UnionType) and info.includes_none


def _branch(value: Any, branches: tuple[types.Type, ...]) -> types.Type | None:
    """What a value can be: the struct with its tag, else the one type beside null."""
    rest = [branch for branch in branches if not isinstance(branch, types.NoneType)]
    if value is None:
        return None
    if isinstance(value, Mapping):
        for branch in rest:
            if isinstance(branch, types.StructType) and branch.tag_field is not None:
                if value.get(branch.tag_field) == branch.tag:
                    return branch
            else:
                return branch
        return None
    return rest[0]
