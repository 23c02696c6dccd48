"""The client of a call that streams: reads what it sends, and notices when it goes away."""

import asyncio
from typing import Self

from ..asgi import DisconnectedError, Message, Receive

# Seconds before a server is asked again that says there is no more body, and not that it waits.
_PAUSE = 0.05


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
    """A client behind a WebSocket: gives its frames, a few of them ahead."""

    def __init__(self, receive: Receive) -> None:
        super().__init__(receive)
        self._frames: asyncio.Queue[Message | None] = asyncio.Queue(1)

    async def frame(self) -> str | bytes:
        """The next frame: text, or bytes that are none; DisconnectedError after the last."""
        message = await self._frames.get()
        if message is None:
            self._frames.put_nowait(None)
            raise DisconnectedError
        text: str | None = message.get("text")
        return (message.get("bytes") or b"") if text is None else text

    async def _watch(self) -> None:
        while True:
            message = await self._receive()
            if message["type"] == "websocket.disconnect":
                break
            await self._frames.put(message)
        self._leave()
        await self._frames.put(None)
