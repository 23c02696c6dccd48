"""``bytes``: binary data, in JSON a text in base64 (RFC 4648 §4)."""

import base64
import re

from generator.kinds.kind import LENGTHS, Carrier, ProtoType, PythonType, ScalarKind
from generator.kinds.misfit import Misfit, text_of
from generator.model import Json, Scalar

_BASE64 = r"([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?"


def _parse(node: Scalar) -> Json:
    text = "".join(text_of(node, "bytes").split())
    if not re.fullmatch(_BASE64, text):
        raise Misfit(f"'{node.text}' is not base64", "write bytes in base64 (RFC 4648)")
    return text


KIND = ScalarKind(
    name="bytes",
    also=("binary", "byte"),
    summary="binary data; in JSON as base64",
    carrier=Carrier.BYTES,
    python=PythonType(spelled="bytes"),
    protobuf=ProtoType(name="bytes"),
    json={"type": "string", "contentEncoding": "base64", "pattern": f"^{_BASE64}$"},
    measured_by="x-bytes",
    in_models={"type": "string", "format": "binary"},
    constraints=LENGTHS,
    length=lambda text: len(text) * 3 // 4 - text.count("="),
    parse=_parse,
    value=lambda text: base64.b64decode(str(text)),
    in_signature=False,
    example="3q2+7w==",
)
