"""Turns the constraints of a field into JSON Schema's keywords.

A decimal and bytes travel as strings, which the standard's bounds cannot measure: theirs go into
the keywords ``x-decimal`` and ``x-bytes``, which the run-time checks and reports like any other.
"""

import math
from decimal import Decimal
from typing import Any

from generator.model import Constraints


def number(value: Decimal) -> int | float:
    """A number as JSON has it: whole ones as int, exactly."""
    return int(value) if value == value.to_integral_value() else float(value)


def apply(schema: dict[str, Any], constraints: Constraints, measured_by: str | None) -> None:
    """Add the constraints of a field or alias to its schema.

    measured_by: the keyword of our own that holds them; None: the standard's.
    """
    if measured_by is not None:
        bounds = {keyword: format(bound, "f") for keyword, bound in _bounds(constraints)}
        measured = {**bounds, **dict(_lengths(constraints))}
        if measured:
            schema[measured_by] = measured
    else:
        for keyword, bound in _bounds(constraints):
            schema[keyword] = _narrower(keyword, number(bound), schema.get(keyword))
        _drop_implied(schema)
        schema.update(_lengths(constraints))
    if constraints.pattern is not None:
        schema["pattern"] = constraints.pattern
    if constraints.min_items is not None:
        schema["minItems"] = constraints.min_items
    if constraints.max_items is not None:
        schema["maxItems"] = constraints.max_items
    if constraints.unique_items:
        schema["uniqueItems"] = True


def _bounds(constraints: Constraints) -> list[tuple[str, Decimal]]:
    bounds = (
        ("minimum", constraints.minimum),
        ("maximum", constraints.maximum),
        ("exclusiveMinimum", constraints.exclusive_minimum),
        ("exclusiveMaximum", constraints.exclusive_maximum),
        ("multipleOf", constraints.multiple_of),
    )
    return [(keyword, bound) for keyword, bound in bounds if bound is not None]


def _lengths(constraints: Constraints) -> list[tuple[str, int]]:
    lengths = (("minLength", constraints.min_length), ("maxLength", constraints.max_length))
    return [(keyword, length) for keyword, length in lengths if length is not None]


def _drop_implied(schema: dict[str, Any]) -> None:
    """Leave out the end of a range that an exclusive bound within it says already."""
    if schema.get("exclusiveMinimum", -math.inf) >= schema.get("minimum", math.inf):
        del schema["minimum"]
    if schema.get("exclusiveMaximum", math.inf) <= schema.get("maximum", -math.inf):
        del schema["maximum"]


def _narrower(keyword: str, bound: int | float, range_end: int | float | None) -> int | float:
    """The bound of a contract within the range that the type has anyway."""
    if range_end is None:
        return bound
    return max(bound, range_end) if keyword == "minimum" else min(bound, range_end)
