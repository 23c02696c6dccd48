"""Makes the calls of a client that stream, behind its hooks; imported with the first of them."""

import contextlib
from collections.abc import (
    AsyncGenerator,
    AsyncIterable,
    Callable,
    Generator,
    Iterable,
    Mapping,
)
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from ..call import NO_OPTIONS, Call, CallOptions, own_options
from ..common_client import closed
from ..credentials import deadline_of, sender_of
from ..errors import ServiceError
from ..hooks import aclose, close
from ..implementation import unimplemented
from ..operation import Operation
from .sending import checked, checked_async, no_result, stream_timeout

if TYPE_CHECKING:
    from ..client import AsyncClient, SyncClient

T = TypeVar("T")


class SyncStreamCalls:
    """The calls of a sync client that stream."""

    def __init__(self, client: "SyncClient") -> None:
        self._client = client

    def send(
        self,
        operation: Operation[T],
        values: Mapping[str, Any],
        options: CallOptions | None,
        items: Iterable[Any],
    ) -> T:
        """What comes back for the items."""
        make = partial(self._make_sending, operation, values, items)
        if not self._client._hooks:
            return make(options)
        result: T = self._client._behind_hooks(operation, options, None, make)
        return result

    def _make_sending(
        self,
        operation: Operation[T],
        values: Mapping[str, Any],
        items: Iterable[Any],
        options: CallOptions | None,
        _call: Call | None = None,
    ) -> T:
        """Make a call that only its client streams."""
        answer = self._open(operation, values, items, options)
        with contextlib.closing(answer):
            for result in answer:
                return result
        raise no_result(operation)

    def stream(
        self,
        operation: Operation[T],
        values: Mapping[str, Any],
        options: CallOptions | None,
        items: Iterable[Any] | None = None,
    ) -> Generator[T, None, None]:
        """The items that come back."""
        make = partial(self._open, operation, values, items)
        if not self._client._hooks:
            return make(options)
        return self._hooked_stream(operation, options, make)

    def _hooked_stream(
        self,
        operation: Operation[T],
        options: CallOptions | None,
        make: Callable[[CallOptions], Generator[T, None, None]],
    ) -> Generator[T, None, None]:
        """What a stream comes to behind the hooks; it is closed, whatever they make of it."""
        with contextlib.ExitStack() as opened:

            def begin(options: CallOptions, _: Call) -> Generator[T, None, None]:
                return opened.enter_context(contextlib.closing(make(options)))

            answer = self._client._behind_hooks(operation, options, None, begin)
            opened.callback(close, answer)
            yield from answer

    def _open(
        self,
        operation: Operation[T],
        values: Mapping[str, Any],
        items: Iterable[Any] | None,
        options: CallOptions | None,
    ) -> Generator[T, None, None]:
        """Make a call that streams."""
        self._client._check_open()
        if self._client._streams is None:
            raise unimplemented(operation.name)
        options = own_options(options or NO_OPTIONS)
        given = None if items is None else checked(operation, items)
        sender = sender_of(operation, options, self._client._credentials)
        begun = given is not None  # what was sent of a stream cannot be sent again
        while True:
            told = options if sender is None else sender.authorized(options)
            timeout = stream_timeout(operation, options)
            answer = self._client._streams.open(operation, values, told, given, timeout)
            try:
                for item in answer:
                    begun = True
                    yield item
            except ServiceError as error:
                if self._client._closed:
                    raise closed() from error
                if begun or sender is None or not sender.again(error):
                    raise
            else:
                return
            finally:
                answer.close()


class AsyncStreamCalls:
    """The same for async clients."""

    def __init__(self, client: "AsyncClient") -> None:
        self._client = client

    async def send(
        self,
        operation: Operation[T],
        values: Mapping[str, Any],
        options: CallOptions | None,
        items: AsyncIterable[Any] | Iterable[Any],
    ) -> T:
        """What comes back for the items."""
        make = partial(self._make_sending, operation, values, items)
        if not self._client._hooks:
            return await make(options)
        result: T = await self._client._behind_hooks(operation, options, None, make)
        return result

    async def _make_sending(
        self,
        operation: Operation[T],
        values: Mapping[str, Any],
        items: AsyncIterable[Any] | Iterable[Any],
        options: CallOptions | None,
        _call: Call | None = None,
    ) -> T:
        """Make a call that only its client streams."""
        answer = self._open(operation, values, items, options)
        async with contextlib.aclosing(answer):
            async for result in answer:
                return result
        raise no_result(operation)

    def stream(
        self,
        operation: Operation[T],
        values: Mapping[str, Any],
        options: CallOptions | None,
        items: AsyncIterable[Any] | Iterable[Any] | None = None,
    ) -> AsyncGenerator[T, None]:
        """The items that come back."""
        make = partial(self._open, operation, values, items)
        if not self._client._hooks:
            return make(options)
        return self._hooked_stream(operation, options, make)

    async def _hooked_stream(
        self,
        operation: Operation[T],
        options: CallOptions | None,
        make: Callable[[CallOptions], AsyncGenerator[T, None]],
    ) -> AsyncGenerator[T, None]:
        """What a stream comes to behind the hooks; it is closed, whatever they make of it."""
        async with contextlib.AsyncExitStack() as opened:

            async def begin(options: CallOptions, _: Call) -> AsyncGenerator[T, None]:
                closing = contextlib.aclosing(make(options))
                return await opened.enter_async_context(closing)

            answer = await self._client._behind_hooks(operation, options, None, begin)
            opened.push_async_callback(aclose, answer)
            async for item in answer:
                yield item

    async def _open(
        self,
        operation: Operation[T],
        values: Mapping[str, Any],
        items: AsyncIterable[Any] | Iterable[Any] | None,
        options: CallOptions | None,
    ) -> AsyncGenerator[T, None]:
        """Make a call that streams."""
        self._client._check_open()
        if self._client._streams is None:
            raise unimplemented(operation.name)
        options = own_options(options or NO_OPTIONS)
        given = None if items is None else checked_async(operation, items)
        sender = sender_of(operation, options, self._client._credentials)
        begun = given is not None  # what was sent of a stream cannot be sent again
        while True:
            timeout = stream_timeout(operation, options)
            told = options
            if sender is not None:
                told = await sender.authorized_async(options, deadline_of(timeout))
            answer = self._client._streams.open(operation, values, told, given, timeout)
            try:
                async for item in answer:
                    begun = True
                    yield item
            except ServiceError as error:
                if self._client._closed:
                    raise closed() from error
                if begun or sender is None or not sender.again(error):
                    raise
            else:
                return
            finally:
                await answer.aclose()
