"""Reads the body of a request in pieces while a call takes them, and answers one that goes on.

It is read ahead by a little only, so that a slow reader slows its client; what was cut never ends
as if it were whole.
"""

import asyncio
from collections import deque
from collections.abc import Coroutine
from typing import Any, TypeVar

from ..codes import Code
from ..errors import ServiceError
from ..shutdown import Shutdown, stopping
from .asgi import (
    BodyTimeoutError,
    BodyTooLargeError,
    DisconnectedError,
    Receive,
    Reply,
    Send,
    messages_of,
)
from .headers import HeaderMap

T = TypeVar("T")

# Bytes that may wait for their reader.
_AHEAD = 128 * 1024
# Seconds after which a call that reads nothing is watched for its client all the same.
_UNREAD = 0.5
# Seconds that a call has to deal with the end of its client, before it is cancelled.
_NOTICE = 0.5
# Seconds for a client that was answered early to read the answer; and without a byte from it.
_LINGER, _SILENCE = 10.0, 1.0
# A body of such a request is never read; what its server does with one is the server's.
_WITHOUT_BODY = frozenset({"GET", "HEAD"})
_CLOSE = b"connection", b"close"


class Upload:
    """The body of a request, to be iterated once; ``run`` does the work that takes it.

    limit: how many bytes it may have, None: any number; timeout: seconds without a byte, while
    somebody waits for one.
    Raises ServiceError: `cancelled` for a body that was cut, `deadline_exceeded` for one that
    stands still, `resource_exhausted` for one that is too long.
    """

    def __init__(
        self,
        receive: Receive,
        given: HeaderMap,
        shutdown: Shutdown,
        *,
        limit: int | None = None,
        timeout: float | None = None,
    ) -> None:
        self._receive = receive
        self._shutdown = shutdown
        self._limit = limit
        self._timeout = timeout
        self._held: deque[bytes] = deque()
        self._size = 0
        self._changed = asyncio.Event()
        self._room = asyncio.Event()
        self._pump: asyncio.Task[None] | None = None
        self._error: tuple[str, Code] | None = None
        self._refusal: Exception | None = None
        self._task: asyncio.Task[Any] | None = None
        self._waits_to_be_asked = b"expect" in given
        self._timers: list[asyncio.TimerHandle] = []
        length = given.get(b"content-length", b"")
        if limit is not None and length.isdigit() and int(length) > limit:
            self._refuse(BodyTooLargeError(limit), Code.RESOURCE_EXHAUSTED)
        # How many bytes have come; whether that is all; whether the client has gone.
        self.received = 0
        self.ended = False
        self.lost = False

    def __aiter__(self) -> "Upload":
        return self

    async def __anext__(self) -> bytes:
        """The next piece, never an empty one."""
        if self._pump is None and self._error is None:
            self._begin()
        while not self._held:
            if self._error is not None:
                text, code = self._error
                raise ServiceError(text, code=code)
            if self.ended:
                raise StopAsyncIteration
            self._changed.clear()
            await self._changed.wait()
        piece = self._held.popleft()
        self._size -= len(piece)
        self._room.set()
        return piece

    async def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Do the work that reads it; when its client goes away, the work is cancelled soon.

        Raises DisconnectedError then, BodyTooLargeError and BodyTimeoutError for a body that was
        not taken, whatever the work made of it, and `unavailable` at the end of the server's grace.
        """
        if self._shutdown.over:
            work.close()
            raise stopping()
        self._task = task = asyncio.current_task()
        assert task is not None
        self._shutdown.enter(task)
        if not self._waits_to_be_asked:
            self._later(_UNREAD, self._begin)
        try:
            result = await work
        except asyncio.CancelledError:
            if self._shutdown.over:
                raise self._shutdown.answer() from None
            if not self.lost:
                raise
            task.uncancel()
            raise DisconnectedError from None
        except Exception:
            if (refusal := self._outcome()) is not None:
                raise refusal from None
            raise
        else:
            if (refusal := self._outcome()) is not None:
                raise refusal
            return result
        finally:
            self._task = None
            self._shutdown.leave(task)
            self.close()

    def close(self) -> None:
        """Read no more."""
        for timer in self._timers:
            timer.cancel()
        if self._pump is not None:
            self._pump.cancel()
        self._held.clear()
        if not self.ended and self._error is None:
            self._error = "The call has ended.", Code.CANCELLED
        self._changed.set()

    async def answer(self, method: str, send: Send, reply: Reply) -> None:
        """Send a response, also while the client still sends: it is let read the answer first.

        Closing at once would take the answer away from it (RFC 9112 §9.6).
        """
        start, content = messages_of(method, reply)
        if self.ended or self.lost or method in _WITHOUT_BODY:
            await send(start)
            await send(content)
            return
        if self._pump is not None:
            await asyncio.wait([self._pump])
        if _CLOSE not in start["headers"]:
            start["headers"].append(_CLOSE)
        await send(start)
        await send({**content, "more_body": True})
        try:
            async with asyncio.timeout(_LINGER):
                while await self._discard():
                    pass
        except TimeoutError:
            pass
        await send({"type": "http.response.body", "body": b""})

    async def _discard(self) -> bool:
        """Take what comes; whether there is more."""
        async with asyncio.timeout(_SILENCE):
            message = await self._receive()
        return message["type"] != "http.disconnect" and bool(message.get("more_body"))

    def _begin(self) -> None:
        if self._pump is None and self._error is None:
            self._pump = asyncio.create_task(self._read())

    def _later(self, seconds: float, action: Any) -> None:
        self._timers.append(asyncio.get_running_loop().call_later(seconds, action))

    async def _read(self) -> None:
        """Read on as long as there is room."""
        while not self.ended and self._error is None:
            while self._size > _AHEAD:
                self._room.clear()
                await self._room.wait()
            try:
                async with asyncio.timeout(self._timeout):
                    message = await self._receive()
            except TimeoutError:
                self._refuse(BodyTimeoutError(), Code.DEADLINE_EXCEEDED)
            else:
                self._take(message)
            self._changed.set()
        if self.ended:
            await self._watch()

    def _take(self, message: Any) -> None:
        if message["type"] == "http.disconnect":
            self._error = "The body was cut.", Code.CANCELLED
            self._lose()
            return
        piece = message.get("body", b"")
        self.received += len(piece)
        if self._limit is not None and self.received > self._limit:
            self._refuse(BodyTooLargeError(self._limit), Code.RESOURCE_EXHAUSTED)
            self._held.clear()
            return
        self.ended = not message.get("more_body", False)
        if piece:
            self._held.append(piece)
            self._size += len(piece)

    async def _watch(self) -> None:
        """The body is whole: what comes now is the end of the client."""
        while (await self._receive())["type"] != "http.disconnect":
            await asyncio.sleep(0.005)
        self._lose()

    def _lose(self) -> None:
        self.lost = True
        task = self._task
        if task is not None:
            # What waits for the body is told first, and may clean up.
            self._later(0.0 if self.ended else _NOTICE, task.cancel)

    def _refuse(self, refusal: Exception, code: Code) -> None:
        self._refusal = refusal
        self._error = str(refusal), code

    def _outcome(self) -> Exception | None:
        """What a call comes to, whatever its work did."""
        return DisconnectedError() if self.lost else self._refusal
