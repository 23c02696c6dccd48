"""Turns single values into protobuf's JSON, and what protobuf's JSON holds into plain JSON data.

What reads a request leaves what is wrong as it is, or puts a Flaw there: the contract's schema is
the judge of it (https://protobuf.dev/programming-guides/json).
"""

import math
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from google.protobuf.descriptor import FieldDescriptor

from generator.formats.protobuf.runtime.scalars import FLOAT32, Scalar
from generator.formats.protobuf.runtime.well_known import (
    DURATION,
    EXACT,
    MAX_SECONDS,
    TIMESTAMP,
    Known,
)
from generator.runtime.validation.violations import Flaw

Convert = Callable[[Any], Any]

_DURATION = re.compile(r"(-?)([0-9]{1,12})(?:\.([0-9]{1,9}))?s", re.ASCII)
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,19})", re.ASCII)
_NUMBER = re.compile(
    r"-?(?:0|[1-9][0-9]{0,399})(?:\.[0-9]{1,999})?(?:[eE][+-]?[0-9]{1,4})?",
)
_NO_DURATION = "must be a duration in seconds, such as 5.4s"
_MICROSECOND = timedelta(microseconds=1)
_SPECIAL = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}
_URL_SAFE = str.maketrans("-_", "+/")

WIDE = frozenset(
    {
        FieldDescriptor.TYPE_INT64,
        FieldDescriptor.TYPE_UINT64,
        FieldDescriptor.TYPE_SINT64,
        FieldDescriptor.TYPE_FIXED64,
        FieldDescriptor.TYPE_SFIXED64,
    }
)
WHOLE = WIDE | {
    FieldDescriptor.TYPE_INT32,
    FieldDescriptor.TYPE_UINT32,
    FieldDescriptor.TYPE_SINT32,
    FieldDescriptor.TYPE_FIXED32,
    FieldDescriptor.TYPE_SFIXED32,
}
FLOATS = frozenset({FieldDescriptor.TYPE_FLOAT, FieldDescriptor.TYPE_DOUBLE})


def written(shape: Scalar | Known, field: FieldDescriptor) -> Convert | None:
    """What turns a value into what msgspec writes as protobuf's JSON; None where it is that.

    msgspec writes decimals, UUIDs, dates, times and bytes as protobuf has them.
    """
    if shape is TIMESTAMP:
        return _instant
    if shape is DURATION:
        return seconds
    if isinstance(shape, Known):
        return _any
    if field.enum_type is not None:
        return _enum_name(shape, field)
    if shape is FLOAT32:
        return _float32
    if field.type in FLOATS:
        return float64
    return str if field.type in WIDE else None


def _instant(value: datetime) -> datetime:
    if value.tzinfo is UTC:
        return value
    if value.tzinfo is None:
        raise ValueError("a timestamp needs an offset from UTC")
    return value.astimezone(UTC)


def seconds(value: timedelta) -> str:
    """A duration, such as ``5.4s``."""
    whole_seconds, micros = divmod(abs(value) // _MICROSECOND, 1_000_000)
    if whole_seconds > MAX_SECONDS:
        raise OverflowError("a duration has at most 315,576,000,000 seconds")
    sign = "-" if value < timedelta(0) else ""
    fraction = f".{micros:06}" if micros else ""
    return f"{sign}{whole_seconds}{fraction}s"


def float64(value: float) -> float | str:
    """A number, or the text that stands for what JSON has no number for."""
    if math.isfinite(value):
        return value
    if math.isnan(value):
        return "NaN"
    return "Infinity" if value > 0 else "-Infinity"


def _float32(value: float) -> float | str:
    assert FLOAT32.write is not None
    return float64(FLOAT32.write(value))


def _any(value: Any) -> Any:
    """The value itself, if a google.protobuf.Value could hold it: others read it as one."""
    match value:
        case None | bool() | str():
            pass
        case int():
            if abs(value) > EXACT and int(float(value)) != value:
                raise OverflowError("protobuf's Value holds integers up to 2**53")
        case float():
            if not math.isfinite(value):
                raise ValueError("not a number of JSON")
        case dict():
            for item in value.values():
                _any(item)
        case list() | tuple():
            for item in value:
                _any(item)
        case _:
            return _any(msgspec.json.decode(msgspec.json.encode(value)))
    return value


def _enum_name(shape: Scalar, field: FieldDescriptor) -> Convert:
    """The .proto's name of an enum's member; the number, or name, of one that came unknown."""
    assert field.enum_type is not None
    read, write = shape.read, shape.write
    assert read is not None and write is not None
    values = field.enum_type.values_by_number
    names = {read(number): one.name for number, one in values.items() if number}
    prefix = values[0].name.removesuffix("UNSPECIFIED")

    def name(value: Any) -> str | int:
        found = names.get(value)
        if found is not None:
            return found
        text = getattr(value, "_value_", value)
        if prefix and isinstance(text, str) and text.startswith(prefix):
            return text
        number: int = write(value)
        known = values.get(number)
        return number if known is None else known.name

    return name


def given(shape: Scalar | Known, field: FieldDescriptor) -> Convert | None:
    """What turns protobuf's JSON of a request into plain JSON data; None where it is that."""
    if field.enum_type is not None:
        assert isinstance(shape, Scalar)
        return enum_value(shape, field, lambda _name: "")
    if shape is DURATION:
        return iso_duration
    if field.type == FieldDescriptor.TYPE_BYTES:
        return base64_text
    return None


def told(shape: Scalar | Known, field: FieldDescriptor) -> Convert | None:
    """The same for a response, of which what is unknown is kept."""
    if field.enum_type is not None:
        assert isinstance(shape, Scalar)
        return enum_value(shape, field, str)
    return given(shape, field)


def enum_value(
    shape: Scalar,
    field: FieldDescriptor,
    unknown: Callable[[str], str],
) -> Convert:
    """The contract's name for a .proto's name or number; "0" where that says nothing.

    unknown: what a name that the .proto does not have becomes.
    """
    assert field.enum_type is not None and shape.raw is not None
    raw = shape.raw
    names = {value.name: raw(value.number) for value in field.enum_type.values}

    def value(item: Any) -> Any:
        if type(item) is str:
            return names.get(item) or unknown(item)
        if type(item) is float and item.is_integer():
            item = int(item)
        return raw(item) if type(item) is int else item

    return value


def whole(text: str) -> Any:
    """A number in quotes; what is none stays text, which is refused where it stands."""
    if _INTEGER.fullmatch(text):
        return int(text)
    value = number(text)
    return int(value) if type(value) is float and value.is_integer() else text


def number(text: str) -> Any:
    """The same for numbers with a fraction; not a number is none of JSON's."""
    if not _NUMBER.fullmatch(text):
        return text
    value = float(text)
    return value if math.isfinite(value) else text


def any_number(text: str) -> Any:
    """The same, where a response may say that something is not a number."""
    return _SPECIAL[text] if text in _SPECIAL else number(text)


def base64_text(text: Any) -> Any:
    """Base64 of either alphabet, with or without padding → of the standard one, with padding."""
    if type(text) is not str:
        return text
    if "-" in text or "_" in text:
        text = text.translate(_URL_SAFE)
    return text + "=" * (-len(text) % 4) if len(text) % 4 else text


def iso_duration(text: Any) -> Any:
    """``5.4s`` → ISO 8601, to the microsecond."""
    if type(text) is not str:
        return Flaw(_NO_DURATION)
    match = _DURATION.fullmatch(text)
    if match is None or int(match[2]) > MAX_SECONDS:
        return Flaw(_NO_DURATION)
    seconds, micros = int(match[2]), int((match[3] or "").ljust(6, "0")[:6])
    try:
        value = timedelta(seconds=seconds, microseconds=micros)
    except OverflowError:
        return Flaw(_NO_DURATION)
    return msgspec.to_builtins(-value if match[1] else value)
