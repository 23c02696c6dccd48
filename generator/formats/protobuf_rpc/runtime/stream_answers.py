"""Serves the calls of operations that stream: messages in, messages out; no I/O."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from functools import partial
from typing import Any

from generator.formats.protobuf_rpc.runtime.failures import Failures
from generator.formats.protobuf_rpc.runtime.method import Body
from generator.formats.protobuf_rpc.runtime.pieces import pieces
from generator.formats.protobuf_rpc.runtime.received import Receive, Received
from generator.runtime.auth.evidence import Evidence
from generator.runtime.bodies import stored
from generator.runtime.call import Call
from generator.runtime.coroutines import until
from generator.runtime.errors import ServiceError
from generator.runtime.guard import Guard
from generator.runtime.implementation import unimplemented
from generator.runtime.limits import LARGE
from generator.runtime.masking import masked
from generator.runtime.offload import offload
from generator.runtime.operation import Operation
from generator.runtime.shutdown import Shutdown
from generator.runtime.streams.target import StreamTarget
from generator.runtime.wire import Wire

Send = Callable[[bytes], Awaitable[None]]


class Failed(Exception):
    """The call failed; ``status`` is the google.rpc.Status that its caller may see."""

    def __init__(self, status: Any) -> None:
        super().__init__(status.message)
        self.status = status


def _counted(call: Call, receive: Receive, send: Send) -> tuple[Receive, Send]:
    """The same, telling a call how many bytes it has received and sent."""

    async def receive_counted() -> bytes | None:
        data = await receive()
        call.received += len(data or b"")
        return data

    async def send_counted(data: bytes) -> None:
        await send(data)
        call.sent += len(data)

    return receive_counted, send_counted


class StreamAnswers:
    """Serves one operation."""

    def __init__(
        self,
        implementation: object,
        body: Body,
        operation: Operation[Any],
        failures: Failures,
        shutdown: Shutdown,
        max_timeout: float | None,
        wire: Wire,
        guard: Guard | None,
    ) -> None:
        self._operation = operation
        self._failures = failures
        self._shutdown = shutdown
        self._guard = guard
        self._wire = wire
        self._target = StreamTarget(implementation, operation, max_timeout)
        self._chunks = operation.gives is not None and operation.gives.chunks
        self._body = body
        self._reader = body.items
        self._read = body.read
        self._write = body.write

    async def answer(
        self,
        call: Call,
        evidence: Evidence,
        receive: Receive,
        send: Send,
    ) -> bytes:
        """Serve one call; the bytes of the one response of an operation that gives no stream.

        evidence: what the call shows of who makes it. receive: gives the bytes of each message,
        None at the end; send: sends those of an item, and waits until the client takes them.
        Failed, whatever goes wrong.
        """
        if self._guard is not None:
            call.wire = self._wire
            receive, send = _counted(call, receive, send)
        received = None
        if self._reader is not None and self._operation.takes is not None:
            limit = self._operation.takes.max_length
            received = Received(self._reader, receive, limit)
        try:
            opening = partial(self._open, call, received, receive)
            served = self._serve(call, evidence, opening, send)
            return await self._shutdown.run(served)
        except ServiceError as error:
            failure = error
        except Exception as error:  # noqa: BLE001
            failure = masked(self._operation, error)
        data = b"" if received is None else received.failed
        try:
            status = self._failures.write(self._operation, failure, data, self._body)
        except Exception as error:  # noqa: BLE001
            failure = masked(self._operation, error)
            status = self._failures.write(self._operation, failure)
        finally:
            # Its traceback holds this frame, and the frame the whole input.
            del failure
        raise Failed(status)

    async def _serve(
        self,
        call: Call,
        evidence: Evidence,
        opening: Callable[[], Awaitable[Any]],
        send: Send,
    ) -> bytes:
        if self._operation.gives is None:
            response = self._write(await self._guarded(call, evidence, opening))
            call.sent += len(response)
            return response
        async with AsyncExitStack() as made:

            async def begin() -> Any:
                items = await opening()
                made.push_async_callback(_close, items)
                return items

            items = await self._guarded(call, evidence, begin)
            # A hook may have put its own around it.
            made.push_async_callback(_close, items)
            await self._send_all(items, call, send)
        return b""

    def _guarded(
        self,
        call: Call,
        evidence: Evidence,
        opening: Callable[[], Awaitable[Any]],
    ) -> Awaitable[Any]:
        if self._guard is None:
            return opening()
        return self._guard.run(call, evidence, opening)

    async def _open(
        self,
        call: Call,
        received: Received | None,
        receive: Receive,
    ) -> Any:
        """Read what comes before the items, and begin the call."""
        if not self._target.is_served:  # whatever the client sends, or does not send
            raise unimplemented(self._operation.name)
        if received is not None:
            raw = await received.others()
        else:
            raw = await self._inputs(await receive() or b"")
        result = await self._target.open(raw, call, received)
        body = stored(result) if self._chunks else None
        return result if body is None else body.pieces()

    async def _inputs(self, data: bytes) -> Mapping[str, Any]:
        if len(data) < LARGE:
            return self._read(data)
        return await offload(self._read, data)

    async def _send_all(
        self,
        items: AsyncIterator[Any],
        call: Call,
        send: Send,
    ) -> None:
        chunks, write, deadline = self._chunks, self._write, call.deadline
        async for item in items:
            for part in pieces(item) if chunks else (item,):
                sending = send(write(part))
                await (sending if deadline is None else until(deadline, _sent(sending)))


async def _close(items: Any) -> None:
    """End the method; what a hook made may be any async iterator."""
    if (close := getattr(items, "aclose", None)) is not None:
        await close()


async def _sent(sending: Awaitable[None]) -> None:
    await sending
