"""Writes a ``google.rpc.Status`` as Connect has errors: JSON, with details that are messages."""

from base64 import b64encode
from typing import Any

import msgspec

from generator.runtime.codes import Code
from generator.runtime.http.asgi import Reply
from generator.styles.connect.runtime.codes import BY_NUMBER, NAMES, STATUS_OF

JSON = (b"content-type", b"application/json")
_PREFIX = "type.googleapis.com/"


def error_of(status: Any) -> dict[str, Any]:
    """The ``Error`` of Connect, as plain JSON data."""
    error: dict[str, Any] = {"code": NAMES[BY_NUMBER[status.code]]}
    if status.message:
        error["message"] = status.message
    if status.details:
        error["details"] = [
            {"type": one.type_url.removeprefix(_PREFIX), "value": unpadded(one.value)}
            for one in status.details
        ]
    return error


def unpadded(data: bytes) -> str:
    """Bytes as base64 without padding, as gRPC and Connect have binary headers."""
    return b64encode(data).decode().rstrip("=")


def error_json(status: Any) -> bytes:
    """The body of a unary call that failed."""
    return msgspec.json.encode(error_of(status))


def failed_alone(code: Code, message: str) -> Reply:
    """The response to what is no call of anything."""
    body = msgspec.json.encode({"code": NAMES[code], "message": message})
    return STATUS_OF[code], [JSON], body
