"""``decimal``: an exact decimal number, in JSON a text."""

import re
from decimal import Decimal

from generator.kinds.kind import NUMBERS, CallExpression, Carrier, Order, PythonType, ScalarKind
from generator.kinds.misfit import DECIMAL, Misfit, number_of
from generator.model import Json, Scalar

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


def _parse(node: Scalar) -> Json:
    value = node.value
    if isinstance(value, str):
        if DECIMAL.fullmatch(value):
            return re.sub(r"^(-?)0+(?=\d)", r"\1", value)
        raise Misfit(f"'{value}' is not a decimal", 'write digits, like "22.00"')
    number = number_of(node, "decimal")
    if number and abs(number.adjusted()) > 400:
        raise Misfit(f"{node.text} is too long a decimal")
    return f"{number:f}"


def _another(value: Json, number: int) -> Json:
    given = Decimal(str(value))
    grown = (given * (10 + 3 * number) / 10).quantize(given)
    return None if grown == given else f"{grown:f}"


KIND = ScalarKind(
    name="decimal",
    summary="an exact decimal number of up to 300 digits; `22.00` keeps its zeros",
    words="a decimal number such as 12.50",
    carrier=Carrier.TEXT,
    python=PythonType(spelled="Decimal", module="decimal"),
    json={"type": "string", "format": "decimal", "pattern": DECIMAL_PATTERN},
    measured_by="x-decimal",
    in_models={"type": "string", "format": "decimal"},
    # Generators make a float64 of the format, or refuse it.
    openapi={"x-format": "decimal"},
    constraints=NUMBERS,
    parse=_parse,
    value=lambda text: CallExpression(arguments=(str(text),)),
    example="10.00",
    another=_another,
    order=Order.NUMBER,
)
