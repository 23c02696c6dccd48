"""Turns a scalar of the language into the JSON Schema of its wire form."""

from typing import Any

from generator.model import ScalarKind

# However a program prints a decimal that it has read, plainly or in scientific notation (Python:
# 1E+3), the text matches again: 300 digits before and after the point, or an exponent.
_PLAIN = r"(?:0|[1-9][0-9]{0,299})(?:\.[0-9]{1,306})?"
_SHIFTED = r"(?:0|[1-9][0-9]{0,99})(?:\.[0-9]{1,100})?[eE][+-]?[0-9]{1,2}"
_SCIENTIFIC = r"(?:0|[1-9](?:\.[0-9]{1,299})?)[eE][+-]?[0-9]{1,3}"
NOT_NEGATIVE = rf"(?:{_PLAIN}|{_SHIFTED}|{_SCIENTIFIC})"
DECIMAL_PATTERN = rf"^-?{NOT_NEGATIVE}$"
# The same without zero. A regular expression cannot count the zeros after the point together with
# what follows them, so each may be half of what a decimal holds.
_POSITIVE_PLAIN = r"(?:[1-9][0-9]{0,299}(?:\.[0-9]{1,306})?|0\.[0-9]{0,152}[1-9][0-9]{0,153})"
_POSITIVE_SHIFTED = (
    r"(?:[1-9][0-9]{0,99}(?:\.[0-9]{1,100})?|0\.[0-9]{0,49}[1-9][0-9]{0,50})[eE][+-]?[0-9]{1,2}"
)
_POSITIVE_SCIENTIFIC = r"[1-9](?:\.[0-9]{1,299})?[eE][+-]?[0-9]{1,3}"
POSITIVE = rf"(?:{_POSITIVE_PLAIN}|{_POSITIVE_SHIFTED}|{_POSITIVE_SCIENTIFIC})"
_BASE64_PATTERN = r"^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$"
_TIME_PATTERN = r"^([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?$"


def _clock(hours: int, minutes: int, seconds: int) -> str:
    """Hours, minutes and seconds, each with so many digits at most."""
    second = rf"[0-9]{{1,{seconds}}}(\.[0-9]{{1,6}})?S"
    minute = f"[0-9]{{1,{minutes}}}M"
    return rf"T([0-9]{{1,{hours}}}H({minute})?({second})?|{minute}({second})?|{second})"


# ISO 8601 without years and months, which have no length. JSON Schema's own `duration` format
# refuses fractions and signs, so the title says what the pattern means. What matches has less than
# 3,650,000 days, which fit into google.protobuf.Duration; as it is then written (days, and the
# seconds of a day), it matches again.
_OF_A_DAY = r"([0-9]{1,4}|[0-7][0-9]{4}|8[0-5][0-9]{3}|86[0-3][0-9]{2})(\.[0-9]{1,6})?S"
_SOME_DAYS = f"[0-2]?[0-9]{{1,6}}D({_clock(4, 6, 8)})?"
_MANY_DAYS = f"3([0-5][0-9]|6[0-4])[0-9]{{4}}D(T{_OF_A_DAY})?"
_DURATION_PATTERN = f"^-?P({_SOME_DAYS}|{_MANY_DAYS}|{_clock(7, 9, 11)})$"

_FLOAT32_MAX = 3.4028234663852886e38

_SCALARS: dict[ScalarKind, dict[str, Any]] = {
    ScalarKind.BOOL: {"type": "boolean"},
    ScalarKind.INT32: {
        "type": "integer",
        "format": "int32",
        "minimum": -(2**31),
        "maximum": 2**31 - 1,
    },
    ScalarKind.INT64: {
        "type": "integer",
        "format": "int64",
        "minimum": -(2**63),
        "maximum": 2**63 - 1,
    },
    ScalarKind.UINT32: {"type": "integer", "format": "uint32", "minimum": 0, "maximum": 2**32 - 1},
    ScalarKind.UINT64: {"type": "integer", "format": "uint64", "minimum": 0, "maximum": 2**64 - 1},
    ScalarKind.FLOAT32: {
        "type": "number",
        "format": "float",
        "minimum": -_FLOAT32_MAX,
        "maximum": _FLOAT32_MAX,
    },
    ScalarKind.FLOAT64: {"type": "number", "format": "double"},
    ScalarKind.DECIMAL: {"type": "string", "format": "decimal", "pattern": DECIMAL_PATTERN},
    ScalarKind.STRING: {"type": "string"},
    ScalarKind.BYTES: {
        "type": "string",
        "contentEncoding": "base64",
        "pattern": _BASE64_PATTERN,
    },
    ScalarKind.TIMESTAMP: {"type": "string", "format": "date-time"},
    ScalarKind.DATE: {"type": "string", "format": "date"},
    ScalarKind.TIME: {"type": "string", "format": "time-local", "pattern": _TIME_PATTERN},
    ScalarKind.DURATION: {"type": "string", "title": "duration", "pattern": _DURATION_PATTERN},
    ScalarKind.UUID: {"type": "string", "format": "uuid"},
    ScalarKind.URI: {"type": "string", "format": "uri"},
    ScalarKind.EMAIL: {"type": "string", "format": "email"},
    ScalarKind.ANY: {},
}


def scalar_schema(kind: ScalarKind) -> dict[str, Any]:
    """A fresh schema of a scalar."""
    return dict(_SCALARS[kind])
