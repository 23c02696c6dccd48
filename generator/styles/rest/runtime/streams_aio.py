"""Calls operations that stream over REST, async."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

from generator.runtime.call import CallOptions
from generator.runtime.http.aio import AsyncHttp
from generator.runtime.http.message import HttpResponse
from generator.runtime.http.streaming import ndjson
from generator.runtime.operation import Operation
from generator.styles.rest.runtime.answers import LineAnswer, answer_of
from generator.styles.rest.runtime.codec import RestCodec, StreamCall
from generator.styles.rest.runtime.route import has_file
from generator.styles.rest.runtime.transfers import AsyncTransfers

if TYPE_CHECKING:
    from generator.runtime.http.aio_socket import AsyncSocket


class AsyncRestStreams:
    """What an async client of REST needs beside its codec and transport."""

    def __init__(self, codec: RestCodec, http: AsyncHttp) -> None:
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
        if has_file(operation):
            files = AsyncTransfers(self._codec, self._http)
            found = files.open(operation, values, options, items, timeout)
            async with aclosing(found):
                async for piece in found:
                    yield piece
            return
        request = self._codec.encode(operation, values, options)
        call = self._codec.streaming(operation)
        limit = self._http.limit
        if items is not None and operation.gives is not None:
            socket = await self._http.connect(request, timeout=timeout)
            if isinstance(socket, HttpResponse):
                raise call.revive(socket)
            try:
                async with aclosing(_both_ways(socket, call, items, limit)) as found:
                    async for value in found:
                        yield value
            finally:
                await socket.close()
            return
        lines = None if items is None else _lines(call, items)
        exchange = await self._http.open(request, lines, timeout=timeout)
        try:
            if operation.gives is None or not 200 <= exchange.status < 300:
                body = await exchange.read(limit)
                yield call.value(
                    HttpResponse(
                        status=exchange.status,
                        headers=exchange.headers,
                        body=body,
                    )
                )
                return
            answer = answer_of(
                exchange.headers,
                call.read,
                call.revive,
                limit,
                closes=call.closes,
            )
            async with aclosing(exchange.pieces()) as pieces:
                async for piece in pieces:
                    for value in answer.feed(piece):
                        yield value
                    if answer.over:
                        break
            answer.end()
            if answer.failure is not None:
                raise answer.failure
        finally:
            exchange.close()


async def _lines(call: StreamCall, items: AsyncIterator[Any]) -> AsyncIterator[bytes]:
    async for item in items:
        yield call.write(item) + b"\n"


async def _both_ways(
    socket: "AsyncSocket",
    call: StreamCall,
    items: AsyncIterator[Any],
    limit: int,
) -> AsyncGenerator[Any, None]:
    """Send all items in a task of its own, and give what comes meanwhile."""
    answer = LineAnswer(call.read, call.revive, limit)
    failures: list[BaseException] = []
    sending = asyncio.ensure_future(_send(socket, call, items, failures))
    try:
        while not answer.over:
            frame = await socket.frame()
            if failures:
                raise failures[0]
            for value in answer.frame(frame):
                yield value
        if answer.failure is not None:
            raise answer.failure
    finally:
        sending.cancel()
        await asyncio.wait((sending,))


async def _send(
    socket: "AsyncSocket",
    call: StreamCall,
    items: AsyncIterator[Any],
    failures: list[BaseException],
) -> None:
    """Send all items, and that there are no more; one that fails ends the call."""
    try:
        async for item in items:
            if not await socket.send(ndjson.item(call.write(item))):
                return  # why, is read
        await socket.send(ndjson.END)
    except asyncio.CancelledError:
        raise
    except BaseException as error:  # noqa: BLE001
        failures.append(error)
        await socket.close()
