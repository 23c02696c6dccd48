"""Turns the messages of a client's stream into its other inputs and items; no I/O."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

from generator.formats.protobuf.runtime.functions import ABSENT
from generator.runtime.codes import Code
from generator.runtime.errors import InvalidArgument, ServiceError, Violation
from generator.runtime.limits import LARGE
from generator.runtime.offload import offload

if TYPE_CHECKING:
    from generator.formats.protobuf.runtime.items import ItemReader

# The bytes of the next message; None at the end.
Receive = Callable[[], Awaitable[bytes | None]]


class Received(AsyncIterator[Any]):
    """The items of one call, each read when it is asked for, and checked.

    failed: the bytes of the message that was not what the contract says.
    """

    def __init__(
        self,
        reader: "ItemReader",
        receive: Receive,
        limit: int | None,
    ) -> None:
        """limit: how many bytes a file may have. To be made by the task that serves the call."""
        self.failed = b""
        self._reader = reader
        self._receive = receive
        self._limit = limit
        self._task = asyncio.current_task()
        self._others: Mapping[str, Any] = {}
        self._held: Any = ABSENT
        self._at = 0
        self._size = 0
        self._ended = False

    async def others(self) -> Mapping[str, Any]:
        """The inputs beside the items, as plain JSON data: the first message has them."""
        if self._reader.has_others:
            data = await self._message()
            if data is not None:
                self._others, self._held = await self._read(data)
        return self._others

    async def __anext__(self) -> Any:
        item, self._held = self._held, ABSENT
        while item is ABSENT:
            data = await self._message()
            if data is None:
                raise StopAsyncIteration
            others, item = await self._read(data)
            if others and (changed := self._reader.changed(self._others, others)):
                raise self._refused(data, changed)
            if item is ABSENT and not self._reader.chunks:
                missing = Violation(f"/{self._at}", "is required")
                raise self._refused(data, [missing])
        self._at += 1
        if self._limit is not None:
            self._size += len(item)
            if self._size > self._limit:
                text = f"The body is larger than {self._limit} bytes."
                raise ServiceError(text, code=Code.RESOURCE_EXHAUSTED)
        return item

    async def _read(self, data: bytes) -> tuple[dict[str, Any], Any]:
        read, at = self._reader.read, self._at
        try:
            if len(data) < LARGE or self._reader.chunks:
                return read(data, at)
            return await offload(read, data, at)
        except InvalidArgument:
            self.failed = data
            raise

    def _refused(self, data: bytes, violations: list[Violation]) -> InvalidArgument:
        self.failed = data
        return InvalidArgument(violations=violations)

    async def _message(self) -> bytes | None:
        """The bytes of the next message; ServiceError if the client is gone.

        grpc.aio tells a connection that was cut as the end of the stream, and cancels the task a
        moment later: it has when another message has been asked for.
        """
        if self._ended:
            return None
        data = await self._receive()
        if data is None:
            self._ended = True
            await self._receive()
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            task = self._task
            if task is not None and (task.done() or task.cancelling()):
                text = "The connection ended before the stream."
                raise ServiceError(text, code=Code.UNAVAILABLE)
        return data
