"""Calls operations that stream over JSON-RPC: events come back, and files are whole."""

from collections.abc import AsyncGenerator, AsyncIterator, Generator, Iterator, Mapping
from contextlib import aclosing, closing
from typing import TYPE_CHECKING, Any

from generator.runtime.call import CallOptions
from generator.runtime.codes import Code
from generator.runtime.errors import ServiceError
from generator.runtime.http.message import HttpResponse, media_type, too_large
from generator.runtime.http.streaming import sse
from generator.runtime.http.streaming.lines import LineTooLongError
from generator.runtime.operation import Operation
from generator.runtime.streams.one_file import OneFile
from generator.styles.jsonrpc.runtime.codec import JsonRpcCodec
from generator.styles.jsonrpc.runtime.method import RESPONSES
from generator.styles.jsonrpc.runtime.request import JsonRpcRequest

if TYPE_CHECKING:
    from generator.runtime.http.aio import AsyncHttp
    from generator.runtime.http.sync import SyncHttp

_CUT = "The stream was cut off before its end."


class SyncJsonRpcStreams:
    """What a sync client of JSON-RPC needs beside its codec and transport."""

    def __init__(self, codec: JsonRpcCodec, http: "SyncHttp") -> None:
        self._codec = codec
        self._http = http

    def open(
        self,
        operation: Operation[Any],
        values: Mapping[str, Any],
        options: CallOptions,
        items: Iterator[Any] | None,
        timeout: float | None,
    ) -> Generator[Any, None, None]:
        """The items of a stream, or the one result.

        Raises ServiceError and what the operation declares; closing it cancels the call.
        """
        content = OneFile.of(operation, items, self._http.limit, "JSON-RPC")
        request = self._codec.encode(operation, values, options, content)
        if not self._codec.stream(operation):
            response = self._http.send(request, timeout)
            yield self._codec.decode(operation, response, request)
            return
        with closing(self._http.open(request, timeout=timeout)) as exchange:
            if media_type(exchange.headers) != sse.EVENTS:
                body = exchange.read(self._http.limit)
                response = _response(exchange.status, exchange.headers, body)
                raise _no_stream(self._codec, operation, response, request)
            events = _Events(self._codec, operation, request, self._http.limit)
            for piece in exchange:
                yield from events.feed(piece)
                if events.over:
                    break
            events.end()


class AsyncJsonRpcStreams:
    """The same, async."""

    def __init__(self, codec: JsonRpcCodec, http: "AsyncHttp") -> None:
        self._codec = codec
        self._http = http

    async def open(
        self,
        operation: Operation[Any],
        values: Mapping[str, Any],
        options: CallOptions,
        items: AsyncIterator[Any] | None,
        timeout: float | None,
    ) -> AsyncGenerator[Any, None]:
        """The items of a stream, or the one result.

        Raises ServiceError and what the operation declares; closing it cancels the call.
        """
        limit = self._http.limit
        content = await OneFile.of_async(operation, items, limit, "JSON-RPC")
        request = self._codec.encode(operation, values, options, content)
        if not self._codec.stream(operation):
            response = await self._http.send(request, timeout)
            yield self._codec.decode(operation, response, request)
            return
        exchange = await self._http.open(request, timeout=timeout)
        try:
            if media_type(exchange.headers) != sse.EVENTS:
                body = await exchange.read(self._http.limit)
                response = _response(exchange.status, exchange.headers, body)
                raise _no_stream(self._codec, operation, response, request)
            events = _Events(self._codec, operation, request, self._http.limit)
            async with aclosing(exchange.pieces()) as pieces:
                async for piece in pieces:
                    for value in events.feed(piece):
                        yield value
                    if events.over:
                        break
            events.end()
        finally:
            exchange.close()


class _Events:
    """The items of one stream; over: it ended, or failed with what ``end`` raises."""

    def __init__(
        self,
        codec: JsonRpcCodec,
        operation: Operation[Any],
        request: JsonRpcRequest,
        limit: int,
    ) -> None:
        self._codec = codec
        self._operation = operation
        self._request = request
        self._limit = limit
        self._reader = sse.EventReader(limit)
        self._responses = codec.stream(operation) == RESPONSES
        self.over = False
        self._failure: ServiceError | None = None

    def feed(self, piece: bytes) -> list[Any]:
        """The items that end in this piece."""
        found: list[Any] = []
        try:
            for event in self._reader.feed(piece):
                if self.over:
                    break
                self._take(event, found)
        except LineTooLongError:
            self._fail(too_large(self._limit))
        except ServiceError as error:
            self._fail(error)
        return found

    def end(self) -> None:
        """The response ended: raises what the stream failed with, or that it was cut off."""
        if self._failure is not None:
            raise self._failure
        if not self.over and not self._responses:
            raise ServiceError(_CUT, code=Code.UNAVAILABLE)

    def _take(self, event: sse.Event, found: list[Any]) -> None:
        codec, operation = self._codec, self._operation
        if event.name == "notification":
            found.append(codec.item(operation, event.data))
            return
        if event.name not in {"", "message", "response", "error"}:
            return
        # Raises what an error says.
        response = HttpResponse(status=200, headers={}, body=event.data)
        if event.name == "response":
            codec.check(operation, response, self._request)
            self.over = True
        else:
            found.append(codec.decode(operation, response, self._request))

    def _fail(self, error: ServiceError) -> None:
        self.over, self._failure = True, error


def _response(status: int, headers: Mapping[str, str], body: bytes) -> HttpResponse:
    return HttpResponse(status=status, headers=headers, body=body)


def _no_stream(
    codec: JsonRpcCodec,
    operation: Operation[Any],
    response: HttpResponse,
    request: JsonRpcRequest,
) -> ServiceError:
    """What it means that a call is answered with one response; raises the error in it."""
    codec.check(operation, response, request)
    text = "The answer is one response, and no stream."
    return ServiceError(text, code=Code.INTERNAL)
