"""Turns bytes into JSON-RPC 2.0 messages and back, as the specification's sections 4 to 6 ask."""

from typing import Any, Literal

import msgspec
from msgspec import UNSET, UnsetType

Id = str | int | float | None
Params = dict[str, Any] | list[Any]


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """A call, or a notification when it has no ``id`` (an ``id`` of null is a call)."""

    jsonrpc: Literal["2.0"]
    method: str
    params: Params | UnsetType = UNSET
    id: Id | UnsetType = UNSET


class ErrorObject(msgspec.Struct, frozen=True, omit_defaults=True):
    """The ``error`` member of a response; its ``data`` is ours (see ``failures``)."""

    code: int
    message: str
    data: Any = None


# The tag makes `"jsonrpc": "2.0"` the first member of what is printed.
class Result(msgspec.Struct, frozen=True, tag_field="jsonrpc", tag="2.0"):
    """The response to a call that succeeded."""

    result: Any
    id: Id | UnsetType


class Failure(msgspec.Struct, frozen=True, tag_field="jsonrpc", tag="2.0"):
    """The response to a call that failed; ``id`` is null when the call could not be read."""

    error: ErrorObject
    id: Id | UnsetType


class Response(msgspec.Struct, frozen=True, kw_only=True):
    """A response as a client reads it: either member may be missing, the result is kept raw."""

    jsonrpc: Literal["2.0"]
    result: msgspec.Raw | UnsetType = UNSET
    error: ErrorObject | UnsetType = UNSET
    id: Id | UnsetType = UNSET


class Unreadable(Exception):
    """The bytes are not JSON."""


class BatchTooLarge(Exception):
    """The batch holds more messages than the server takes."""


class Invalid(msgspec.Struct, frozen=True):
    """Stands for an element that is JSON and no Request object; ``id`` is null if it has none."""

    id: Id = None


INVALID = Invalid()
_ID_TYPES = (str, int, float)

# What ``encode`` raises for a value that JSON cannot carry.
UNPRINTABLE = (
    msgspec.MsgspecError,
    TypeError,
    ValueError,
    OverflowError,
    RecursionError,
)

encode = msgspec.json.Encoder().encode
_one = msgspec.json.Decoder(Request).decode
_many = msgspec.json.Decoder(list[msgspec.Raw]).decode
_any = msgspec.json.Decoder().decode


def refusal(number: int, message: str) -> bytes:
    """The response to what could not be read as a call."""
    return encode(Failure(ErrorObject(number, message), None))


def read(body: bytes, max_batch: int) -> Request | Invalid | list[Request | Invalid]:
    """A request body: one message, or the messages of a batch (never none: [] is invalid)."""
    try:
        return _one(body)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return _other(body, max_batch)


def _other(body: bytes, max_batch: int) -> Request | Invalid | list[Request | Invalid]:
    """What is not a single valid message."""
    try:
        if body.lstrip()[:1] != b"[":
            return _element(body)
        elements = _many(body)
        if len(elements) > max_batch:
            raise BatchTooLarge
        return [_element(element) for element in elements] or INVALID
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise Unreadable(str(error)) from None


def _element(raw: bytes | msgspec.Raw) -> Request | Invalid:
    try:
        return _one(raw)
    except msgspec.ValidationError:
        found = _any(raw)  # a value of a wrong type may hide broken JSON behind it
        id = found.get("id") if isinstance(found, dict) else None
        return Invalid(id) if type(id) in _ID_TYPES else INVALID
