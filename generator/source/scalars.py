"""Turns the text of a plain YAML scalar into its value, by the core schema of YAML 1.2."""

import re
from decimal import Decimal

from generator.model.node import ScalarValue

# YAML 1.2.2 §10.3.2. `on`, `no`, `1_000`, `12:30` and dates are strings here, unlike in YAML 1.1.
_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INFINITE = re.compile(r"([-+]?)\.(?:inf|Inf|INF)")
_NAN = frozenset({".nan", ".NaN", ".NAN"})
_INT = re.compile(r"[-+]?[0-9]+")
_OCTAL = re.compile(r"0o[0-7]+")
_HEX = re.compile(r"0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE]([-+]?[0-9]+))?")

_FIRST = frozenset("0123456789+-.~nNtTfF")
_MAX_DIGITS = 400  # a float64 needs 309; more is a mistake, or meant to use up our memory
_MAX_EXPONENT = 400


class OutOfBounds(Exception):
    """A number that no type of the language could hold."""


def plain_value(text: str) -> ScalarValue:
    """The value of an unquoted scalar; OutOfBounds for a number beyond all reason."""
    if not text:
        return None
    if text[0] not in _FIRST:
        return text
    if text in _NULL:
        return None
    if text in _BOOL:
        return _BOOL[text]
    return _number(text)


def _number(text: str) -> ScalarValue:
    if _INT.fullmatch(text):
        return int(_bounded(text))
    if _OCTAL.fullmatch(text) or _HEX.fullmatch(text):
        return int(_bounded(text), 0)
    if match := _FLOAT.fullmatch(text):
        exponent = match[1]
        if exponent and (len(exponent) > 9 or abs(int(exponent)) > _MAX_EXPONENT):
            raise OutOfBounds
        return Decimal(_bounded(text))
    if match := _INFINITE.fullmatch(text):
        return Decimal(f"{match[1]}Infinity")
    return Decimal("NaN") if text in _NAN else text


def _bounded(text: str) -> str:
    if len(text) > _MAX_DIGITS:
        raise OutOfBounds
    return text
