"""Writes a ``google.rpc.Status`` as Connect has errors: JSON, with details that are messages."""

import contextlib
from base64 import b64encode
from typing import Any

import msgspec
from google.protobuf.message import DecodeError

from generator.formats.protobuf.runtime.messages import UNFIT, Messages
from generator.formats.protojson.runtime.message import to_json
from generator.runtime.codes import Code
from generator.runtime.http.asgi import Reply
from generator.runtime.http.status_of import STATUS_OF
from generator.styles.connect.runtime.codes import BY_NUMBER, NAMES

JSON = (b"content-type", b"application/json")
_PREFIX = "type.googleapis.com/"


def error_of(status: Any, messages: Messages) -> dict[str, Any]:
    """The ``Error`` of Connect, as plain JSON data; messages: those that details can be."""
    error: dict[str, Any] = {"code": NAMES[BY_NUMBER[status.code]]}
    if status.message:
        error["message"] = status.message
    if status.details:
        error["details"] = [_detail(one, messages) for one in status.details]
    return error


def _detail(one: Any, messages: Messages) -> dict[str, Any]:
    """One detail, for programs and, where its message is known, for people."""
    name = one.type_url.removeprefix(_PREFIX)
    told = {"type": name, "value": unpadded(one.value)}
    with contextlib.suppress(KeyError, *UNFIT, DecodeError):
        message = messages.cls(name).FromString(one.value)
        told["debug"] = msgspec.Raw(to_json(message))
    return told


def unpadded(data: bytes) -> str:
    """Bytes as base64 without padding, as gRPC and Connect have binary headers."""
    return b64encode(data).decode().rstrip("=")


def error_json(status: Any, messages: Messages) -> bytes:
    """The body of a unary call that failed."""
    return msgspec.json.encode(error_of(status, messages))


def failed_alone(code: Code, message: str) -> Reply:
    """The response to what is no call of anything."""
    body = msgspec.json.encode({"code": NAMES[code], "message": message})
    return STATUS_OF[code], [JSON], body
