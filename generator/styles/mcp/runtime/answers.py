"""What a client reads: the response to a request, alone or behind others in a stream of events."""

from typing import Any, Generic, Literal, TypeVar

import msgspec
from msgspec import UNSET, UnsetType

from generator.runtime.http.message import HttpResponse, media_type

R = TypeVar("R")
_EVENTS = "text/event-stream"
UNREADABLE = (msgspec.DecodeError, RecursionError, UnicodeDecodeError)


class ErrorObject(msgspec.Struct, frozen=True):
    """The ``error`` member of a response."""

    code: int
    message: str
    data: Any = None


class Response(msgspec.Struct, Generic[R], frozen=True, kw_only=True):
    """A response, of which either member may be missing."""

    jsonrpc: Literal["2.0"]
    result: R | UnsetType = UNSET
    error: ErrorObject | UnsetType = UNSET
    id: str | int | float | None = None


class ToolResult(msgspec.Struct, frozen=True, kw_only=True):
    """What a tool answers; versions with a handshake have no kinds of result."""

    kind: str = msgspec.field(name="resultType", default="complete")
    structured: msgspec.Raw | UnsetType = msgspec.field(
        name="structuredContent",
        default=UNSET,
    )
    content: msgspec.Raw = msgspec.Raw(b"[]")
    failed: bool = msgspec.field(name="isError", default=False)


class Wrapped(msgspec.Struct, frozen=True):
    """A result that is no object."""

    result: msgspec.Raw


class _Block(msgspec.Struct, frozen=True):
    type: str
    text: str = ""


class _Head(msgspec.Struct, frozen=True):
    id: str | int | float | UnsetType | None = UNSET
    method: str | UnsetType = UNSET


_blocks = msgspec.json.Decoder(list[_Block]).decode
_head = msgspec.json.Decoder(_Head).decode
read_number = msgspec.json.Decoder(Response[msgspec.Raw]).decode


def text_of(result: ToolResult) -> str:
    """The text that a tool answers with; DecodeError for content that is none."""
    texts = [block.text for block in _blocks(result.content) if block.type == "text"]
    return "\n".join(texts)


def is_stream(response: HttpResponse) -> bool:
    """Whether the answer came as a stream of events."""
    return media_type(response.headers) == _EVENTS


def body_of(response: HttpResponse) -> bytes:
    """The response to a request: the body of an answer, or in a stream of events the last one."""
    if not is_stream(response):
        return response.body
    from generator.runtime.http.streaming import sse

    events = sse.EventReader(len(response.body)).feed(response.body)
    found = (event.data for event in reversed(events) if _is_response(event.data))
    return next(found, b"")


def _is_response(data: bytes) -> bool:
    """Whether an event holds no notification and no request of the server's own."""
    head = head_of(data)
    return head is not None and head.method is UNSET


def head_of(data: bytes) -> _Head | None:
    """The id and the method of a message; None for what is no message."""
    try:
        return _head(data)
    except UNREADABLE:
        return None
