"""The quick schema holds for the same decimals as the one that says what is wrong with them."""

from typing import Any

import jsonschema_rs
import pytest

from generator.kinds.decimal import DECIMAL_PATTERN
from generator.runtime.validation.keywords import KEYWORDS, quick

DECIMALS = ["0", "-0", "0.00", "-0.00", "-0e5", "-0.0e-5", "1", "-1", "0.001", "-0.001", "10"]
DECIMALS += ["-10.0", "1e-5", "-1e5", "0e1", "-0.10e3", "", "-", "ten", "NaN", "00"]
BOUNDS: list[dict[str, str]] = [
    {"minimum": "0"},
    {"minimum": "0.00"},
    {"exclusiveMinimum": "0"},
    {"minimum": "0", "maximum": "5"},
    {"minimum": "1"},
    {"maximum": "0"},
]


def holds(schema: Any, value: str | None) -> bool:
    return bool(jsonschema_rs.validator_for(schema, keywords=KEYWORDS).is_valid(value))


@pytest.mark.parametrize("bounds", BOUNDS, ids=str)
def test_the_quick_schema_holds_for_the_same_decimals(bounds: dict[str, str]) -> None:
    schema = {"type": ["string", "null"], "pattern": DECIMAL_PATTERN, "x-decimal": bounds}
    kept = {**schema, "allOf": [{"maxLength": 6}]}
    for value in [*DECIMALS, None]:
        assert holds(quick(schema), value) == holds(schema, value), value
        assert holds(quick(kept), value) == holds(kept, value), value


def test_the_quick_schema_asks_python_for_no_sign() -> None:
    schema = {"properties": {"price": {"type": "string", "x-decimal": {"minimum": "0"}}}}
    assert "x-decimal" not in str(quick(schema))
    assert "x-decimal" in str(schema)
