"""``timestamp``: an instant (RFC 3339), always with an offset."""

import datetime
import re

from generator.kinds.kind import CallExpression, Carrier, Order, ProtoType, PythonType, ScalarKind
from generator.kinds.misfit import Misfit, exists, text_of
from generator.model import Json, Scalar

_TIMESTAMP = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d)(\.\d{1,6})?([Zz]|[+-]\d\d:\d\d)", re.ASCII
)


def _parse(node: Scalar) -> Json:
    text = text_of(node, "timestamp")
    match = _TIMESTAMP.fullmatch(text)
    if match is None:
        hint = "write it like 2026-11-22T09:30:00Z, with Z or an offset"
        raise Misfit(f"'{text}' is not a timestamp of RFC 3339", hint)
    date, time, fraction, offset = match[1], match[2], match[3] or "", match[4].upper()
    if not exists(datetime.datetime.fromisoformat, f"{date}T{time}{offset}"):
        raise Misfit(f"there is no such instant as '{text}'")
    return f"{date}T{time}{fraction}{offset}"


def _another(value: Json, number: int) -> Json:
    moved = datetime.datetime.fromisoformat(str(value)) + datetime.timedelta(days=number)
    return moved.isoformat().replace("+00:00", "Z")


KIND = ScalarKind(
    name="timestamp",
    also=("date-time", "datetime"),
    summary="an instant of the years 1 to 9999 (RFC 3339), with an offset, without leap seconds",
    words="a timestamp with an offset, such as 2026-11-22T09:30:00Z",
    carrier=Carrier.TEXT,
    python=PythonType(spelled="datetime.datetime", module="datetime"),
    protobuf=ProtoType(name="Timestamp", file="google/protobuf/timestamp.proto"),
    json={"type": "string", "format": "date-time"},
    in_draft_7=True,
    parse=_parse,
    value=lambda text: CallExpression(method=".fromisoformat", arguments=(str(text),)),
    in_signature=False,
    example="2026-01-31T12:30:00Z",
    another=_another,
    order=Order.TIME,
)
