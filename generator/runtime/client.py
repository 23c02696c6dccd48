"""The client side of a call, alike in every style: deadline, attempts, and pages.

A style adds a codec (arguments → request, response → value or exception; no I/O) and a
transport (request → response); the two classes here only drive them.
"""

import random
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, Protocol, Self, TypeVar

from .call import NO_OPTIONS, CallOptions
from .codes import Code
from .errors import ServiceError
from .operation import Operation

T = TypeVar("T")
Req = TypeVar("Req")
Resp = TypeVar("Resp")
RespIn = TypeVar("RespIn", contravariant=True)
ReqIn = TypeVar("ReqIn", contravariant=True)
RespOut = TypeVar("RespOut", covariant=True)


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


class Codec(Protocol[Req, RespIn]):
    """How one style writes a call and reads its answer; no I/O."""

    def encode(
        self, operation: Operation[Any], values: Mapping[str, Any], options: CallOptions
    ) -> Req:
        """Keyword arguments of a call → the request. ``options.timeout`` is what remains."""

    def decode(self, operation: Operation[T], response: RespIn) -> T:
        """The response → the value; raises ServiceError or a declared error."""

    def show(self, request: Req) -> WireRequest:
        """The request, readable."""


class SyncTransport(Protocol[ReqIn, RespOut]):
    """Sends one request; raises ServiceError (unavailable, deadline_exceeded)."""

    def send(self, request: ReqIn, timeout: float | None) -> RespOut: ...

    def close(self) -> None: ...


class AsyncTransport(Protocol[ReqIn, RespOut]):
    """The same, to be awaited; cancelling it cancels the call on the server."""

    async def send(self, request: ReqIn, timeout: float | None) -> RespOut: ...

    async def close(self) -> None: ...


class _Attempts:
    """Counts the tries of one call: how long each may take, and when to try again."""

    def __init__(self, operation: Operation[Any], options: CallOptions) -> None:
        timeout = options.timeout if options.timeout is not None else operation.timeout
        self._deadline = None if timeout is None else time.monotonic() + timeout
        self._left = operation.attempts
        self._pause = 0.1

    def timeout(self) -> float | None:
        """Seconds left for the next try."""
        return None if self._deadline is None else max(0.0, self._deadline - time.monotonic())

    def pause(self, error: ServiceError) -> float | None:
        """Seconds to wait before another try (with full jitter), or None to give up."""
        self._left -= 1
        if self._left <= 0 or error.code is not Code.UNAVAILABLE:
            return None
        pause = error.retry_after or random.uniform(0, self._pause)
        self._pause *= 2
        left = self.timeout()
        return pause if left is None or pause < left else None


class SyncClient(Generic[Req, Resp]):
    """What generated sync clients inherit; a context manager that closes its transport."""

    def __init__(self, codec: Codec[Req, Resp], transport: SyncTransport[Req, Resp]) -> None:
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
        self, operation: Operation[T], values: Mapping[str, Any], options: CallOptions | None
    ) -> T:
        options = options or NO_OPTIONS
        attempts = _Attempts(operation, options)
        while True:
            timeout = attempts.timeout()
            try:
                request = self._codec.encode(operation, values, options)
                return self._codec.decode(operation, self._transport.send(request, timeout))
            except ServiceError as error:
                pause = attempts.pause(error)
                if pause is None:
                    raise
            time.sleep(pause)
