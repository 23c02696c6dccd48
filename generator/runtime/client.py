"""The client side of a call, alike in every style: deadline, attempts, and transport.

A style adds a codec (arguments → request, response → value or exception; no I/O) and a
transport (request → response); the two classes here only drive them.
"""

import contextlib
import time
from collections.abc import (
    AsyncGenerator,
    AsyncIterable,
    Generator,
    Iterable,
    Mapping,
    Sequence,
)
from typing import Any, Self, TypeVar

from .attempts import Attempts
from .call import NO_OPTIONS, CallOptions, own_options
from .calls import AsyncCalls, SyncCalls
from .errors import ServiceError
from .hooks import Hook, SyncHook
from .implementation import unimplemented
from .operation import Operation
from .streams.sending import checked, checked_async, no_result, stream_timeout
from .transport import AsyncStreams, AsyncTransport, Codec, SyncStreams, SyncTransport

T = TypeVar("T")
Req = TypeVar("Req")
Resp = TypeVar("Resp")


def _closed() -> RuntimeError:
    return RuntimeError("the client is closed")


class SyncClient(SyncCalls):
    """What the sync clients of all styles are; a context manager that closes its transport."""

    def __init__(
        self,
        codec: Codec[Req, Resp],
        transport: SyncTransport[Req, Resp],
        *,
        timeout: float | None = None,
        hooks: Sequence[SyncHook] = (),
        streams: SyncStreams | None = None,
    ) -> None:
        """``timeout``: seconds for a call that has no deadline of its own, all tries together."""
        self._streams = streams
        self._timeout = timeout
        self._hooks = tuple(hooks)
        self._codec: Codec[Any, Any] = codec
        self._transport: SyncTransport[Any, Any] = transport
        self._closed = False

    def __enter__(self) -> Self:
        self._check_open()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections; once closed, every call raises RuntimeError."""
        if not self._closed:
            self._closed = True
            self._transport.close()

    def _check_open(self) -> None:
        if self._closed:
            raise _closed()

    def _call(
        self,
        operation: Operation[T],
        values: Mapping[str, Any],
        options: CallOptions | None,
    ) -> T:
        attempts = Attempts(operation, options or NO_OPTIONS, self._timeout)
        while True:
            self._check_open()
            try:
                if attempts.limited:
                    attempts.begin()
                request = self._codec.encode(operation, values, attempts.options)
                response = self._transport.send(request, attempts.remaining)
                return self._codec.decode(operation, response, request)
            except ServiceError as error:
                if self._closed:
                    raise _closed() from error
                pause = attempts.pause(error)
            time.sleep(pause)

    def _send(
        self,
        operation: Operation[T],
        values: Mapping[str, Any],
        options: CallOptions | None,
        items: Iterable[Any],
    ) -> T:
        answer = self._stream(operation, values, options, items)
        with contextlib.closing(answer):
            for result in answer:
                return result
        raise no_result(operation)

    def _stream(
        self,
        operation: Operation[T],
        values: Mapping[str, Any],
        options: CallOptions | None,
        items: Iterable[Any] | None = None,
    ) -> Generator[T, None, None]:
        self._check_open()
        if self._streams is None:
            raise unimplemented(operation.name)
        options = own_options(options or NO_OPTIONS)
        given = None if items is None else checked(operation, items)
        answer = self._streams.open(
            operation, values, options, given, stream_timeout(operation, options)
        )
        try:
            yield from answer
        except ServiceError as error:
            if self._closed:
                raise _closed() from error
            raise
        finally:
            answer.close()


class AsyncClient(AsyncCalls):
    """The same for async clients; cancelling a call cancels it on the server."""

    def __init__(
        self,
        codec: Codec[Req, Resp],
        transport: AsyncTransport[Req, Resp],
        *,
        timeout: float | None = None,
        hooks: Sequence[Hook] = (),
        streams: AsyncStreams | None = None,
    ) -> None:
        """``timeout``: seconds for a call that has no deadline of its own, all tries together."""
        self._streams = streams
        self._timeout = timeout
        self._hooks = tuple(hooks)
        self._codec: Codec[Any, Any] = codec
        self._transport: AsyncTransport[Any, Any] = transport
        self._closed = False

    async def __aenter__(self) -> Self:
        self._check_open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections; once closed, every call raises RuntimeError."""
        if not self._closed:
            self._closed = True
            await self._transport.close()

    def _check_open(self) -> None:
        if self._closed:
            raise _closed()

    async def _call(
        self,
        operation: Operation[T],
        values: Mapping[str, Any],
        options: CallOptions | None,
    ) -> T:
        attempts = Attempts(operation, options or NO_OPTIONS, self._timeout)
        while True:
            self._check_open()
            try:
                if attempts.limited:
                    attempts.begin()
                request = self._codec.encode(operation, values, attempts.options)
                response = await self._transport.send(request, attempts.remaining)
                return self._codec.decode(operation, response, request)
            except ServiceError as error:
                if self._closed:
                    raise _closed() from error
                pause = attempts.pause(error)
            except BaseException as error:
                if self._closed and _is_cancelled_by_transport(error):
                    raise _closed() from error
                raise
            await _sleep(pause)

    async def _send(
        self,
        operation: Operation[T],
        values: Mapping[str, Any],
        options: CallOptions | None,
        items: AsyncIterable[Any] | Iterable[Any],
    ) -> T:
        answer = self._stream(operation, values, options, items)
        async with contextlib.aclosing(answer):
            async for result in answer:
                return result
        raise no_result(operation)

    async def _stream(
        self,
        operation: Operation[T],
        values: Mapping[str, Any],
        options: CallOptions | None,
        items: AsyncIterable[Any] | Iterable[Any] | None = None,
    ) -> AsyncGenerator[T, None]:
        self._check_open()
        if self._streams is None:
            raise unimplemented(operation.name)
        options = own_options(options or NO_OPTIONS)
        given = None if items is None else checked_async(operation, items)
        answer = self._streams.open(
            operation, values, options, given, stream_timeout(operation, options)
        )
        try:
            async for item in answer:
                yield item
        except ServiceError as error:
            if self._closed:
                raise _closed() from error
            raise
        finally:
            await answer.aclose()


# A sync client needs no asyncio, which takes longer to import than all of this package.
def _is_cancelled_by_transport(error: BaseException) -> bool:
    """Whether a transport cancelled what waited for it, as it was closed; not the task itself."""
    import asyncio

    if not isinstance(error, asyncio.CancelledError):
        return False
    task = asyncio.current_task()
    return task is None or task.cancelling() == 0


async def _sleep(seconds: float) -> None:
    import asyncio

    await asyncio.sleep(seconds)
