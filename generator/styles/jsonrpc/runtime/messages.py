"""Turns bytes into JSON-RPC 2.0 messages and back, as the specification's sections 4 to 6 ask."""

from collections.abc import Mapping
from typing import Any, Literal

import msgspec
from msgspec import UNSET, UnsetType

from generator.runtime.json_text import NotJson, may_repeat, read_closely
from generator.runtime.unions import encode

# A notification that names a call which nobody waits for any more; so do language servers.
CANCEL = "$/cancelRequest"

Id = str | int | float | None
Params = dict[str, Any] | list[Any]


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """A call, or a notification when it has no ``id`` (an ``id`` of null is a call)."""

    jsonrpc: Literal["2.0"]
    method: str
    params: Params | UnsetType = UNSET
    id: Id | UnsetType = UNSET


class Plain(msgspec.Struct, frozen=True, kw_only=True):
    """The same, of which the parameters have not been looked at."""

    jsonrpc: Literal["2.0"]
    method: str
    params: msgspec.Raw
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


class ErrorResponse(msgspec.Struct, frozen=True, tag_field="jsonrpc", tag="2.0"):
    """The response to a call that failed; ``id`` is null when the call could not be read."""

    error: ErrorObject
    id: Id | UnsetType


class Response(msgspec.Struct, frozen=True, kw_only=True):
    """A response as a client reads it: either member may be missing, the result is kept raw."""

    jsonrpc: Literal["2.0"]
    result: msgspec.Raw | UnsetType = UNSET
    error: ErrorObject | UnsetType = UNSET
    id: Id | UnsetType = UNSET


class Notification(msgspec.Struct, frozen=True, kw_only=True):
    """An item of a stream as a client reads it."""

    jsonrpc: Literal["2.0"]
    params: msgspec.Raw


class _Told(msgspec.Struct, frozen=True):
    """What a message on a pipe says that HTTP has headers for."""

    headers: dict[str, Any] = {}


class Head(msgspec.Struct, frozen=True):
    """What a message on a pipe is: an item names the ``call`` that it belongs to."""

    id: Id | UnsetType = UNSET
    method: str | UnsetType = UNSET
    call: Id | UnsetType = UNSET


class Unreadable(Exception):
    """The bytes are not JSON."""


class BatchTooLarge(Exception):
    """The batch holds more messages than the server takes."""


class Invalid(msgspec.Struct, frozen=True):
    """Stands for an element that is JSON and no Request object; ``id`` is null if it has none."""

    id: Id = None


INVALID = Invalid()
_ID_TYPES = (str, int, float)

_plain = msgspec.json.Decoder(Plain).decode
_one = msgspec.json.Decoder(Request).decode
_many = msgspec.json.Decoder(list[msgspec.Raw]).decode
_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
_told = msgspec.json.Decoder(_Told | list[_Told]).decode
_heads = msgspec.json.Decoder(Head | list[Head]).decode
_BLANKS = b" \t\r\n"


def refusal(number: int, message: str) -> bytes:
    """The response to what could not be read as a call."""
    return encode(ErrorResponse(ErrorObject(number, message), None))


def read_plain(body: bytes) -> tuple[Plain, bytes] | None:
    """A call and the text of its parameters; None for what is to be read closely, by ``read``."""
    try:
        message = _plain(body)
    except _UNREADABLE:
        return None
    params = bytes(message.params)
    others = 3 + (message.id is not UNSET)
    once = body.count(b":") - params.count(b":") == others
    return (message, params) if once else None


def read(body: bytes, max_batch: int) -> Request | Invalid | list[Request | Invalid]:
    """A request body: one message, or the messages of a batch (never none: [] is invalid)."""
    try:
        if body.lstrip(_BLANKS)[:1] != b"[":
            return _element(body)
        elements = _many(body)
    except (*_UNREADABLE, NotJson):
        return _closely(body, max_batch)
    if len(elements) > max_batch:
        raise BatchTooLarge
    try:
        return [_element(bytes(element)) for element in elements] or INVALID
    except NotJson as error:
        raise Unreadable(str(error)) from None


def _element(body: bytes) -> Request | Invalid:
    """One message; NotJson, too, where a closer look might find what can be read."""
    try:
        message = _one(body)
    except _UNREADABLE:
        return _message(read_closely(body))
    others = 2 + (message.params is not UNSET) + (message.id is not UNSET)
    if may_repeat(body, message.params, others):
        return _message(read_closely(body))
    return message


def _closely(
    body: bytes,
    max_batch: int,
) -> Request | Invalid | list[Request | Invalid]:
    """What msgspec does not take: it is not JSON, or too deep."""
    try:
        value = read_closely(body)
    except NotJson as error:
        raise Unreadable(str(error)) from None
    if not isinstance(value, list):
        return _message(value)
    if len(value) > max_batch:
        raise BatchTooLarge
    return [*map(_message, value)] or INVALID


def _message(value: Any) -> Request | Invalid:
    try:
        return msgspec.convert(value, Request)
    except msgspec.ValidationError:
        id = value.get("id") if isinstance(value, dict) else None
        return Invalid(id) if type(id) in _ID_TYPES else INVALID


def told(line: bytes) -> dict[str, Any]:
    """The member ``headers`` of a message on a pipe; in a batch the last one speaks for all."""
    if b'"headers"' not in line:
        return {}
    try:
        found: _Told | list[_Told] = _told(line)
    except _UNREADABLE:
        return {}
    if isinstance(found, list):
        return found[-1].headers if found else {}
    return found.headers


def telling(line: bytes, headers: Mapping[str, str]) -> bytes:
    """A message, or a batch, with what ``told`` finds in it."""
    if not headers:
        return line
    end = line[line.rindex(b"}") :]
    return line[: -len(end)] + b',"headers":' + encode(headers) + end


def heads(line: bytes) -> Head | list[Head] | None:
    """What a line holds; None if it is no message."""
    try:
        found: Head | list[Head] = _heads(line)
    except _UNREADABLE:
        return None
    return found
