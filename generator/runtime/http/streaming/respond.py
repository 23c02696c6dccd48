"""Items of a service → the response that streams them: head, items, heartbeats, how it ended."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from time import monotonic
from typing import Any, NamedTuple

from ...unions import encode, quick
from ..asgi import STREAMS, DisconnectedError, Message, RawHeaders, Scope, Send
from .peer import Peer

# Seconds after which a response begins that has no item yet. Until then, a failure is an ordinary
# response with its own status; after them, it is told in the stream.
HEAD_WAIT = 1.0
# Seconds of items that never wait, after which others have their turn.
TURN = 0.005


class Form(NamedTuple):
    """How a stream is written: what is made of an item and of a problem, both as JSON."""

    item: Callable[[bytes], bytes]
    failure: Callable[[bytes], bytes]
    end: bytes
    heartbeat: bytes


class StreamSender:
    """Sends one stream as the body of a response.

    heartbeat: seconds of silence after which one is sent; ``started``: the status has left.
    """

    def __init__(
        self,
        scope: Scope,
        send: Send,
        headers: RawHeaders,
        form: Form,
        heartbeat: float,
        peer: Peer,
    ) -> None:
        scope.setdefault("state", {})[STREAMS] = True
        self._send = send
        self._form = form
        self._peer = peer
        self._start = {"type": "http.response.start", "status": 200, "headers": headers}
        self._only_head = scope["method"] == "HEAD"
        self._heartbeat = heartbeat
        self._pulse = Pulse(HEAD_WAIT, self._beat)
        self.started = False

    def begin(self) -> None:
        """Whatever has to be asked before has been: from now on a silent stream begins soon."""
        if not self._only_head:
            self._pulse.start()

    async def send(self, items: AsyncIterator[Any]) -> None:
        """Send all items, one after another; raises what they raise.

        ``end`` or ``fail`` has to follow. Raises DisconnectedError where the server says so.
        """
        if self._only_head:
            # The first item, or its absence for a while, decides the status, and that is all.
            with contextlib.suppress(TimeoutError, StopAsyncIteration):
                async with asyncio.timeout(HEAD_WAIT):
                    await anext(items)
            return
        pulse, peer, put = self._pulse, self._peer, self._send
        written, clock = self._form.item, monotonic
        turn = pulse.at
        async for item in items:
            try:
                data = quick(item)
            except TypeError:
                data = encode(item)
            message = {
                "type": "http.response.body",
                "body": written(data),
                "more_body": True,
            }
            if pulse.beating is not None:
                await asyncio.wait((pulse.beating,))
            if peer.gone:
                raise DisconnectedError
            pulse.busy = True
            if not self.started:
                await self._begin()
            try:
                await put(message)
            except OSError:
                raise DisconnectedError from None
            pulse.busy = False
            pulse.at = now = clock()
            if now - turn > TURN:
                # A service and a socket that never wait would let nobody else do anything.
                await asyncio.sleep(0)
                turn = now

    async def stop(self) -> None:
        """No heartbeat follows."""
        await self._pulse.stop()

    async def end(self) -> None:
        """The stream is whole."""
        await self._finish(self._form.end)

    async def fail(self, problem: bytes) -> None:
        """The stream failed on its way; ``started`` must be true."""
        await self._finish(self._form.failure(problem))

    async def _finish(self, tail: bytes) -> None:
        if not self.started:
            await self._begin()
        await self._put(b"" if self._only_head else tail, more=False)

    async def _begin(self) -> None:
        self.started = True
        self._pulse.wait = self._heartbeat
        await self._tell(self._start)

    async def _put(self, data: bytes, *, more: bool = True) -> None:
        await self._tell(
            {"type": "http.response.body", "body": data, "more_body": more},
        )

    async def _tell(self, message: Message) -> None:
        try:
            await self._send(message)
        except OSError:  # the client is gone, where the server tells it so (ASGI 2.4)
            raise DisconnectedError from None

    async def _beat(self) -> None:
        await (self._put(self._form.heartbeat) if self.started else self._begin())


class Pulse:
    """Calls ``beat`` in a task of its own after silence, whatever the stream's own task waits for.

    A timer that looks up when something was sent last costs an item next to nothing.
    wait: seconds of silence; busy: something is being sent; at: when something was (monotonic).
    """

    def __init__(self, wait: float, beat: Callable[[], Awaitable[None]]) -> None:
        loop = asyncio.get_running_loop()
        self._loop = loop
        self._beat = beat
        self._timer: asyncio.TimerHandle | None = None
        self.wait = wait
        self.at = monotonic()
        self.busy = False
        self.beating: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Count from now."""
        self.at = monotonic()
        self._timer = self._loop.call_later(self.wait, self._fire)

    async def stop(self) -> None:
        """Beat no more; one that is being sent is sent."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self.beating is not None:
            await asyncio.wait((self.beating,))

    def _fire(self) -> None:
        now = monotonic()
        left = self.wait if self.busy else self.at + self.wait - now
        if left > 0:
            self._timer = self._loop.call_later(left, self._fire)
        else:
            self.beating = self._loop.create_task(self._run())

    async def _run(self) -> None:
        try:
            await self._beat()
        except Exception:  # noqa: BLE001
            return  # the stream's own task finds out what is wrong with its client
        finally:
            self.beating = None
        self.at = monotonic()
        if self._timer is not None:
            self._timer = self._loop.call_later(self.wait, self._fire)
