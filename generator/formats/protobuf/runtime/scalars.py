"""Turns single values into what protobuf holds for them, back, and into their JSON form.

Each kind of value is three functions. ``write`` and ``read`` are None where protobuf holds the
value as it is; ``raw`` is what REST would have received, for the one judge of every input.
"""

import math
import re
import struct
import uuid
from base64 import b64encode
from collections.abc import Callable, Mapping
from datetime import date, time
from decimal import Decimal
from enum import Enum
from typing import Any

import msgspec
from msgspec import inspect

Convert = Callable[[Any], Any]


class Scalar(msgspec.Struct, frozen=True, kw_only=True):
    """How one kind of value travels.

    empty: the zero of its field, "", is not a value of the kind, so nothing was sent;
    unspecified: the zero says that nothing was set, even where it was sent.
    """

    write: Convert | None = None
    read: Convert | None = None
    raw: Convert | None = None
    empty: bool = False
    unspecified: bool = False


def _float64_raw(value: float) -> float | str:
    """Not a number is not a JSON number: as text it is refused where it stands."""
    return value if math.isfinite(value) else str(value)


def shortest(value: float) -> float:
    """The shortest decimal that is the same float32: 1.1 instead of 1.10000002384."""
    if not math.isfinite(value):
        return value
    wanted = struct.pack("f", value)
    for digits in (6, 7, 8):
        candidate = float(f"{value:.{digits}g}")
        if abs(candidate) <= _FLOAT32_MAX and struct.pack("f", candidate) == wanted:
            return candidate
    return value


_FLOAT32_MAX = 3.4028234663852886e38


def _float32(value: float) -> float:
    if math.isfinite(value) and abs(value) > _FLOAT32_MAX:
        raise OverflowError("out of the range of float32")
    return value


def _float32_raw(value: float) -> float | str:
    return _float64_raw(shortest(value))


_NUMBER = re.compile(r"-?[1-9][0-9]{0,9}")

PLAIN = Scalar()
FLOAT64 = Scalar(raw=_float64_raw)
FLOAT32 = Scalar(write=_float32, read=shortest, raw=_float32_raw)

_BY_TYPE: dict[type[inspect.Type], Scalar] = {
    inspect.BoolType: PLAIN,
    inspect.IntType: PLAIN,
    inspect.StrType: PLAIN,
    inspect.FloatType: FLOAT64,
    inspect.BytesType: Scalar(raw=lambda value: b64encode(value).decode()),
    inspect.DecimalType: Scalar(write=str, read=Decimal, empty=True),
    inspect.UUIDType: Scalar(write=str, read=uuid.UUID, empty=True),
    inspect.DateType: Scalar(write=date.isoformat, read=date.fromisoformat, empty=True),
    inspect.TimeType: Scalar(write=time.isoformat, read=time.fromisoformat, empty=True),
}


def scalar(type_: inspect.Type, *, float32: bool) -> Scalar:
    """How a built-in type travels."""
    if float32 and isinstance(type_, inspect.FloatType):
        return FLOAT32
    return _BY_TYPE[type(type_)]


def enum_scalar(cls: type[Enum], numbers: Mapping[str, int]) -> Scalar:
    """How an enum travels: as numbers, of which zero says that nothing was set.

    A number that this program does not know is kept as an unknown member when read from a
    response, and refused by the schema when it comes in a request. An unknown member can be
    written only if it is such a number: protobuf has none for a name that it does not know.
    """
    members = {number: cls(name) for name, number in numbers.items()}
    by_name = {number: name for name, number in numbers.items()}
    taken = {"0", *map(str, by_name)}

    def write(value: Any) -> int:
        try:
            return numbers[value._value_]
        except (AttributeError, KeyError):
            return numbers[value] if value in numbers else unknown(value)

    def unknown(value: str) -> int:
        if _NUMBER.fullmatch(value) and value not in taken:
            return int(value)
        # The value itself may be sensitive.
        text = f"protobuf has no number for a value that {cls.__name__} does not have"
        raise ValueError(text)

    def read(number: int) -> Enum:
        member = members.get(number)
        return cls(str(number)) if member is None else member

    def raw(number: int) -> str:
        return by_name.get(number) or str(number)

    return Scalar(write=write, read=read, raw=raw, empty=True, unspecified=True)
