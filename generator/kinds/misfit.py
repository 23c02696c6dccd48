"""Reads scalars of a contract as texts and numbers, or says why they are none."""

import re
from collections.abc import Callable
from decimal import Decimal

from generator.model import Scalar

DECIMAL = re.compile(r"-?\d+(\.\d+)?", re.ASCII)


class Misfit(Exception):
    """A value that is none of the type; ``hint`` is a way out."""

    def __init__(self, why: str, hint: str | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.hint = hint


def text_of(node: Scalar, kind: str) -> str:
    """The text that a scalar is; ``kind`` is what it should be a value of."""
    if isinstance(node.value, str):
        return node.value
    if node.value is None:
        raise Misfit(f"null is not a valid {kind}", "make the type optional with '?'")
    raise Misfit(f"{node.text} is not a valid {kind}", f'put it in quotes: "{node.text}"')


def number_of(node: Scalar, kind: str) -> Decimal:
    """The finite number that a scalar is."""
    value = node.value
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        quoted = isinstance(value, str) and DECIMAL.fullmatch(value)
        hint = "remove the quotes" if quoted else None
        raise Misfit(f"'{node.text}' is not a valid {kind}", hint)
    number = Decimal(value)
    if not number.is_finite():
        raise Misfit(f"{node.text} is not a valid {kind}, because JSON has no such number")
    return number


def exists(parse: Callable[[str], object], text: str) -> bool:
    """Whether a date or time of the right form is in the calendar and on the clock."""
    try:
        parse(text)
    except ValueError:
        return False
    return True
