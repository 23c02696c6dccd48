"""Turns values into protobuf's own messages and back: Timestamp, Duration and Value."""

import math
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_NANOS = 1_000_000_000
MAX_SECONDS = 315_576_000_000  # what duration.proto allows
EXACT = 2**53  # integers beyond it have no exact double


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """How values of one type lie in one of protobuf's own messages.

    null: None is such a value too, and is sent.
    """

    fill: Callable[[Any, Any], None]
    read: Callable[[Any], Any]
    raw: Callable[[Any], Any]
    null: bool = False


def fill_timestamp(message: Any, value: datetime) -> None:
    """datetime → Timestamp; a datetime without an offset is not an instant."""
    if value.tzinfo is None:
        raise ValueError("a timestamp needs an offset from UTC")
    delta = value - _EPOCH
    message.seconds = delta.days * 86400 + delta.seconds
    if micros := delta.microseconds:
        message.nanos = micros * 1000


def read_timestamp(message: Any) -> datetime:
    """Timestamp → datetime in UTC, to the microsecond."""
    if not 0 <= message.nanos < _NANOS:
        raise ValueError("nanos of a timestamp are 0 to 999999999")
    micros = message.nanos // 1000
    return _EPOCH + timedelta(seconds=message.seconds, microseconds=micros)


def raw_timestamp(message: Any) -> str:
    """Timestamp → RFC 3339; for what is not an instant a text that no format accepts."""
    try:
        return read_timestamp(message).isoformat()
    except OverflowError:
        return "0000-01-01T00:00:00Z"  # as little in the years 1 to 9999
    except ValueError:
        return f"{message.seconds}s {message.nanos}ns"


def fill_duration(message: Any, value: timedelta) -> None:
    """timedelta → Duration; seconds and nanos have the same sign."""
    total = value // _MICROSECOND
    seconds, micros = divmod(abs(total), 1_000_000)
    if seconds > MAX_SECONDS:
        raise OverflowError("a duration has at most 315,576,000,000 seconds")
    sign = -1 if total < 0 else 1
    message.seconds = sign * seconds
    message.nanos = sign * micros * 1000


def read_duration(message: Any) -> timedelta:
    """Duration → timedelta, to the microsecond."""
    seconds, nanos = message.seconds, message.nanos
    if abs(nanos) >= _NANOS or abs(seconds) > MAX_SECONDS or seconds * nanos < 0:
        raise ValueError("not a duration")
    return timedelta(seconds=seconds, microseconds=int(nanos / 1000))


def raw_duration(message: Any) -> str:
    """Duration → ISO 8601; for what is not a duration a text that no format accepts."""
    try:
        text: str = msgspec.to_builtins(read_duration(message))
    except (OverflowError, ValueError):
        return f"{message.seconds}s {message.nanos}ns"
    return text


def fill_value(message: Any, value: Any) -> None:
    """Any JSON value → Value; an integer that a double cannot hold is an error, not a loss."""
    match value:
        case None:
            message.null_value = 0
        case bool():
            message.bool_value = value
        case int() | float():
            large = isinstance(value, int) and abs(value) > EXACT
            if large and int(float(value)) != value:
                raise OverflowError("protobuf's Value holds integers up to 2**53")
            if not math.isfinite(value):
                raise ValueError("not a number of JSON")
            message.number_value = value
        case str():
            message.string_value = value
        case dict():
            message.struct_value.SetInParent()
            fields = message.struct_value.fields
            for key, item in value.items():
                fill_value(fields[key], item)
        case list() | tuple():
            message.list_value.SetInParent()
            add = message.list_value.values.add
            for item in value:
                fill_value(add(), item)
        case _:
            fill_value(message, msgspec.json.decode(msgspec.json.encode(value)))


def read_value(message: Any) -> Any:
    """Value → JSON value; numbers without a fraction come back as int."""
    match message.WhichOneof("kind"):
        case "number_value":
            number = message.number_value
            if not math.isfinite(number):
                raise ValueError("JSON has neither NaN nor infinite numbers")
            whole = number.is_integer() and abs(number) <= EXACT
            return int(number) if whole else number
        case "string_value":
            return message.string_value
        case "bool_value":
            return message.bool_value
        case "struct_value":
            return read_struct(message.struct_value)
        case "list_value":
            return read_list(message.list_value)
        case _:
            return None


def read_struct(message: Any) -> dict[str, Any]:
    """Struct → JSON object."""
    return {key: read_value(item) for key, item in message.fields.items()}


def read_list(message: Any) -> list[Any]:
    """ListValue → JSON list."""
    return [read_value(item) for item in message.values]


TIMESTAMP = Known(fill=fill_timestamp, read=read_timestamp, raw=raw_timestamp)
DURATION = Known(fill=fill_duration, read=read_duration, raw=raw_duration)
VALUE = Known(fill=fill_value, read=read_value, raw=read_value, null=True)
