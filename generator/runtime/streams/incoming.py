"""What a service's method gets of a client's stream."""

import asyncio
import concurrent.futures
import threading
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Iterable, Iterator
from typing import TypeVar

from ..codes import Code
from ..errors import ServiceError

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

# What a method gives back that answers with a stream: itself an async or sync iterator (most are
# generators), or a coroutine that makes one.
_Items = AsyncIterable[T] | Iterable[T]
StreamResult = _Items[T] | Awaitable[_Items[T]]


class Incoming(AsyncIterable[T_co], Iterable[T_co]):
    """A client's stream, item by item: with ``async for``, and with ``for`` in a ``def``'s thread.

    It can be gone through once. An item that is not what the contract says, and a connection that
    ends before the stream, raise where the next item is asked for.
    """

    def __init__(self, items: AsyncIterator[T_co]) -> None:
        """``items`` belongs to the running event loop; it raises ServiceErrors."""
        self._items = items
        self._loop = asyncio.get_running_loop()
        self._thread = threading.get_ident()
        self._pending: concurrent.futures.Future[T_co] | None = None
        self._mutex = threading.Lock()
        self._closed = False
        # What the stream failed with: it is the client's failure, not the method's.
        self.failure: ServiceError | None = None

    async def _next(self) -> T_co:
        if self._closed:
            raise _gone()
        try:
            return await anext(self._items)
        except ServiceError as error:
            self._fail(error)
            raise

    def _fail(self, error: ServiceError) -> None:
        if not self._closed:
            self.failure = error

    async def _items_left(self) -> AsyncIterator[T_co]:
        """The rest of them, without a coroutine for each."""
        try:
            if self._closed:
                raise _gone()
            async for item in self._items:
                yield item
                if self._closed:
                    raise _gone()
        except ServiceError as error:
            self._fail(error)
            raise

    def __aiter__(self) -> AsyncIterator[T_co]:
        if threading.get_ident() != self._thread:
            raise RuntimeError("iterate with 'for' in a 'def', which runs in a thread")
        return self._items_left()

    def __iter__(self) -> Iterator[T_co]:
        while True:
            try:
                item = self._wait()
            except StopAsyncIteration:
                return
            yield item

    def _wait(self) -> T_co:
        """The next item, for a thread."""
        if threading.get_ident() == self._thread:
            raise RuntimeError("iterate with 'async for' where an event loop runs")
        with self._mutex:
            if self._closed:
                raise _gone()
            step = self._next()
            pending = asyncio.run_coroutine_threadsafe(step, self._loop)
            self._pending = pending
        try:
            return pending.result()
        except concurrent.futures.CancelledError:
            raise _gone() from None
        finally:
            self._pending = None

    def close(self) -> None:
        """Let nobody wait for another item."""
        with self._mutex:
            self._closed = True
            if self._pending is not None:
                self._pending.cancel()


def _gone() -> ServiceError:
    return ServiceError("The call is over.", code=Code.CANCELLED)
