"""The client of a call that streams: reads what it sends, and notices when it goes away."""

import asyncio
from collections import deque
from typing import Self

from ...codes import Code
from ...errors import ServiceError
from ..asgi import DisconnectedError, Receive

# Seconds before a server is asked again that says there is no more body, and not that it waits.
_PAUSE = 0.05
# Bytes of frames that may wait for their reader, and what each takes besides.
_AHEAD, _FRAME = 64 * 1024, 1024
_TOO_LARGE = 1009  # RFC 6455 §7.4.1


class Peer:
    """Watches one client while the current task serves it, and cancels the task when it goes.

    Use it as a context manager around all that waits: a cancellation that is its own leaves as
    DisconnectedError. Once it has started, nobody else may receive.
    """

    def __init__(self, receive: Receive) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._task = task
        self._receive = receive
        self._watcher: asyncio.Task[None] | None = None
        self.gone = False

    def __enter__(self) -> Self:
        return self

    def start(self) -> None:
        """Watch from now on: the request's body has been read."""
        if self._watcher is None:
            self._watcher = self._task.get_loop().create_task(self._watch())

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        self.stop()
        if self.gone:
            self._task.uncancel()
            if isinstance(error, asyncio.CancelledError):
                raise DisconnectedError from None

    def stop(self) -> None:
        """Watch no more: what is received after the answer says nothing."""
        if self._watcher is not None:
            self._watcher.cancel()

    def _leave(self) -> None:
        if not self.gone:
            self.gone = True
            self._task.cancel()

    async def _watch(self) -> None:
        """Wait for the end."""
        while True:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                break
            if not message.get("more_body", False):
                await asyncio.sleep(_PAUSE)
        self._leave()


class Socket(Peer):
    """A client behind a WebSocket: gives its frames, some of them received ahead."""

    def __init__(self, receive: Receive) -> None:
        super().__init__(receive)
        self._held: deque[str | bytes] = deque()
        self._size = 0
        self._over = False
        self._waits = False
        self._refused = False
        self._changed = asyncio.Event()
        self._room = asyncio.Event()

    @property
    def over(self) -> bool:
        """Whether the connection has been closed: nothing can be said any more."""
        return self._over

    async def frame(self) -> str | bytes:
        """The next frame: text, or bytes that are none; DisconnectedError after the last.

        ServiceError (resource_exhausted) where the server takes no frame so large.
        """
        while not self._held:
            if self._refused:
                text = "An item is larger than the server takes."
                raise ServiceError(text, code=Code.RESOURCE_EXHAUSTED)
            if self._over:
                raise DisconnectedError
            self._changed.clear()
            self._waits = True
            try:
                await self._changed.wait()
            finally:
                self._waits = False
        frame = self._held.popleft()
        self._size -= len(frame) + _FRAME
        self._room.set()
        return frame

    async def _watch(self) -> None:
        while True:
            message = await self._receive()
            if message["type"] == "websocket.disconnect":
                break
            text: str | None = message.get("text")
            frame = (message.get("bytes") or b"") if text is None else text
            self._held.append(frame)
            self._size += len(frame) + _FRAME
            self._changed.set()
            while self._size > _AHEAD:
                self._room.clear()
                await self._room.wait()
        self._over = True
        # Whoever waits for the frame is told, and so are hooks; who does not is cancelled.
        self._refused = self._waits and message.get("code") == _TOO_LARGE
        if not self._refused:
            self._leave()
        self._changed.set()
