"""Calls operations that stream over pipes: items come as notifications, and files are whole."""

import asyncio
import threading
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Generator, Iterator, Mapping
from concurrent.futures import Future
from time import monotonic
from typing import Any

from msgspec import UNSET

from generator.runtime.call import CallOptions
from generator.runtime.codes import Code
from generator.runtime.errors import ServiceError
from generator.runtime.http.message import too_large, too_late
from generator.runtime.operation import Operation
from generator.runtime.pipes import AsyncPipes, SyncPipes, answered
from generator.runtime.streams.one_file import OneFile
from generator.styles.jsonrpc.runtime.codec import JsonRpcCodec
from generator.styles.jsonrpc.runtime.messages import Head, heads
from generator.styles.jsonrpc.runtime.request import JsonRpcRequest


class Incoming:
    """Keeps the lines that answer a call until they are asked for; limit: bytes of them.

    Other calls share the pipe, so that it is read on whoever does not keep up.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._lock = threading.Lock()
        self._lines: deque[bytes] = deque()
        self._size = 0
        self._error: ServiceError | None = None
        self._asked: Future[bytes] | None = None

    def take(self, line: bytes) -> None:
        """One more."""
        with self._lock:
            asked, self._asked = self._asked, None
            if asked is None and self._error is None:
                self._lines.append(line)
                self._size += len(line)
                if self._size > self._limit:
                    self._error = too_large(self._limit)
        if asked is not None and asked.set_running_or_notify_cancel():
            asked.set_result(line)

    def fail(self, error: ServiceError) -> None:
        """No more come."""
        with self._lock:
            asked, self._asked = self._asked, None
            self._error = self._error or error
        if asked is not None and asked.set_running_or_notify_cancel():
            asked.set_exception(error)

    def next(self) -> "Future[bytes]":
        """The next one, for one caller at a time."""
        line: Future[bytes] = Future()
        with self._lock:
            if self._lines:
                found = self._lines.popleft()
                self._size -= len(found)
                line.set_result(found)
            elif self._error is not None:
                line.set_exception(self._error)
            else:
                self._asked = line
        return line


class SyncPipedStreams:
    """What a sync client needs beside its codec and its pipes."""

    def __init__(self, codec: JsonRpcCodec, pipes: SyncPipes) -> None:
        self._codec = codec
        self._pipes = pipes

    def open(
        self,
        operation: Operation[Any],
        values: Mapping[str, Any],
        options: CallOptions,
        items: Iterator[Any] | None,
        timeout: float | None,
    ) -> Generator[Any, None, None]:
        """The items of a stream, or the one result; closing it cancels the call."""
        codec, pipes = self._codec, self._pipes
        content = OneFile.of(operation, items, pipes.limit, "JSON-RPC")
        request = codec.encode(operation, values, options, content)
        if not codec.stream(operation):
            yield codec.decode(operation, pipes.send(request, timeout), request)
            return
        end = None if timeout is None else monotonic() + timeout
        incoming = Incoming(pipes.limit)
        pipes.server.send(request, timeout, incoming)
        try:
            while True:
                try:
                    line = incoming.next().result(_left(end))
                except TimeoutError:
                    raise too_late() from None
                if _ends(codec, operation, line, request):
                    return
                yield codec.item(operation, line)
        finally:
            pipes.server.abandon(request)


class AsyncPipedStreams:
    """The same, async."""

    def __init__(self, codec: JsonRpcCodec, pipes: AsyncPipes) -> None:
        self._codec = codec
        self._pipes = pipes

    async def open(
        self,
        operation: Operation[Any],
        values: Mapping[str, Any],
        options: CallOptions,
        items: AsyncIterator[Any] | None,
        timeout: float | None,
    ) -> AsyncGenerator[Any, None]:
        """The items of a stream, or the one result; closing it cancels the call."""
        codec, pipes = self._codec, self._pipes
        content = await OneFile.of_async(operation, items, pipes.limit, "JSON-RPC")
        request = codec.encode(operation, values, options, content)
        if not codec.stream(operation):
            yield codec.decode(operation, await pipes.send(request, timeout), request)
            return
        end = None if timeout is None else monotonic() + timeout
        incoming = Incoming(pipes.limit)
        pipes.server.send(request, timeout, incoming)
        try:
            while True:
                found = asyncio.wrap_future(incoming.next())
                try:
                    line = await asyncio.wait_for(found, _left(end))
                except TimeoutError:
                    raise too_late() from None
                if _ends(codec, operation, line, request):
                    return
                yield codec.item(operation, line)
        finally:
            pipes.server.abandon(request)


def _left(end: float | None) -> float | None:
    return None if end is None else max(0.0, end - monotonic())


def _ends(
    codec: JsonRpcCodec,
    operation: Operation[Any],
    line: bytes,
    request: JsonRpcRequest,
) -> bool:
    """Whether a line is the response, and no item; raises the error in it."""
    head = heads(line)
    if isinstance(head, Head) and head.method is not UNSET:
        return False
    response = codec.check(operation, answered(line), request)
    if bytes(response.result or b"") != b"null":
        text = "The answer is one response, and no stream."
        raise ServiceError(text, code=Code.INTERNAL)
    return True
