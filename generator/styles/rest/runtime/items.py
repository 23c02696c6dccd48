"""What a client's stream holds → checked items; each failure says which item it is about."""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import msgspec

from generator.runtime.codes import Code
from generator.runtime.errors import InvalidArgument, ServiceError
from generator.runtime.http.asgi import DisconnectedError
from generator.runtime.http.streaming.lines import Lines, LineTooLongError
from generator.runtime.http.streaming.ndjson import envelope
from generator.runtime.http.streaming.peer import Socket
from generator.runtime.json_text import NotJson, read
from generator.runtime.limits import LARGE, MIN_RATE
from generator.runtime.offload import offload
from generator.runtime.operation import Operation
from generator.runtime.streams.sending import at_item
from generator.styles.rest.runtime.places import WrongInBody
from generator.styles.rest.runtime.problem import Refused


class ItemReader:
    """Reads the items of one operation.

    limit: bytes that one may have; timeout: seconds that a line may stand still, and after which
    it must have come with 240 bytes a second on the average.
    """

    def __init__(
        self,
        operation: Operation[Any],
        limit: int,
        timeout: float | None,
    ) -> None:
        self._item = operation.item
        self._limit = limit
        self._timeout = timeout
        record = self._item.request
        self._member = record.__struct_encode_fields__[0]
        self._argument = record.__struct_fields__[0]
        self._head = b'{"%s":' % self._member.encode()

    async def lines(self, body: AsyncIterator[bytes]) -> AsyncIterator[Any]:
        """The items of a body, one a line; blank lines are heartbeats.

        Between two of them the client may take its time, but not within one.
        """
        lines = Lines(self._limit)
        index = 0
        begun = 0.0
        while True:
            try:
                held = lines.held
                begun = begun if held else time.monotonic()
                async with asyncio.timeout(self._time_left(begun, held)):
                    piece = await anext(body, None)
                found = [lines.rest()] if piece is None else lines.feed(piece)
            except LineTooLongError as error:
                raise _too_large(error, index) from None
            except TimeoutError:
                late = Code.DEADLINE_EXCEEDED
                raise Refused(
                    "An item did not come in time.",
                    status=408,
                    code=late,
                ) from None
            for line in found:
                if line and not line.isspace():
                    if len(line) < LARGE:
                        yield self._checked(line, index)
                    else:
                        yield await offload(self._checked, line, index)
                    index += 1
            if piece is None:
                return

    def _time_left(self, begun: float, held: int) -> float | None:
        """Seconds that the next piece may take."""
        if self._timeout is None or not held:
            return None
        until = begun + self._timeout + held / MIN_RATE
        return min(self._timeout, until - time.monotonic())

    async def frames(self, client: Socket) -> AsyncIterator[Any]:
        """The items of the frames of a WebSocket, up to the client's half-close."""
        index = 0
        while True:
            try:
                frame = await client.frame()
            except DisconnectedError:
                raise _cut_off() from None
            if len(frame) > self._limit:
                raise _too_large(LineTooLongError(self._limit), index)
            if isinstance(frame, bytes):
                raise _wrong(index, "is no text, which all frames are")
            if frame.isspace() or not frame:
                continue
            try:
                told = envelope(frame)
            except ValueError as error:
                raise _wrong(index, f"is no envelope of an item: {error}") from None
            if told.end is True:
                return
            if isinstance(told.error, msgspec.Raw):
                raise ServiceError("The client gave up.", code=Code.CANCELLED)
            assert isinstance(told.item, msgspec.Raw)
            item = bytes(told.item)
            if len(item) < LARGE:
                yield self._checked(item, index)
            else:
                yield await offload(self._checked, item, index)
            index += 1

    def _checked(self, line: bytes, index: int) -> Any:
        """One item; InvalidArgument with places below its index."""
        try:
            quick = self._item.read
            if quick is not None:
                arguments = quick(b"%s%s}" % (self._head, line))
                if arguments is not None:
                    return arguments[self._argument]
            return self._read(line)
        except NotJson as error:
            raise _wrong(index, f"is not JSON: {error}") from None
        except InvalidArgument as error:
            found = at_item(error.violations, index)
            found = [WrongInBody(each.pointer, each.detail) for each in found]
            raise InvalidArgument(error.message, violations=found) from None

    def _read(self, line: bytes) -> Any:
        return self._item.decode({self._member: read(line)})[self._argument]


def _wrong(index: int, detail: str) -> InvalidArgument:
    return InvalidArgument(violations=[WrongInBody(f"/{index}", detail)])


def _too_large(error: LineTooLongError, index: int) -> Refused:
    text = f"Item {index} is larger than {error.limit} bytes."
    return Refused(text, status=413, code=Code.RESOURCE_EXHAUSTED)


def _cut_off() -> ServiceError:
    return ServiceError("The client went away.", code=Code.CANCELLED)
