"""Says which constraint a value in wire form breaks, as the run time will judge it."""

from collections.abc import Sequence
from decimal import Decimal

from generator.contract.resolve import patterns
from generator.contract.resolve.constraints import EXACT
from generator.kinds import kind_of
from generator.kinds.kind import NUMBERS
from generator.model import Constraints, ListRef, ScalarRef


def repeated(values: Sequence[object]) -> int | None:
    """The index of the first value that was there before."""
    seen: set[str] = set()
    for index, value in enumerate(values):
        key = repr(value)
        if key in seen:
            return index
        seen.add(key)
    return None


def violated(value: object, c: Constraints, core: object) -> str | None:
    """Which constraint a wire value breaks, or None."""
    if isinstance(core, ListRef):
        assert isinstance(value, list)
        return _violated_items(value, c)
    if not isinstance(core, ScalarRef):
        return None
    kind = kind_of(core)
    if kind.constraints == NUMBERS:
        return _violated_number(Decimal(str(value)), c)
    if not kind.constraints:
        return None
    assert isinstance(value, str)
    if c.pattern is not None and not patterns.matches(c.pattern, value):
        return f"'{value}' does not match {c.pattern}"
    return _violated_length(kind.length(value), c)


def _violated_length(length: int, c: Constraints) -> str | None:
    if c.min_length is not None and length < c.min_length:
        return f"a length of {length} is below the minimum of {c.min_length}"
    if c.max_length is not None and length > c.max_length:
        return f"a length of {length} is above the maximum of {c.max_length}"
    return None


def _violated_items(items: list[object], c: Constraints) -> str | None:
    if c.min_items is not None and len(items) < c.min_items:
        return f"the number of items, {len(items)}, is below the minimum of {c.min_items}"
    if c.max_items is not None and len(items) > c.max_items:
        return f"the number of items, {len(items)}, is above the maximum of {c.max_items}"
    if c.unique_items and repeated(items) is not None:
        return "its items must differ"
    return None


def _violated_number(number: Decimal, c: Constraints) -> str | None:
    if c.minimum is not None and number < c.minimum:
        return f"{number} is below the minimum of {c.minimum}"
    if c.maximum is not None and number > c.maximum:
        return f"{number} is above the maximum of {c.maximum}"
    if c.exclusive_minimum is not None and number <= c.exclusive_minimum:
        return f"{number} is not above {c.exclusive_minimum}"
    if c.exclusive_maximum is not None and number >= c.exclusive_maximum:
        return f"{number} is not below {c.exclusive_maximum}"
    if c.multiple_of is not None and EXACT.remainder(number, c.multiple_of):
        return f"{number} is not a multiple of {c.multiple_of}"
    return None
