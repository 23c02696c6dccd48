"""The client side of a call, alike in every style: deadline, attempts, and transport.

A style adds a codec (arguments → request, response → value or exception; no I/O) and a
transport (request → response); the two classes here only drive them.
"""

import time
from collections.abc import (
    AsyncGenerator,
    AsyncIterable,
    Generator,
    Iterable,
    Mapping,
    Sequence,
)
from functools import partial
from typing import TYPE_CHECKING, Any, Self, TypeVar

from .attempts import Attempts
from .call import NO_OPTIONS, Call, CallOptions
from .calls import AsyncCalls, SyncCalls
from .common_client import CommonClient, closed
from .credentials import sender_of
from .errors import ServiceError
from .operation import Operation

# What a client without hooks and streams does not need is not imported.
if TYPE_CHECKING:
    from .hook import Hook, SyncHook
    from .transport import (
        AsyncStreams,
        AsyncTransport,
        Codec,
        SyncStreams,
        SyncTransport,
    )

T = TypeVar("T")
Req = TypeVar("Req")
Resp = TypeVar("Resp")


class SyncClient(CommonClient, SyncCalls):
    """What the sync clients of all styles are; a context manager that closes its transport."""

    _transport: "SyncTransport[Any, Any]"

    def __init__(
        self,
        codec: "Codec[Req, Resp]",
        transport: "SyncTransport[Req, Resp]",
        *,
        timeout: float | None = None,
        hooks: "Sequence[SyncHook]" = (),
        streams: "SyncStreams | None" = None,
        credentials: Any = None,
    ) -> None:
        """``timeout``: seconds for a call that has no deadline of its own, all tries together.

        hooks: what is wrapped around every call, all its tries together, the outermost first.
        credentials: who calls, for the operations that ask for it.
        """
        self._set_up(codec, timeout, hooks, credentials, sync=True)
        self._transport = transport
        self._streams = streams

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

    def _call(
        self,
        operation: Operation[T],
        values: Mapping[str, Any],
        options: CallOptions | None,
    ) -> T:
        if not self._hooks:
            return self._make(operation, values, options)
        make = partial(self._make, operation, values)
        result: T = self._behind_hooks(operation, options, self._timeout, make)
        return result

    def _make(
        self,
        operation: Operation[T],
        values: Mapping[str, Any],
        options: CallOptions | None,
        call: Call | None = None,
    ) -> T:
        """Make a call, in as many attempts as it needs."""
        attempts = Attempts(operation, options or NO_OPTIONS, self._timeout)
        sender = sender_of(operation, attempts.options, self._credentials)
        while True:
            self._check_open()
            try:
                if attempts.limited:
                    attempts.begin()
                given = attempts.options
                if sender is not None:
                    given = sender.authorized(given)
                request = self._codec.encode(operation, values, given)
                response = self._transport.send(request, attempts.remaining)
                if call is not None:
                    call.status = response.status
                return self._codec.decode(operation, response, request)
            except ServiceError as error:
                if self._closed:
                    raise closed() from error
                if sender is not None and sender.again(error):
                    continue
                pause = attempts.pause(error)
            time.sleep(pause)

    def _send(
        self,
        operation: Operation[T],
        values: Mapping[str, Any],
        options: CallOptions | None,
        items: Iterable[Any],
    ) -> T:
        from .streams.calling import SyncStreamCalls

        return SyncStreamCalls(self).send(operation, values, options, items)

    def _stream(
        self,
        operation: Operation[T],
        values: Mapping[str, Any],
        options: CallOptions | None,
        items: Iterable[Any] | None = None,
    ) -> Generator[T, None, None]:
        from .streams.calling import SyncStreamCalls

        return SyncStreamCalls(self).stream(operation, values, options, items)


class AsyncClient(CommonClient, AsyncCalls):
    """The same for async clients; cancelling a call cancels it on the server."""

    _transport: "AsyncTransport[Any, Any]"

    def __init__(
        self,
        codec: "Codec[Req, Resp]",
        transport: "AsyncTransport[Req, Resp]",
        *,
        timeout: float | None = None,
        hooks: "Sequence[Hook]" = (),
        streams: "AsyncStreams | None" = None,
        credentials: Any = None,
    ) -> None:
        """``timeout``: seconds for a call that has no deadline of its own, all tries together.

        hooks: what is wrapped around every call, all its tries together, the outermost first.
        credentials: who calls, for the operations that ask for it.
        """
        self._set_up(codec, timeout, hooks, credentials, sync=False)
        self._transport = transport
        self._streams = streams

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

    async def _call(
        self,
        operation: Operation[T],
        values: Mapping[str, Any],
        options: CallOptions | None,
    ) -> T:
        if not self._hooks:
            return await self._make(operation, values, options)
        make = partial(self._make, operation, values)
        result: T = await self._behind_hooks(operation, options, self._timeout, make)
        return result

    async def _make(
        self,
        operation: Operation[T],
        values: Mapping[str, Any],
        options: CallOptions | None,
        call: Call | None = None,
    ) -> T:
        """Make a call, in as many attempts as it needs."""
        attempts = Attempts(operation, options or NO_OPTIONS, self._timeout)
        sender = sender_of(operation, attempts.options, self._credentials)
        while True:
            self._check_open()
            try:
                if attempts.limited:
                    attempts.begin()
                given = attempts.options
                if sender is not None:
                    given = await sender.authorized_async(given, attempts.deadline)
                request = self._codec.encode(operation, values, given)
                response = await self._transport.send(request, attempts.remaining)
                if call is not None:
                    call.status = response.status
                return self._codec.decode(operation, response, request)
            except ServiceError as error:
                if self._closed:
                    raise closed() from error
                if sender is not None and sender.again(error):
                    continue
                pause = attempts.pause(error)
            except BaseException as error:
                if self._closed and _is_cancelled_by_transport(error):
                    raise closed() from error
                raise
            await _sleep(pause)

    async def _send(
        self,
        operation: Operation[T],
        values: Mapping[str, Any],
        options: CallOptions | None,
        items: AsyncIterable[Any] | Iterable[Any],
    ) -> T:
        from .streams.calling import AsyncStreamCalls

        return await AsyncStreamCalls(self).send(operation, values, options, items)

    def _stream(
        self,
        operation: Operation[T],
        values: Mapping[str, Any],
        options: CallOptions | None,
        items: AsyncIterable[Any] | Iterable[Any] | None = None,
    ) -> AsyncGenerator[T, None]:
        from .streams.calling import AsyncStreamCalls

        return AsyncStreamCalls(self).stream(operation, values, options, items)


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
