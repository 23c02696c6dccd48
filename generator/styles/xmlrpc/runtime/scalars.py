"""Reads the scalars of XML-RPC strictly: what is not exactly one becomes a flaw at its place.

``<base64>`` and ``<dateTime.iso8601>`` keep their text until their type is known.
"""

import math
import re
from collections.abc import Callable
from typing import Any

# What stands for a value that is none: makes something of its reason, or raises.
Refuse = Callable[[str], Any]

# Python converts no longer texts to an int, and no longer one is a float64 (1,075 characters).
_LONGEST = 1100
_WHOLE = re.compile(r"[+-]?[0-9]+", re.ASCII)
_DOUBLE = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?", re.ASCII)
_BLANK = re.compile(r"[ \t\r\n]+")
_BOOLEANS = {"0": False, "1": True}


class Base64(str):
    """The text of a ``<base64>``, without blanks."""

    __slots__ = ()


class DateTime(str):
    """The text of a ``<dateTime.iso8601>``."""

    __slots__ = ()


# What keeps its text.
KEPT = (Base64, DateTime)


def string(text: str, refuse: Refuse) -> Any:
    """Any text, as it is."""
    del refuse
    return text


def int32(text: str, refuse: Refuse) -> Any:
    """A whole number of 32 bits."""
    return _whole(text, 32, refuse)


def int64(text: str, refuse: Refuse) -> Any:
    """A whole number of 64 bits, an extension of many."""
    return _whole(text, 64, refuse)


def big(text: str, refuse: Refuse) -> Any:
    """A whole number of any size, an extension of Apache's."""
    if len(text) > _LONGEST or not _WHOLE.fullmatch(text):
        return refuse("must be a whole number")
    return int(text)


def boolean(text: str, refuse: Refuse) -> Any:
    """0 or 1."""
    value = _BOOLEANS.get(text)
    return refuse("must be 0 or 1, as a boolean is") if value is None else value


def double(text: str, refuse: Refuse) -> Any:
    """A number that a float64 can hold; with an exponent, too, as many write it."""
    if len(text) > _LONGEST or not _DOUBLE.fullmatch(text):
        return refuse("must be a number in digits, as a double is")
    number = float(text)
    if not math.isfinite(number):
        return refuse("must be a number that a float64 can hold")
    return number


def base64(text: str, refuse: Refuse) -> Any:
    """Kept as text: whether it is one, who knows what it is for tells."""
    del refuse
    return Base64(_BLANK.sub("", text))


def date_time(text: str, refuse: Refuse) -> Any:
    """Kept as text."""
    del refuse
    return DateTime(text)


def nil(text: str, refuse: Refuse) -> Any:
    """Nothing, an extension of nearly all."""
    return refuse("must be empty, as nil is") if text else None


def _whole(text: str, bits: int, refuse: Refuse) -> Any:
    if not _WHOLE.fullmatch(text):
        return refuse("must be a whole number in digits, without blanks")
    number = int(text) if len(text) <= _LONGEST else 1 << bits
    most = 1 << (bits - 1)
    if -most <= number < most:
        return number
    return refuse(f"must be a whole number of {bits} bits")


# The elements that hold a scalar. Apache's clients write its extensions with their prefix.
SCALARS: dict[str, Callable[[str, Refuse], Any]] = {
    "string": string,
    "int": int32,
    "i4": int32,
    "i8": int64,
    "biginteger": big,
    "boolean": boolean,
    "double": double,
    "base64": base64,
    "dateTime.iso8601": date_time,
    "nil": nil,
    "ex:nil": nil,
    "ex:i8": int64,
    "ex:biginteger": big,
}
