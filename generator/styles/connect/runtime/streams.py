"""Carries the calls of a client that stream over Connect, message by message, sync and async."""

from collections.abc import AsyncGenerator, AsyncIterator, Generator, Iterator, Mapping
from contextlib import aclosing, closing
from typing import TYPE_CHECKING, Any

from generator.runtime.call import CallOptions
from generator.runtime.codes import Code
from generator.runtime.errors import ServiceError
from generator.runtime.http.message import HttpResponse
from generator.runtime.operation import Operation
from generator.styles.connect.runtime.codec import ConnectCodec
from generator.styles.connect.runtime.envelopes import (
    COMPRESSED,
    END,
    Envelopes,
    envelope,
)

if TYPE_CHECKING:
    from generator.runtime.http.aio import AsyncHttp
    from generator.runtime.http.sync import SyncHttp

_CUT = "The stream was cut off before its end."


class SyncConnectStreams:
    """What a sync client of Connect needs beside its codec and transport."""

    def __init__(self, codec: ConnectCodec, http: "SyncHttp") -> None:
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
        """The items of a stream, or the one result of an operation that only takes one.

        Raises ServiceError and what the operation declares; closing it cancels the call.
        """
        _check_ways(operation)
        codec, http = self._codec, self._http
        request = codec.encode(operation, values, options)
        content = None
        if items is not None:
            content = map(_enveloped, codec.stream(request).write(items))
        with closing(http.open(request, content, timeout=timeout)) as exchange:
            if exchange.status != 200:
                body = exchange.read(http.limit)
                refused = _response(exchange.status, exchange.headers, body)
                raise codec.failure(operation, refused)
            answer = _Answer(codec, operation, exchange.headers, http.limit)
            for piece in exchange:
                yield from answer.feed(piece)
                if answer.over:
                    break
            yield from answer.end()


class AsyncConnectStreams:
    """The same, async."""

    def __init__(self, codec: ConnectCodec, http: "AsyncHttp") -> None:
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
        """The items of a stream, or the one result of an operation that only takes one.

        Raises ServiceError and what the operation declares; closing it cancels the call.
        """
        _check_ways(operation)
        codec, http = self._codec, self._http
        request = codec.encode(operation, values, options)
        content = None
        if items is not None:
            content = _all_enveloped(codec.stream(request).write_async(items))
        exchange = await http.open(request, content, timeout=timeout)
        try:
            if exchange.status != 200:
                body = await exchange.read(http.limit)
                refused = _response(exchange.status, exchange.headers, body)
                raise codec.failure(operation, refused)
            answer = _Answer(codec, operation, exchange.headers, http.limit)
            async with aclosing(exchange.pieces()) as pieces:
                async for piece in pieces:
                    for item in answer.feed(piece):
                        yield item
                    if answer.over:
                        break
            for item in answer.end():
                yield item
        finally:
            exchange.close()


class _Answer:
    """The messages of one response; over: the last of them has come."""

    def __init__(
        self,
        codec: ConnectCodec,
        operation: Operation[Any],
        headers: Mapping[str, str],
        limit: int,
    ) -> None:
        codec.check_stream(headers)
        self._codec = codec
        self._operation = operation
        self._envelopes = Envelopes(limit, last=END)
        self._results: list[Any] = []
        self._failure: ServiceError | None = None
        self.over = False

    def feed(self, piece: bytes) -> Iterator[Any]:
        """The items that end in this piece; an answer of one message is given at the end."""
        self._envelopes.feed(piece)
        while not self.over and (found := self._next()) is not None:
            flags, data = found
            if flags & COMPRESSED:
                text = "The server sent a compressed message, which nobody asked for."
                raise ServiceError(text, code=Code.INTERNAL)
            if flags & END:
                self.over = True
                self._failure = self._codec.end(self._operation, data)
            elif self._operation.gives is None:
                self._results.append(self._codec.read(self._operation, data))
            else:
                yield self._codec.read(self._operation, data)

    def end(self) -> list[Any]:
        """The one result, if no stream comes back; raises what the call failed with."""
        if self._failure is not None:
            raise self._failure
        if not self.over:
            raise ServiceError(_CUT, code=Code.UNAVAILABLE)
        if self._operation.gives is None and len(self._results) != 1:
            count = len(self._results)
            text = f"{self._operation.name} was answered with {count} messages, not with one."
            raise ServiceError(text, code=Code.UNIMPLEMENTED)
        return self._results

    def _next(self) -> tuple[int, bytes] | None:
        try:
            return self._envelopes.next()
        except ServiceError as error:
            if error.code is Code.INVALID_ARGUMENT:  # as a server would say it
                raise ServiceError(error.message, code=Code.INTERNAL) from None
            raise


def _check_ways(operation: Operation[Any]) -> None:
    if operation.takes is not None and operation.gives is not None:
        text = (
            f"{operation.name} streams both ways at once, which Connect does over HTTP/2"
            " only, and this client speaks HTTP/1.1: call it over gRPC."
        )
        raise ServiceError(text, code=Code.UNIMPLEMENTED)


def _enveloped(message: bytes) -> bytes:
    return envelope(0, message)


async def _all_enveloped(
    messages: AsyncGenerator[bytes, None],
) -> AsyncGenerator[bytes, None]:
    async with aclosing(messages):
        async for message in messages:
            yield envelope(0, message)


def _response(status: int, headers: Mapping[str, str], body: bytes) -> HttpResponse:
    return HttpResponse(status=status, headers=headers, body=body)
