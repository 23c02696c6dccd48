"""Makes the calls of a client that stream, behind its hooks."""

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
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from ..call import NO_OPTIONS, Call, CallOptions, own_options
from ..calls import AsyncCalls, SyncCalls
from ..credentials import deadline_of, sender_of
from ..errors import ServiceError
from ..hooked import Make, hooked, outgoing
from ..hooks import Hook, SyncHook, aclose, close
from ..implementation import unimplemented
from ..operation import Operation
from ..transport import AsyncStreams, AsyncTransport, Codec, SyncStreams, SyncTransport
from ..wire import Wire
from .sending import checked, checked_async, no_result, stream_timeout

if TYPE_CHECKING:
    from ..auth.sending import Sender

T = TypeVar("T")


def closed() -> RuntimeError:
    """What a client that is closed raises."""
    return RuntimeError("the client is closed")


class SyncStreamCalls(SyncCalls):
    """The calls of a sync client that stream."""

    _style: ClassVar[str] = ""
    _closed: bool
    _hooks: tuple[SyncHook, ...]
    _credentials: Any
    _streams: SyncStreams | None
    _codec: Codec[Any, Any]
    _transport: SyncTransport[Any, Any]
    _wires: dict[Operation[Any], Wire]

    def _check_open(self) -> None:
        if self._closed:
            raise closed()

    def _sender(
        self,
        operation: Operation[Any],
        options: CallOptions,
    ) -> "Sender | None":
        return sender_of(operation, options, self._credentials)

    def _behind_hooks(
        self,
        operation: Operation[Any],
        options: CallOptions | None,
        timeout: float | None,
        make: Make,
    ) -> Any:
        """What a call comes to behind the hooks; see ``hooked``."""
        self._check_open()
        call = outgoing(operation, options, timeout, self._style)
        call.wire = self._wires.get(operation)
        if call.wire is None:
            wire = self._codec.wire(operation, self._transport.address)
            call.wire = self._wires[operation] = wire
        return hooked(self._hooks, call, options, make)

    def _send(
        self,
        operation: Operation[T],
        values: Mapping[str, Any],
        options: CallOptions | None,
        items: Iterable[Any],
    ) -> T:
        make = partial(self._make_sending, operation, values, items)
        if not self._hooks:
            return make(options)
        result: T = self._behind_hooks(operation, options, None, make)
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

    def _stream(
        self,
        operation: Operation[T],
        values: Mapping[str, Any],
        options: CallOptions | None,
        items: Iterable[Any] | None = None,
    ) -> Generator[T, None, None]:
        make = partial(self._open, operation, values, items)
        if not self._hooks:
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

            answer = self._behind_hooks(operation, options, None, begin)
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
        self._check_open()
        if self._streams is None:
            raise unimplemented(operation.name)
        options = own_options(options or NO_OPTIONS)
        given = None if items is None else checked(operation, items)
        sender = self._sender(operation, options)
        begun = given is not None  # what was sent of a stream cannot be sent again
        while True:
            told = options if sender is None else sender.authorized(options)
            timeout = stream_timeout(operation, options)
            answer = self._streams.open(operation, values, told, given, timeout)
            try:
                for item in answer:
                    begun = True
                    yield item
            except ServiceError as error:
                if self._closed:
                    raise closed() from error
                if begun or sender is None or not sender.again(error):
                    raise
            else:
                return
            finally:
                answer.close()


class AsyncStreamCalls(AsyncCalls):
    """The same for async clients."""

    _style: ClassVar[str] = ""
    _closed: bool
    _hooks: tuple[Hook, ...]
    _credentials: Any
    _streams: AsyncStreams | None
    _codec: Codec[Any, Any]
    _transport: AsyncTransport[Any, Any]
    _wires: dict[Operation[Any], Wire]

    def _check_open(self) -> None:
        if self._closed:
            raise closed()

    def _sender(
        self,
        operation: Operation[Any],
        options: CallOptions,
    ) -> "Sender | None":
        return sender_of(operation, options, self._credentials)

    def _behind_hooks(
        self,
        operation: Operation[Any],
        options: CallOptions | None,
        timeout: float | None,
        make: Make,
    ) -> Any:
        """What a call comes to behind the hooks; see ``hooked``."""
        self._check_open()
        call = outgoing(operation, options, timeout, self._style)
        call.wire = self._wires.get(operation)
        if call.wire is None:
            wire = self._codec.wire(operation, self._transport.address)
            call.wire = self._wires[operation] = wire
        return hooked(self._hooks, call, options, make)

    async def _send(
        self,
        operation: Operation[T],
        values: Mapping[str, Any],
        options: CallOptions | None,
        items: AsyncIterable[Any] | Iterable[Any],
    ) -> T:
        make = partial(self._make_sending, operation, values, items)
        if not self._hooks:
            return await make(options)
        result: T = await self._behind_hooks(operation, options, None, make)
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

    def _stream(
        self,
        operation: Operation[T],
        values: Mapping[str, Any],
        options: CallOptions | None,
        items: AsyncIterable[Any] | Iterable[Any] | None = None,
    ) -> AsyncGenerator[T, None]:
        make = partial(self._open, operation, values, items)
        if not self._hooks:
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

            answer = await self._behind_hooks(operation, options, None, begin)
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
        self._check_open()
        if self._streams is None:
            raise unimplemented(operation.name)
        options = own_options(options or NO_OPTIONS)
        given = None if items is None else checked_async(operation, items)
        sender = self._sender(operation, options)
        begun = given is not None  # what was sent of a stream cannot be sent again
        while True:
            timeout = stream_timeout(operation, options)
            told = options
            if sender is not None:
                told = await sender.authorized_async(options, deadline_of(timeout))
            answer = self._streams.open(operation, values, told, given, timeout)
            try:
                async for item in answer:
                    begun = True
                    yield item
            except ServiceError as error:
                if self._closed:
                    raise closed() from error
                if begun or sender is None or not sender.again(error):
                    raise
            else:
                return
            finally:
                await answer.aclose()
