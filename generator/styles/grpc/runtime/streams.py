"""Carries the calls of a client that stream over grpcio, sync and async, message by message.

A message is read when its item is asked for, and written when the one before has been taken by
HTTP/2's flow control: neither side holds more than one item of its own.
"""

import asyncio
import contextlib
import threading
from collections.abc import (
    AsyncGenerator,
    AsyncIterator,
    Awaitable,
    Callable,
    Generator,
    Iterator,
    Mapping,
)
from functools import partial
from typing import Any, cast

from generator.runtime.call import CallOptions
from generator.runtime.codes import Code
from generator.runtime.errors import ServiceError
from generator.runtime.missing_package import missing
from generator.runtime.operation import Operation
from generator.styles.grpc.runtime.codec import GrpcCodec
from generator.styles.grpc.runtime.transport import AsyncGrpc, SyncGrpc, failed

try:
    import grpc
    import grpc.aio
except ModuleNotFoundError as error:
    raise missing(error) from None

# Seconds in which what a caller streams may end, once its call has.
_ENDING = 0.5


class SyncGrpcStreams:
    """Carries the streams of a client that waits."""

    def __init__(self, codec: GrpcCodec, transport: SyncGrpc) -> None:
        self._codec = codec
        self._transport = transport

    def open(
        self,
        operation: Operation[Any],
        values: Mapping[str, Any],
        options: CallOptions,
        items: Iterator[Any] | None,
        timeout: float | None,
    ) -> Generator[Any, None, None]:
        """Send a call, and give what comes back: its items, or its one result."""
        codec, transport = self._codec, self._transport
        request = codec.encode(operation, values, options)
        read = codec.reader(operation)
        sending = None
        if items is None:
            call = transport.receive(request, timeout)
        else:
            sending = _Sending(codec.stream(operation, request).write(items))
            exchange = partial(transport.exchange, request, timeout)
            call = sending.begin(exchange)
        try:
            if operation.gives is None:
                yield read(_only([*call], operation))
            else:
                for data in call:
                    yield read(data)
        except grpc.RpcError as error:
            if sending is not None and sending.failure is not None:
                raise sending.failure from None
            raise codec.failure(operation, failed(error)) from None
        finally:
            call.cancel()


class _Sending(Iterator[bytes]):
    """The messages of a client's stream, which a thread of grpcio asks for.

    What goes wrong in making one ends the call, and is for the caller.
    """

    def __init__(self, messages: Iterator[bytes]) -> None:
        self.failure: BaseException | None = None
        self._messages = messages
        self._call: Any = None
        self._begun = threading.Event()

    def begin(self, call: Callable[[Iterator[bytes]], Any]) -> Any:
        """Make the call that sends the messages."""
        try:
            self._call = call(self)
        finally:
            self._begun.set()
        return self._call

    def __next__(self) -> bytes:
        try:
            return next(self._messages)
        except StopIteration:
            raise
        except BaseException as error:  # noqa: BLE001
            self.failure = error
        self._begun.wait()
        if self._call is not None:
            self._call.cancel()
        raise StopIteration


class AsyncGrpcStreams:
    """The same for a client to await."""

    def __init__(self, codec: GrpcCodec, transport: AsyncGrpc) -> None:
        self._codec = codec
        self._transport = transport

    async def open(
        self,
        operation: Operation[Any],
        values: Mapping[str, Any],
        options: CallOptions,
        items: AsyncIterator[Any] | None,
        timeout: float | None,
    ) -> AsyncGenerator[Any, None]:
        """Send a call, and give what comes back: its items, or its one result."""
        codec = self._codec
        request = codec.encode(operation, values, options)
        read = codec.reader(operation)
        sending = None
        call: Any
        if items is None:
            call = self._transport.receive(request, timeout)
        else:
            call = self._transport.exchange(request, timeout)
            messages = codec.stream(operation, request).write_async(items)
            sending = _AsyncSending(call, messages)
        try:
            if operation.gives is None:
                yield read(_only([data async for data in call], operation))
            else:
                async for data in call:
                    yield read(data)
        except grpc.aio.AioRpcError as error:
            raise codec.failure(operation, failed(error)) from None
        except asyncio.CancelledError:
            if _is_cancelled():
                raise
            failure = None if sending is None else sending.failure
            raise failure or _closed() from None
        finally:
            call.cancel()
            if sending is not None:
                await sending.end()


class _AsyncSending:
    """Writes the messages of a client's stream beside the reading of the answer."""

    def __init__(
        self,
        call: "grpc.aio.StreamStreamCall[bytes, bytes]",
        messages: AsyncGenerator[bytes, None],
    ) -> None:
        self.failure: BaseException | None = None
        self._call = call
        self._messages = messages
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def _run(self) -> None:
        write = _writer(self._call)
        try:
            if not await self._taken(self._call.wait_for_connection()):
                return
            async with contextlib.aclosing(self._messages) as messages:
                async for data in messages:
                    if not await self._taken(write(data)):
                        return
            await self._taken(self._call.done_writing())
        except asyncio.CancelledError:
            raise
        except BaseException as error:  # noqa: BLE001
            self.failure = error
            self._call.cancel()

    async def _taken(self, writing: Any) -> bool:
        """Whether a message was written; where the call is over, its answer says why."""
        try:
            await writing
        except (grpc.aio.AioRpcError, grpc.aio.BaseError, asyncio.InvalidStateError):
            return False
        return True

    async def end(self) -> None:
        """Ask for no more items; who made them has a moment to end."""
        self._task.cancel()
        await asyncio.wait((self._task,), timeout=_ENDING)


def _writer(call: Any) -> Callable[[bytes], Awaitable[None]]:
    """What writes the messages of a call.

    A server may answer before it has all of the stream, while a message is being written. The
    ``write`` of grpc.aio then takes the call for failed, and the answer is lost ("Internal error
    from Core"); what it is made of only says that the message was not written.
    """
    core = getattr(call, "_cython_call", None)
    write = getattr(core, "send_serialized_message", call.write)
    return cast("Callable[[bytes], Awaitable[None]]", write)


def _only(messages: list[bytes], operation: Operation[Any]) -> bytes:
    """The one message that answers a stream of the client's."""
    if len(messages) != 1:
        text = f"{operation.name} was answered with {len(messages)} messages, not with one."
        raise ServiceError(text, code=Code.INTERNAL)
    return messages[0]


def _closed() -> ServiceError:
    """What a call comes to that was cancelled here, and not by its task: as its channel closed."""
    return ServiceError("The connection was closed.", code=Code.CANCELLED)


def _is_cancelled() -> bool:
    """Whether the task itself is to end, not the call alone."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
