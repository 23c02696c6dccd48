"""gRPC-Web for an rpc that streams nothing: a message and trailers, each in an envelope."""

from base64 import b64encode
from collections.abc import Coroutine
from types import CoroutineType
from typing import Any

from generator.formats.protobuf_rpc.runtime.method import Body
from generator.runtime.codes import Code
from generator.runtime.dispatch import Target
from generator.runtime.errors import ServiceError
from generator.runtime.http.asgi import RawHeaders, Receive, Reply, Scope
from generator.runtime.http.headers import HeaderMap
from generator.styles.connect.runtime.compression import (
    inflated,
    is_gzip,
    too_large,
)
from generator.styles.connect.runtime.endpoint import Endpoint
from generator.styles.connect.runtime.envelopes import (
    COMPRESSED,
    Envelopes,
    cut,
    envelope,
    wrapped,
)
from generator.styles.connect.runtime.protocols import WEB, Pairs
from generator.styles.connect.runtime.text import from_text
from generator.styles.connect.runtime.unary import Unary


class WebUnary(Unary):
    """A call of gRPC-Web; text: everything is base64."""

    protocol = WEB

    def __init__(
        self,
        endpoint: Endpoint,
        target: Target,
        body: Body,
        media_type: str,
        *,
        text: bool,
    ) -> None:
        super().__init__(endpoint, target, body)
        self._text = text
        self._head: RawHeaders = [
            (b"content-type", media_type.encode()),
            *endpoint.headers,
        ]

    def message(
        self, headers: HeaderMap, scope: Scope, receive: Receive
    ) -> bytes | Coroutine[Any, Any, bytes]:
        """The only message of the body."""
        del scope
        return self._only(headers, receive)

    async def _only(self, headers: HeaderMap, receive: Receive) -> bytes:
        shared, limit = self.shared, self.shared.limit
        is_compressed = is_gzip(headers.get(self.protocol.encoding))
        is_whole = b"content-encoding" in headers and is_gzip(
            headers[b"content-encoding"],
        )
        body: Any = (shared.read_text if self._text else shared.read_wrapped)(
            headers,
            receive,
        )
        if type(body) is CoroutineType:
            body = await body
        if is_whole:
            body = await inflated(body, wrapped(limit))
        if self._text:
            body = await from_text(body)
        return await only(body, limit, is_compressed=is_compressed)

    def answer(self, data: bytes, trailers: Pairs) -> Reply:
        """200, with the message and the trailers."""
        end = self.protocol.end(None, trailers, self.shared.messages)
        return self._reply(self._head, envelope(0, data) + end)

    def refusal(self, status: Any, headers: RawHeaders, trailers: Pairs) -> Reply:
        """200, with trailers that say what failed."""
        end = self.protocol.end(status, trailers, self.shared.messages)
        return self._reply([*self._head, *headers], end)

    def _reply(self, headers: RawHeaders, body: bytes) -> Reply:
        return 200, headers.copy(), b64encode(body) if self._text else body


async def only(body: bytes, limit: int, *, is_compressed: bool) -> bytes:
    """The one message that a body holds: `unimplemented` for none, and for several.

    is_compressed: what says that it is compressed is.
    """
    envelopes = Envelopes(limit)
    envelopes.feed(body)
    found = envelopes.next()
    if found is None:
        if envelopes.within:
            raise cut()
        text = "The request holds no message, and one is needed."
        raise ServiceError(text, code=Code.UNIMPLEMENTED)
    if envelopes.within:
        text = "The request holds more than the one message that is needed."
        raise ServiceError(text, code=Code.UNIMPLEMENTED)
    return await opened(*found, limit, is_compressed=is_compressed)


async def opened(flags: int, data: bytes, limit: int, *, is_compressed: bool) -> bytes:
    """A message out of its envelope; `internal` where it is compressed, and nobody said how."""
    if not flags & COMPRESSED:
        if len(data) > limit:
            raise too_large(limit)
        return data
    if not is_compressed:
        text = "A message is compressed, and the request does not say how."
        raise ServiceError(text, code=Code.INTERNAL)
    return await inflated(data, limit)
