"""Says the bounds of decimals in words that OpenAPI's tools know: patterns and lengths.

A decimal and bytes travel as strings. Their bounds stand in ``x-decimal`` and ``x-bytes``; where
a pattern or a length can say the same, it is said so too.
"""

import math
from decimal import Decimal

from generator.kinds.decimal import DECIMAL_PATTERN, NOT_NEGATIVE, POSITIVE
from generator.model import JsonObject

# The digits before the point, as the pattern of every decimal has them.
_WHOLE = "[1-9][0-9]{0,299}"
_SHORT = "[1-9][0-9]{0,99}"  # before an exponent


def narrowed(schema: JsonObject) -> JsonObject:
    """The schema of a decimal or of bytes, bounded by a pattern or lengths too."""
    if schema.get("pattern") == DECIMAL_PATTERN and "x-decimal" in schema:
        return {**schema, "pattern": _pattern(schema["x-decimal"])}
    if "contentEncoding" in schema and "x-bytes" in schema:
        return {**schema, **_base64_lengths(schema["x-bytes"])}
    return schema


def _pattern(bounds: dict[str, str]) -> str:
    """Lets nothing pass that the pattern of every decimal stops."""
    lowest = bounds.get("minimum", bounds.get("exclusiveMinimum"))
    sign = "" if lowest is not None and Decimal(lowest) >= 0 else "-?"
    positive = "exclusiveMinimum" in bounds and Decimal(bounds["exclusiveMinimum"]) == 0
    places = _places(bounds.get("multipleOf"))
    if places is None:
        return f"^{sign}{POSITIVE if positive else NOT_NEGATIVE}$"
    plain = _positive(places) if positive else f"(0|{_WHOLE}){_fraction(places)}"
    zero = "" if positive else "0|"
    return rf"^{sign}({plain}|({zero}{_SHORT})[eE]\+?[0-9]{{1,2}})$"


def _places(step: str | None) -> int | None:
    """How many digits may follow the point, if the step is 1, 0.1, 0.01, …"""
    if step is None:
        return None
    number = Decimal(step).normalize()
    exponent = number.as_tuple().exponent
    if number.as_tuple().digits != (1,) or not isinstance(exponent, int) or exponent > 0:
        return None
    return -exponent


def _fraction(places: int) -> str:
    return "" if places == 0 else rf"(\.[0-9]{{1,{places}}})?"


def _positive(places: int) -> str:
    """Not zero: a digit above zero before the point, or else after it."""
    whole = f"{_WHOLE}{_fraction(places)}"
    if places == 0:
        return whole
    firsts = ("0" * zeros + f"[1-9][0-9]{{0,{places - zeros - 1}}}" for zeros in range(places))
    return rf"({whole}|0\.({'|'.join(firsts)}))"


def _base64_lengths(bounds: dict[str, int]) -> JsonObject:
    lengths = {"minLength": "minLength", "maxLength": "maxLength"}
    return {
        keyword: math.ceil(bounds[bound] / 3) * 4
        for bound, keyword in lengths.items()
        if bound in bounds
    }
