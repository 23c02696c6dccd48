"""Turns a scalar of the contract into the wire form of its type, or says why it is none."""

import datetime
import re
from collections.abc import Callable
from decimal import Decimal

from generator.contract.resolve.constraints import FLOATS, INTEGERS
from generator.contract.resolve.formats import has_format
from generator.model import Json, Scalar, ScalarKind, to_json

_TIMESTAMP = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d)(\.\d{1,6})?([Zz]|[+-]\d\d:\d\d)", re.ASCII
)
_BASE64 = re.compile(r"([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_TIME = re.compile(r"(\d\d:\d\d)(:\d\d)?(\.\d{1,6})?", re.ASCII)
_DECIMAL = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_SPAN = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h|d)", re.ASCII)
_ISO_SPAN = re.compile(
    r"(-)?P(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d{1,6})?)S)?)?", re.ASCII
)
_UNITS = {"ms": "0.001", "s": "1", "m": "60", "h": "3600", "d": "86400"}
_MAX_DAYS = 3_650_000


class Misfit(Exception):
    """A value that is none of the type; ``hint`` is a way out."""

    def __init__(self, why: str, hint: str | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.hint = hint


def wire(node: Scalar, kind: ScalarKind) -> Json:
    """The JSON value that travels; Misfit when the node is not a value of the kind."""
    return _READERS[kind](node, kind)


def _exists(parse: Callable[[str], object], text: str) -> bool:
    """Whether a date or time of the right form is in the calendar and on the clock."""
    try:
        parse(text)
    except ValueError:
        return False
    return True


def plain_json(value: Json) -> Json:
    """Data for ``any``: numbers as int or float, as a JSON reader would have them."""
    match value:
        case Decimal():
            if not value.is_finite() or abs(value) > FLOATS[ScalarKind.FLOAT64]:
                raise Misfit("JSON has no such number")
            return float(value)
        case list():
            return [plain_json(item) for item in value]
        case dict():
            return {key: plain_json(item) for key, item in value.items()}
        case _:
            return value


def _text(node: Scalar, kind: ScalarKind) -> str:
    if isinstance(node.value, str):
        return node.value
    if node.value is None:
        raise Misfit(f"null is not a valid {kind.value}", "make the type optional with '?'")
    raise Misfit(f"{node.text} is not a valid {kind.value}", f'put it in quotes: "{node.text}"')


def _bool(node: Scalar, _: ScalarKind) -> Json:
    if isinstance(node.value, bool):
        return node.value
    raise Misfit(f"'{node.text}' is neither true nor false")


def _number(node: Scalar, kind: ScalarKind) -> Decimal:
    value = node.value
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        quoted = isinstance(value, str) and _DECIMAL.fullmatch(value)
        raise Misfit(
            f"'{node.text}' is not a valid {kind.value}", "remove the quotes" if quoted else None
        )
    number = Decimal(value)
    if not number.is_finite():
        raise Misfit(f"{node.text} is not a valid {kind.value}, because JSON has no such number")
    return number


def _int(node: Scalar, kind: ScalarKind) -> Json:
    number = _number(node, kind)
    low, high = INTEGERS[kind]
    if not low <= number <= high:
        raise Misfit(f"{node.text} is outside of {kind.value}, which goes from {low} to {high}")
    if number != int(number):
        raise Misfit(f"{node.text} is not a valid {kind.value}: it has a fraction")
    return int(number)


def _float(node: Scalar, kind: ScalarKind) -> Json:
    number = _number(node, kind)
    if abs(number) > FLOATS[kind]:
        raise Misfit(f"{node.text} is outside of {kind.value}")
    return float(number)


def _decimal(node: Scalar, kind: ScalarKind) -> Json:
    value = node.value
    if isinstance(value, str):
        if _DECIMAL.fullmatch(value):
            return re.sub(r"^(-?)0+(?=\d)", r"\1", value)
        raise Misfit(f"'{value}' is not a decimal", 'write digits, like "22.00"')
    number = _number(node, kind)
    if number and abs(number.adjusted()) > 400:
        raise Misfit(f"{node.text} is too long a decimal")
    return f"{number:f}"


def _string(node: Scalar, kind: ScalarKind) -> Json:
    return _text(node, kind)


def _bytes(node: Scalar, kind: ScalarKind) -> Json:
    text = "".join(_text(node, kind).split())
    if not _BASE64.fullmatch(text):
        raise Misfit(f"'{node.text}' is not base64", "write bytes in base64 (RFC 4648)")
    return text


def _timestamp(node: Scalar, kind: ScalarKind) -> Json:
    text = _text(node, kind)
    match = _TIMESTAMP.fullmatch(text)
    if match is None:
        hint = "write it like 2026-11-22T09:30:00Z, with Z or an offset"
        raise Misfit(f"'{text}' is not a timestamp of RFC 3339", hint)
    date, time, fraction, offset = match[1], match[2], match[3] or "", match[4].upper()
    if not _exists(datetime.datetime.fromisoformat, f"{date}T{time}{offset}"):
        raise Misfit(f"there is no such instant as '{text}'")
    return f"{date}T{time}{fraction}{offset}"


def _date(node: Scalar, kind: ScalarKind) -> Json:
    text = _text(node, kind)
    if not _DATE.fullmatch(text) or not _exists(datetime.date.fromisoformat, text):
        raise Misfit(f"'{text}' is not a date", "write it like 2026-11-22")
    return text


def _time(node: Scalar, kind: ScalarKind) -> Json:
    text = _text(node, kind)
    match = _TIME.fullmatch(text)
    whole = f"{match[1]}{match[2] or ':00'}" if match else ""
    if match is None or not _exists(datetime.time.fromisoformat, whole):
        raise Misfit(f"'{text}' is not a time of day", "write it like 09:30:00")
    return f"{whole}{match[3] or ''}"


def _duration(node: Scalar, kind: ScalarKind) -> Json:
    """ISO 8601 or ``90s``; travels as the run time prints it: days, and seconds."""
    text = _text(node, kind)
    short, iso = _SPAN.fullmatch(text), _ISO_SPAN.fullmatch(text)
    if short:
        seconds = Decimal(short[1]) * Decimal(_UNITS[short[2]])
    elif iso and any(iso.groups()[1:]):
        sign, days, hours, minutes, rest = iso.groups()
        seconds = Decimal(int(days or 0) * 86400 + int(hours or 0) * 3600 + int(minutes or 0) * 60)
        seconds = (seconds + Decimal(rest or 0)) * (-1 if sign else 1)
    else:
        hint = "write it like PT1M30S or 90s; months and years have no fixed length"
        raise Misfit(f"'{text}' is not a duration", hint)
    if abs(seconds) >= _MAX_DAYS * 86400:
        raise Misfit(f"'{text}' is too long a duration")
    return _iso_duration(seconds)


def _iso_duration(seconds: Decimal) -> str:
    micro = int(abs(seconds) * 1_000_000)
    days, rest = divmod(micro, 86400 * 1_000_000)
    whole, fraction = divmod(rest, 1_000_000)
    sign = "-" if seconds < 0 else ""
    if not rest:
        return f"{sign}P{days}D"
    decimals = f".{fraction:06}".rstrip("0") if fraction else ""
    return f"{sign}P{f'{days}D' if days else ''}T{whole}{decimals}S"


def _uuid(node: Scalar, kind: ScalarKind) -> Json:
    text = _text(node, kind)
    if not _UUID.fullmatch(text):
        hint = "write it like 7d444840-9dc0-11d1-b245-5ffdce74fad2"
        raise Misfit(f"'{text}' is not a uuid", hint)
    return text.lower()


def _uri(node: Scalar, kind: ScalarKind) -> Json:
    text = _text(node, kind)
    if not has_format("uri", text):
        raise Misfit(f"'{text}' is not an absolute URI", "write it like https://example.org/a")
    return text


def _email(node: Scalar, kind: ScalarKind) -> Json:
    text = _text(node, kind)
    if not has_format("email", text):
        raise Misfit(f"'{text}' is not an email address", "write it like ada@example.org")
    return text


def _any(node: Scalar, _: ScalarKind) -> Json:
    return plain_json(to_json(node))


_READERS: dict[ScalarKind, Callable[[Scalar, ScalarKind], Json]] = {
    ScalarKind.BOOL: _bool,
    ScalarKind.INT32: _int,
    ScalarKind.INT64: _int,
    ScalarKind.UINT32: _int,
    ScalarKind.UINT64: _int,
    ScalarKind.FLOAT32: _float,
    ScalarKind.FLOAT64: _float,
    ScalarKind.DECIMAL: _decimal,
    ScalarKind.STRING: _string,
    ScalarKind.BYTES: _bytes,
    ScalarKind.TIMESTAMP: _timestamp,
    ScalarKind.DATE: _date,
    ScalarKind.TIME: _time,
    ScalarKind.DURATION: _duration,
    ScalarKind.UUID: _uuid,
    ScalarKind.URI: _uri,
    ScalarKind.EMAIL: _email,
    ScalarKind.ANY: _any,
}
