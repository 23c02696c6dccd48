"""Writes what comes of requests as the members of results: content, structured content, errors."""

from typing import Any

from generator.runtime import masking
from generator.runtime.errors import ServiceError
from generator.runtime.operation import Operation
from generator.runtime.shutdown import Shutdown
from generator.runtime.unions import encode
from generator.styles.mcp.runtime.failures import text_of
from generator.styles.mcp.runtime.tool import Tool

_DONE = b'"content":[{"type":"text","text":"Done."}]'
_SEEN = {"image": b"image", "audio": b"audio"}


def written(tool: Tool, value: Any) -> bytes:
    """The result of a tool as members of the protocol's."""
    if tool.operation.response is None:
        return _DONE
    data = encode(value)
    structured = b'{"result":%b}' % data if tool.wrapped else data
    content = _content(tool.media_type, value, data) if tool.media_type else None
    if content is None:
        content = _text(structured.decode())
    return b'"content":[%b],"structuredContent":%b' % (content, structured)


def failed(operation: Operation[Any], error: Exception) -> bytes:
    """The same for a call that failed; what no caller may know of is masked.

    A client holds structured content against the schema of the output, so there is none.
    """

    def write(failure: ServiceError) -> bytes:
        return b'"content":[%b],"isError":true' % _text(text_of(operation, failure))

    return masking.written(operation, error, write)


def ended(operation: Operation[Any], error: BaseException, shutdown: Shutdown) -> bytes:
    """The same; raises a cancellation that no end of a server is."""
    return failed(operation, shutdown.reason(error))


def _content(media_type: str, value: Any, data: bytes) -> bytes | None:
    """A body as what it is, where agents can see, hear or read it."""
    kind = media_type.partition("/")[0]
    if kind in _SEEN:
        about = _SEEN[kind], data, encode(media_type)
        return b'{"type":"%b","data":%b,"mimeType":%b}' % about
    if kind != "text":
        return None
    try:
        return _text(bytes(value).decode())
    except UnicodeDecodeError:
        return None


def _text(text: str) -> bytes:
    return b'{"type":"text","text":%b}' % encode(text)
