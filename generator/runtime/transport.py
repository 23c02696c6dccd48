"""What a style brings to its clients: a codec, a transport, and what carries streams."""

from collections.abc import AsyncGenerator, AsyncIterator, Generator, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from .call import CallOptions
from .operation import Operation
from .wire import Wire

T = TypeVar("T")
Req = TypeVar("Req")
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

    def wire(self, operation: Operation[Any], address: str) -> Wire:
        """How an operation of the server at an address is named in traces."""
        ...


class SyncStreams(Protocol):
    """Carries the calls of one style that stream."""

    def open(
        self,
        operation: Operation[Any],
        values: Mapping[str, Any],
        options: CallOptions,
        items: Iterator[Any] | None,
        timeout: float | None,
    ) -> Generator[Any, None, None]:
        """Send a call, and give what comes back: its items, or its one result.

        values: keyword arguments of the call; items: what the client streams, each checked by
        who made the iterator, and to be asked for when the one before has been taken;
        timeout: seconds for all of it.

        Raises ServiceError or a declared error wherever it comes; a connection that is cut is
        `unavailable`. To close it ends the call on the server, too.
        """
        ...


class AsyncStreams(Protocol):
    """The same, async."""

    def open(
        self,
        operation: Operation[Any],
        values: Mapping[str, Any],
        options: CallOptions,
        items: AsyncIterator[Any] | None,
        timeout: float | None,
    ) -> AsyncGenerator[Any, None]:
        """Send a call, and give what comes back: its items, or its one result."""
        ...


class SyncTransport(Protocol[ReqIn_contra, RespOut_co]):
    """Sends one request; raises ServiceError (unavailable, deadline_exceeded).

    address: of the server, as the client's target has it.
    """

    address: str

    def send(self, request: ReqIn_contra, timeout: float | None) -> RespOut_co:
        """Send and wait for the answer; ``timeout`` in seconds, None: no limit."""
        ...

    def close(self) -> None:
        """Close the connections; calls that run fail."""
        ...


class AsyncTransport(Protocol[ReqIn_contra, RespOut_co]):
    """The same, to be awaited; cancelling it cancels the call on the server."""

    address: str

    async def send(self, request: ReqIn_contra, timeout: float | None) -> RespOut_co:
        """Send and wait for the answer; ``timeout`` in seconds, None: no limit."""
        ...

    async def close(self) -> None:
        """Close the connections; calls that run fail."""
        ...
