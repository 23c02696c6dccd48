"""Turns the text of a YAML scalar into its value, by the core schema of YAML 1.2."""

import re
from decimal import Decimal

from generator.model.node import ScalarValue

# YAML 1.2.2 §10.3.2. `on`, `no`, `1_000`, `12:30` and dates are strings here, unlike in YAML 1.1.
_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INFINITE = re.compile(r"([-+]?)\.(?:inf|Inf|INF)")
_NAN = frozenset({".nan", ".NaN", ".NAN"})
_INT = re.compile(r"[-+]?[0-9]+")
_OCTAL = re.compile(r"0o[0-7]+")
_HEX = re.compile(r"0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE]([-+]?[0-9]+))?")

_FIRST_OF_NUMBERS = frozenset("0123456789+-.")
# What begins anything but text, nothing included: most scalars are told by their first character.
MAYBE_NO_TEXT = _FIRST_OF_NUMBERS | {word[:1] for word in _WORDS}
_MAX_DIGITS = 400  # a float64 needs 309; more is a mistake, or meant to use up our memory
_MAX_EXPONENT = 400

_TAG = "tag:yaml.org,2002:"


class OutOfBounds(Exception):
    """A number that no type of the language could hold."""


class BadTag(Exception):
    """A tag that is not of the core schema, or not of this value."""


def plain_value(text: str) -> ScalarValue:
    """The value of an unquoted scalar; OutOfBounds for a number beyond all reason."""
    if text in _WORDS:
        return _WORDS[text]
    return _number(text) if text[0] in _FIRST_OF_NUMBERS else text


def tagged_value(tag: str, text: str) -> ScalarValue:
    """The value of ``!!int 5`` and the like; BadTag unless the core schema has it."""
    if tag in ("!", f"{_TAG}str"):
        return text
    value = plain_value(text)
    match tag.removeprefix(_TAG), value:
        case "null", None:
            return value
        case "bool", bool():
            return value
        case _, bool():
            raise BadTag
        case ("int", int()) | ("float", Decimal()):
            return value
        case "float", int():
            return Decimal(value)
        case _:
            raise BadTag


def tag_fits_collection(tag: str, *, mapping: bool) -> bool:
    """Whether ``!!map {…}`` or ``!!seq […]`` says what is true anyway."""
    return tag in ("!", f"{_TAG}map" if mapping else f"{_TAG}seq")


def short_tag(tag: str) -> str:
    """The tag as a contract spells it: ``!!set``."""
    return f"!!{tag.removeprefix(_TAG)}" if tag.startswith(_TAG) else tag


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
