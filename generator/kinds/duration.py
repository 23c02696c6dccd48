"""``duration``: a length of time (ISO 8601), without months and years, which have none."""

import re
from decimal import Decimal

from generator.kinds.kind import CallExpression, Carrier, Order, ProtoType, PythonType, ScalarKind
from generator.kinds.misfit import Misfit, text_of
from generator.model import Json, Scalar

_SHORT = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h|d)", re.ASCII)
_ISO = re.compile(
    r"(-)?P(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d{1,6})?)S)?)?", re.ASCII
)
_UNITS = {"ms": "0.001", "s": "1", "m": "60", "h": "3600", "d": "86400"}
_MAX_DAYS = 3_650_000
_MICRO = 1_000_000
_DAY = 86400


def _clock(hours: int, minutes: int, seconds: int) -> str:
    """Hours, minutes and seconds, each with so many digits at most."""
    second = rf"[0-9]{{1,{seconds}}}(\.[0-9]{{1,6}})?S"
    minute = f"[0-9]{{1,{minutes}}}M"
    return rf"T([0-9]{{1,{hours}}}H({minute})?({second})?|{minute}({second})?|{second})"


# JSON Schema's own `duration` format refuses fractions and signs, so the title says what the
# pattern means. What matches has less than 3,650,000 days, which fit into google.protobuf.Duration;
# as it is then written (days, and the seconds of a day), it matches again.
_OF_A_DAY = r"([0-9]{1,4}|[0-7][0-9]{4}|8[0-5][0-9]{3}|86[0-3][0-9]{2})(\.[0-9]{1,6})?S"
_SOME_DAYS = f"[0-2]?[0-9]{{1,6}}D({_clock(4, 6, 8)})?"
_MANY_DAYS = f"3([0-5][0-9]|6[0-4])[0-9]{{4}}D(T{_OF_A_DAY})?"
_PATTERN = f"^-?P({_SOME_DAYS}|{_MANY_DAYS}|{_clock(7, 9, 11)})$"


def _parse(node: Scalar) -> Json:
    """ISO 8601 or ``90s``; travels as the run time prints it: days, and seconds."""
    text = text_of(node, "duration")
    seconds = _seconds(text)
    if seconds is None:
        hint = "write it like PT1M30S or 90s; months and years have no fixed length"
        raise Misfit(f"'{text}' is not a duration", hint)
    if abs(seconds) >= _MAX_DAYS * _DAY:
        raise Misfit(f"'{text}' is too long a duration")
    days, rest = divmod(int(abs(seconds) * _MICRO), _DAY * _MICRO)
    whole, fraction = divmod(rest, _MICRO)
    sign = "-" if seconds < 0 else ""
    if not rest:
        return f"{sign}P{days}D"
    decimals = f".{fraction:06}".rstrip("0") if fraction else ""
    return f"{sign}P{f'{days}D' if days else ''}T{whole}{decimals}S"


def _seconds(text: str) -> Decimal | None:
    if short := _SHORT.fullmatch(text):
        return Decimal(short[1]) * Decimal(_UNITS[short[2]])
    iso = _ISO.fullmatch(text)
    if iso is None or not any(iso.groups()[1:]):
        return None
    sign, days, hours, minutes, rest = iso.groups()
    seconds = Decimal(int(days or 0) * _DAY + int(hours or 0) * 3600 + int(minutes or 0) * 60)
    return (seconds + Decimal(rest or 0)) * (-1 if sign else 1)


def _value(text: Json) -> CallExpression:
    seconds = _seconds(str(text))
    assert seconds is not None
    whole, micro = divmod(int(seconds * _MICRO), _MICRO)
    days, rest = divmod(whole, _DAY)
    parts = {"days": days, "seconds": rest, "microseconds": micro}
    return CallExpression(named=tuple((name, part) for name, part in parts.items() if part))


KIND = ScalarKind(
    name="duration",
    summary="a length of time of less than 3,650,000 days (ISO 8601)",
    words="a duration such as PT1H30M",
    carrier=Carrier.TEXT,
    python=PythonType(spelled="datetime.timedelta", module="datetime"),
    protobuf=ProtoType(name="Duration", file="google/protobuf/duration.proto"),
    json={"type": "string", "title": "duration", "pattern": _PATTERN},
    in_models={"type": "string", "format": "duration"},
    parse=_parse,
    value=_value,
    in_signature=False,
    example="PT30S",
    order=Order.TIME,
)
