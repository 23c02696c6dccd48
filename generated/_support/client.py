"""The client side of a call, alike in every style: deadline, attempts, and pages.

A style adds a codec (arguments → request, response → value or exception; no I/O) and a
transport (request → response); the two classes here only drive them.
"""

import asyncio
import dataclasses
import random
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, Protocol, Self, TypeVar

from msgspec import UNSET

from .call import NO_OPTIONS, CallOptions
from .codes import Code
from .errors import ServiceError
from .operation import Operation

T = TypeVar("T")
Req = TypeVar("Req")
Resp = TypeVar("Resp")
RespIn_contra = TypeVar("RespIn_contra", contravariant=True)
ReqIn_contra = TypeVar("ReqIn_contra", contravariant=True)
RespOut_co = TypeVar("RespOut_co", covariant=True)


# Seconds that no clock of a transport would count to.
_FOR_EVER = 1e9


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
        """Keyword arguments of a call → the request. ``options.timeout`` is what remains."""
        ...

    def decode(self, operation: Operation[T], response: RespIn_contra) -> T:
        """The response → the value; raises ServiceError or a declared error."""
        ...

    def show(self, request: Req) -> WireRequest:
        """The request, readable."""
        ...


class SyncTransport(Protocol[ReqIn_contra, RespOut_co]):
    """Sends one request; raises ServiceError (unavailable, deadline_exceeded)."""

    def send(self, request: ReqIn_contra, timeout: float | None) -> RespOut_co:
        """Send and wait for the answer; ``timeout`` in seconds, None: for ever."""
        ...

    def close(self) -> None:
        """Close the connections."""
        ...


class AsyncTransport(Protocol[ReqIn_contra, RespOut_co]):
    """The same, to be awaited; cancelling it cancels the call on the server."""

    async def send(self, request: ReqIn_contra, timeout: float | None) -> RespOut_co:
        """Send and wait for the answer; ``timeout`` in seconds, None: for ever."""
        ...

    async def close(self) -> None:
        """Close the connections."""
        ...


class _Tries(Generic[Req]):
    """The tries of one call: how long each may take, and when there is another one."""

    def __init__(
        self,
        codec: Codec[Req, Any],
        operation: Operation[Any],
        values: Mapping[str, Any],
        options: CallOptions | None,
    ) -> None:
        if operation.streaming:
            text = f"{operation.name} is a stream, which is not offered here."
            raise ServiceError(text, code=Code.UNIMPLEMENTED)
        self._codec = codec
        self._operation = operation
        self._values = values
        self._options = options or NO_OPTIONS
        timeout = self._options.timeout
        timeout = operation.timeout if timeout is None else timeout
        if timeout is not None and timeout > _FOR_EVER:
            timeout = None
        self._deadline = None if timeout is None else time.monotonic() + timeout
        self._left = operation.attempts
        self._pause = 0.1
        self.remaining: float | None = None

    def request(self) -> Req:
        """The request of the next try; ``remaining`` then says how long it may take."""
        options = self._options
        if self._deadline is not None:
            self.remaining = self._deadline - time.monotonic()
            if self.remaining <= 0:
                raise ServiceError("The deadline passed.", code=Code.DEADLINE_EXCEEDED)
            options = dataclasses.replace(options, timeout=self.remaining)
        return self._codec.encode(self._operation, self._values, options)

    def pause(self, error: ServiceError) -> float | None:
        """Seconds to wait before another try (with full jitter), or None to give up."""
        self._left -= 1
        if self._left <= 0 or error.code is not Code.UNAVAILABLE:
            return None
        pause = error.retry_after
        if pause is None:
            pause = random.uniform(0, self._pause)
        self._pause *= 2
        in_time = self._deadline is None or time.monotonic() + pause < self._deadline
        return pause if in_time else None


class SyncClient(Generic[Req, Resp]):
    """What generated sync clients inherit; a context manager that closes its transport."""

    # A server of this client hands on to it what its own caller asks of a call.
    _takes_options: ClassVar = True

    def __init__(
        self,
        codec: Codec[Req, Resp],
        transport: SyncTransport[Req, Resp],
    ) -> None:
        self._codec = codec
        self._transport = transport

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def _call(
        self,
        operation: Operation[T],
        values: Mapping[str, Any],
        options: CallOptions | None,
    ) -> T:
        tries = _Tries(self._codec, operation, values, options)
        while True:
            try:
                response = self._transport.send(tries.request(), tries.remaining)
                return self._codec.decode(operation, response)
            except ServiceError as error:
                pause = tries.pause(error)
                if pause is None:
                    raise
            time.sleep(pause)

    def _items(
        self,
        operation: Operation[Any],
        values: Mapping[str, Any],
        options: CallOptions | None,
    ) -> Iterator[Any]:
        """Every item of a list, asking for page after page as the items are taken."""
        token: Any = UNSET
        while token is not None and token != "":
            page = self._call(operation, {**values, "page_token": token}, options)
            yield from getattr(page, operation.items)
            token = page.next_page_token


class AsyncClient(Generic[Req, Resp]):
    """The same for generated async clients; cancelling a call cancels it on the server."""

    # A server of this client hands on to it what its own caller asks of a call.
    _takes_options: ClassVar = True

    def __init__(
        self,
        codec: Codec[Req, Resp],
        transport: AsyncTransport[Req, Resp],
    ) -> None:
        self._codec = codec
        self._transport = transport

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections."""
        await self._transport.close()

    async def _call(
        self,
        operation: Operation[T],
        values: Mapping[str, Any],
        options: CallOptions | None,
    ) -> T:
        tries = _Tries(self._codec, operation, values, options)
        while True:
            try:
                response = await self._transport.send(tries.request(), tries.remaining)
                return self._codec.decode(operation, response)
            except ServiceError as error:
                pause = tries.pause(error)
                if pause is None:
                    raise
            await asyncio.sleep(pause)

    async def _items(
        self,
        operation: Operation[Any],
        values: Mapping[str, Any],
        options: CallOptions | None,
    ) -> AsyncIterator[Any]:
        """Every item of a list, asking for page after page as the items are taken."""
        token: Any = UNSET
        while token is not None and token != "":
            page = await self._call(operation, {**values, "page_token": token}, options)
            for item in getattr(page, operation.items):
                yield item
            token = page.next_page_token
