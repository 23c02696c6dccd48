"""The client side of a call, alike in every style: deadline, attempts, and transport.

A style adds a codec (arguments → request, response → value or exception; no I/O) and a
transport (request → response); the two classes here only drive them.
"""

import time
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Self, TypeVar

from .attempts import Attempts
from .call import NO_OPTIONS, Call, CallOptions
from .credentials import checked_source
from .errors import ServiceError
from .hooks import Hook, SyncHook, checked_hooks
from .operation import Operation
from .streams.calling import AsyncStreamCalls, SyncStreamCalls, closed
from .transport import AsyncStreams, AsyncTransport, Codec, SyncStreams, SyncTransport

T = TypeVar("T")
Req = TypeVar("Req")
Resp = TypeVar("Resp")


class SyncClient(SyncStreamCalls):
    """What the sync clients of all styles are; a context manager that closes its transport."""

    def __init__(
        self,
        codec: Codec[Req, Resp],
        transport: SyncTransport[Req, Resp],
        *,
        timeout: float | None = None,
        hooks: Sequence[SyncHook] = (),
        streams: SyncStreams | None = None,
        credentials: Any = None,
    ) -> None:
        """``timeout``: seconds for a call that has no deadline of its own, all tries together.

        hooks: what is wrapped around every call, all its tries together, the outermost first.
        credentials: who calls, for the operations that ask for it.
        """
        self._streams = streams
        self._timeout = timeout
        self._hooks = checked_hooks(hooks, sync=True)
        self._credentials = checked_source(credentials, sync=True)
        self._codec = codec
        self._transport = transport
        self._closed = False
        self._wires = {}

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
        sender = self._sender(operation, attempts.options)
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


class AsyncClient(AsyncStreamCalls):
    """The same for async clients; cancelling a call cancels it on the server."""

    def __init__(
        self,
        codec: Codec[Req, Resp],
        transport: AsyncTransport[Req, Resp],
        *,
        timeout: float | None = None,
        hooks: Sequence[Hook] = (),
        streams: AsyncStreams | None = None,
        credentials: Any = None,
    ) -> None:
        """``timeout``: seconds for a call that has no deadline of its own, all tries together.

        hooks: what is wrapped around every call, all its tries together, the outermost first.
        credentials: who calls, for the operations that ask for it.
        """
        self._streams = streams
        self._timeout = timeout
        self._hooks = checked_hooks(hooks)
        self._credentials = checked_source(credentials)
        self._codec = codec
        self._transport = transport
        self._closed = False
        self._wires = {}

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
        sender = self._sender(operation, attempts.options)
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
