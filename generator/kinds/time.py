"""``time``: a time of day, without an offset."""

import datetime
import re

from generator.kinds.kind import CallExpression, Carrier, Order, PythonType, ScalarKind
from generator.kinds.misfit import Misfit, exists, text_of
from generator.model import Json, Scalar

_TIME = re.compile(r"(\d\d:\d\d)(:\d\d)?(\.\d{1,6})?", re.ASCII)
_PATTERN = r"^([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?$"


def _parse(node: Scalar) -> Json:
    text = text_of(node, "time")
    match = _TIME.fullmatch(text)
    whole = f"{match[1]}{match[2] or ':00'}" if match else ""
    if match is None or not exists(datetime.time.fromisoformat, whole):
        raise Misfit(f"'{text}' is not a time of day", "write it like 09:30:00")
    return f"{whole}{match[3] or ''}"


KIND = ScalarKind(
    name="time",
    summary="a time of day",
    words="a time of day such as 09:30:00",
    carrier=Carrier.TEXT,
    python=PythonType(spelled="datetime.time", module="datetime"),
    json={"type": "string", "format": "time-local", "pattern": _PATTERN},
    in_models={"type": "string", "format": "time"},
    parse=_parse,
    value=lambda text: CallExpression(method=".fromisoformat", arguments=(str(text),)),
    in_signature=False,
    example="12:30:00",
    order=Order.TIME,
)
