"""``uuid``: a UUID (RFC 9562)."""

import re
import uuid

from generator.kinds.kind import CallExpression, Carrier, PythonType, ScalarKind
from generator.kinds.misfit import Misfit, text_of
from generator.model import Json, Scalar

_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def _parse(node: Scalar) -> Json:
    text = text_of(node, "uuid")
    if not _UUID.fullmatch(text):
        hint = "write it like 7d444840-9dc0-11d1-b245-5ffdce74fad2"
        raise Misfit(f"'{text}' is not a uuid", hint)
    return text.lower()


KIND = ScalarKind(
    name="uuid",
    summary="a UUID",
    words="a UUID",
    carrier=Carrier.TEXT,
    python=PythonType(spelled="UUID", module="uuid"),
    json={"type": "string", "format": "uuid"},
    in_draft_7=True,
    parse=_parse,
    value=lambda text: CallExpression(arguments=(str(text),)),
    in_signature=False,
    example="123e4567-e89b-42d3-a456-426614174000",
    key=lambda number: str(uuid.UUID(int=number, version=4)),
)
