"""Checks what JSON Schema cannot say: bounds of decimals and lengths of bytes, which are strings.

``x-decimal: {minimum: "0", multipleOf: "0.01"}`` and ``x-bytes: {maxLength: 1024}``, in a schema
of type string, use the standard's own words. A string that is not a decimal or not base64 is the
pattern's affair.
"""

import abc
import datetime as dt
import decimal
import operator
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import msgspec

# More characters than the pattern of a decimal lets pass.
_LONGEST = 1000
_COMPARISONS: dict[str, tuple[Callable[[Decimal, Decimal], bool], str]] = {
    "minimum": (operator.ge, "must be at least {}"),
    "maximum": (operator.le, "must be at most {}"),
    "exclusiveMinimum": (operator.gt, "must be greater than {}"),
    "exclusiveMaximum": (operator.lt, "must be less than {}"),
}


class _Keyword(abc.ABC):
    """A keyword of jsonschema-rs, which wants both ways to ask."""

    def validate(self, instance: object) -> None:
        """Raise for the first problem."""
        for problem in self.iter_errors(instance):
            raise problem

    @abc.abstractmethod
    def iter_errors(self, instance: object) -> Iterator[ValueError]:
        """Every problem; the message is the violation's detail."""


class DecimalBounds(_Keyword):
    """``x-decimal``"""

    def __init__(
        self,
        parent: dict[str, Any],
        value: Any,
        path: list[str | int],
    ) -> None:
        del parent, path
        self._bounds = [
            (*_COMPARISONS[keyword], Decimal(bound))
            for keyword, bound in value.items()
            if keyword in _COMPARISONS
        ]
        step = value.get("multipleOf")
        self._step = None if step is None else Decimal(step)

    def validate(self, instance: object) -> None:
        """The same as for every keyword, without a generator where all is well."""
        if self._step is None and isinstance(instance, str):
            if len(instance) > _LONGEST:
                return
            try:
                number = Decimal(instance)
                for holds, _, bound in self._bounds:
                    if not holds(number, bound):
                        break
                else:
                    return
            except decimal.InvalidOperation:
                return
        super().validate(instance)

    def iter_errors(self, instance: object) -> Iterator[ValueError]:
        """Every bound that the number is outside of."""
        number = _number(instance)
        if number is None:
            return
        for holds, wording, bound in self._bounds:
            if not holds(number, bound):
                yield ValueError(wording.format(bound))
        if self._step is not None and Fraction(number) % Fraction(self._step):
            yield ValueError(f"must be a multiple of {self._step}")


class BytesLength(_Keyword):
    """``x-bytes``"""

    def __init__(
        self,
        parent: dict[str, Any],
        value: Any,
        path: list[str | int],
    ) -> None:
        del parent, path
        self._minimum: int = value.get("minLength", 0)
        self._maximum: int | None = value.get("maxLength")

    def iter_errors(self, instance: object) -> Iterator[ValueError]:
        """Whether there are too few bytes, or too many."""
        if not isinstance(instance, str):
            return
        length = len(instance) // 4 * 3 - instance[-2:].count("=")
        if length < self._minimum:
            yield ValueError(f"must have at least {self._minimum} bytes")
        if self._maximum is not None and length > self._maximum:
            yield ValueError(f"must have at most {self._maximum} bytes")


def _number(instance: object) -> Decimal | None:
    """A decimal that the schema's pattern may accept: with others nobody should compute."""
    if not isinstance(instance, str) or len(instance) > _LONGEST:
        return None
    try:
        number = Decimal(instance)
    except decimal.InvalidOperation:
        return None
    small = number.is_finite() and abs(number.adjusted()) < 10_000
    return number if small else None


# The commonest bounds of decimals as patterns, which need no call of Python: there is no minus, or
# nothing but zeros after it; there is none, and a digit that is not 0.
_SIGNS: dict[str, dict[str, Any]] = {
    "minimum": {"pattern": "^([^-]|-[0.]*([eE]|$))"},
    "exclusiveMinimum": {"pattern": "^[0.]*[1-9]"},
}


# Days in which an offset may lead out of the years that Python and protobuf know.
_ENDS = ("0001-01-01", "9999-12-31")
_AT_THE_ENDS = {"type": "string", "pattern": f"^({'|'.join(_ENDS)})"}
OUT_OF_YEARS = "must be a timestamp of the years 1 to 9999"


class Instant(_Keyword):
    """What the format ``date-time`` does not say: that the instant has a year in UTC, too."""

    def iter_errors(self, instance: object) -> Iterator[ValueError]:
        """Whether it is before the year 1, or after 9999."""
        if isinstance(instance, str) and instance.startswith(_ENDS):
            try:
                msgspec.convert(instance, dt.datetime).astimezone(dt.UTC)
            except (OverflowError, msgspec.ValidationError):
                yield ValueError(OUT_OF_YEARS)


def quick(schema: Any) -> Any:
    """A schema that takes less time, and holds for no other values.

    For a few it may not hold though the schema does: those are for a closer look.
    """
    if isinstance(schema, list):
        return [quick(part) for part in schema]
    if not isinstance(schema, Mapping):
        return schema
    quicker = {name: quick(part) for name, part in schema.items()}
    bounds: Any = schema.get("x-decimal")
    for keyword, sign in _SIGNS.items():
        alone = isinstance(bounds, dict) and [*bounds] == [keyword]
        if alone and Decimal(bounds[keyword]) == 0:
            del quicker["x-decimal"]
            quicker["allOf"] = [*quicker.get("allOf", ()), sign]
    if schema.get("format") == "date-time":
        quicker["not"] = _AT_THE_ENDS
    return quicker


KEYWORDS: dict[str, type[Any]] = {"x-decimal": DecimalBounds, "x-bytes": BytesLength}
