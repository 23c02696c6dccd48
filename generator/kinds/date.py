"""``date``: a day."""

import datetime
import re

from generator.kinds.kind import CallExpression, Carrier, Order, PythonType, ScalarKind
from generator.kinds.misfit import Misfit, exists, text_of
from generator.model import Json, Scalar

_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def _parse(node: Scalar) -> Json:
    text = text_of(node, "date")
    if not _DATE.fullmatch(text) or not exists(datetime.date.fromisoformat, text):
        raise Misfit(f"'{text}' is not a date", "write it like 2026-11-22")
    return text


def _another(value: Json, number: int) -> Json:
    moved = datetime.date.fromisoformat(str(value)) + datetime.timedelta(days=number)
    return moved.isoformat()


KIND = ScalarKind(
    name="date",
    summary="a day of the years 1 to 9999",
    words="a date such as 2026-11-22",
    carrier=Carrier.TEXT,
    python=PythonType(spelled="datetime.date", module="datetime"),
    json={"type": "string", "format": "date"},
    in_draft_7=True,
    parse=_parse,
    value=lambda text: CallExpression(method=".fromisoformat", arguments=(str(text),)),
    in_signature=False,
    example="2026-01-31",
    another=_another,
    order=Order.TIME,
)
