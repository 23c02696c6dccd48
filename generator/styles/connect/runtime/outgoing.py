"""The response that streams messages, each in its envelope."""

import asyncio
import time
from base64 import b64encode
from typing import Any

from generator.runtime.http.asgi import STREAMS, RawHeaders, Scope, Send
from generator.styles.connect.runtime.compression import SMALL, deflated
from generator.styles.connect.runtime.envelopes import COMPRESSED, envelope

# Seconds of items that never wait, after which others have their turn.
_TURN = 0.005


class Outgoing:
    """The response to one call; gone: its client is, and the call is to be cancelled."""

    def __init__(
        self, head: RawHeaders, scope: Scope, send: Send, zips: bool, *, text: bool
    ) -> None:
        scope.setdefault("state", {})[STREAMS] = True
        self._head = head
        self.put = send
        self._zips = zips
        self._text = text
        self._started = False
        self.gone = False
        self._turn = time.monotonic()

    async def begin(self) -> None:
        """Send the head, so that the client knows that it is being served."""
        if not self._started:
            self._started = True
            headers = self.headers()
            await self._tell(
                {"type": "http.response.start", "status": 200, "headers": headers},
            )

    def headers(self) -> RawHeaders:
        """Those of the response."""
        return self._head.copy()

    async def wrapped(self, data: bytes) -> bytes:
        """A message in its envelope."""
        if self._zips and len(data) >= SMALL:
            return envelope(COMPRESSED, await deflated(data))
        return envelope(0, data)

    def written(self, data: bytes) -> bytes:
        """What is sent of envelopes."""
        return b64encode(data) if self._text else data

    async def send(self, data: bytes) -> None:
        """Send one message, and wait until the client takes it."""
        if not self._started:
            await self.begin()
        body = self.written(await self.wrapped(data))
        await self._tell(
            {"type": "http.response.body", "body": body, "more_body": True},
        )
        now = time.monotonic()
        if now - self._turn > _TURN:
            # A service and a socket that never wait would let nobody else do anything.
            await asyncio.sleep(0)
            self._turn = now

    async def end(self, last: bytes) -> None:
        """The last envelope, which ends the response."""
        await self.begin()
        await self._tell({"type": "http.response.body", "body": self.written(last)})

    async def _tell(self, message: Any) -> None:
        try:
            await self.put(message)
        except OSError:  # the client is gone, where the server tells it so (ASGI 2.4)
            self.gone = True
            raise asyncio.CancelledError from None
