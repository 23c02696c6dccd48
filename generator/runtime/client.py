"""The client side of a call, alike in every style: deadline, attempts, and transport.

A style adds a codec (arguments → request, response → value or exception; no I/O) and a
transport (request → response); the two classes here only drive them.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, Self, TypeVar

from .attempts import Attempts
from .call import NO_OPTIONS, CallOptions
from .calls import AsyncCalls, SyncCalls
from .errors import ServiceError
from .hooks import Hook, SyncHook
from .operation import Operation

T = TypeVar("T")
Req = TypeVar("Req")
Resp = TypeVar("Resp")
RespIn_contra = TypeVar("RespIn_contra", contravariant=True)
ReqIn_contra = TypeVar("ReqIn_contra", contravariant=True)
RespOut_co = TypeVar("RespOut_co", covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class WireRequest:
    """A request as it goes over the wire, for people to read.

    start: ``POST /products`` or ``/shop.products.v1.ProductsService/AddProduct``;
    text: the body as text where it is text, else a readable form of the message.
    """

    start: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    text: str


class Codec(Protocol[Req, RespIn_contra]):
    """How one style writes a call and reads its answer; no I/O."""

    def encode(
        self,
        operation: Operation[Any],
        values: Mapping[str, Any],
        options: CallOptions,
    ) -> Req:
        """Keyword arguments of a call → the request; its timeout is the transport's business."""
        ...

    def decode(
        self,
        operation: Operation[T],
        response: RespIn_contra,
        request: Req,
        /,
    ) -> T:
        """The response to a request → the value; raises ServiceError or a declared error."""
        ...

    def show(self, request: Req) -> WireRequest:
        """The request, readable."""
        ...


class SyncTransport(Protocol[ReqIn_contra, RespOut_co]):
    """Sends one request; raises ServiceError (unavailable, deadline_exceeded)."""

    def send(self, request: ReqIn_contra, timeout: float | None) -> RespOut_co:
        """Send and wait for the answer; ``timeout`` in seconds, None: no limit."""
        ...

    def close(self) -> None:
        """Close the connections; calls that run fail."""
        ...


class AsyncTransport(Protocol[ReqIn_contra, RespOut_co]):
    """The same, to be awaited; cancelling it cancels the call on the server."""

    async def send(self, request: ReqIn_contra, timeout: float | None) -> RespOut_co:
        """Send and wait for the answer; ``timeout`` in seconds, None: no limit."""
        ...

    async def close(self) -> None:
        """Close the connections; calls that run fail."""
        ...


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
    ) -> None:
        """``timeout``: seconds for a call that has no deadline of its own, all tries together."""
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


class AsyncClient(AsyncCalls):
    """The same for async clients; cancelling a call cancels it on the server."""

    def __init__(
        self,
        codec: Codec[Req, Resp],
        transport: AsyncTransport[Req, Resp],
        *,
        timeout: float | None = None,
        hooks: Sequence[Hook] = (),
    ) -> None:
        """``timeout``: seconds for a call that has no deadline of its own, all tries together."""
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
