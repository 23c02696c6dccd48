"""A response of server-sent events: how far a call is, at last its response."""

from generator.runtime.http.accept import qualities, quality_of
from generator.runtime.http.asgi import STREAMS, DisconnectedError, RawHeaders
from generator.runtime.http.headers import HeaderMap
from generator.runtime.http.post_app import Posted
from generator.runtime.http.streaming import sse
from generator.runtime.http.streaming.respond import Pulse

# Nothing on the way may keep, change or hold back what is sent: not a cache, not a proxy.
_HEADERS: RawHeaders = [
    (b"content-type", sse.EVENTS.encode()),
    (b"cache-control", b"no-store, no-transform"),
    (b"x-accel-buffering", b"no"),
]


def takes_events(headers: HeaderMap) -> bool:
    """Whether a client reads a stream of events, and says so."""
    accept = headers.get(b"accept", b"").decode("latin-1")
    return sse.EVENTS in accept and quality_of(sse.EVENTS, qualities(accept)) > 0


class Events:
    """The events of one request; the response begins with the first of them, or after silence.

    heartbeat: seconds of silence after which a comment is sent.
    """

    def __init__(self, posted: Posted, heartbeat: float) -> None:
        posted.scope.setdefault("state", {})[STREAMS] = True
        self._send = posted.send
        self._pulse = Pulse(heartbeat, self._beat)
        self._pulse.start()
        self.started = False

    async def tell(self, message: bytes) -> None:
        """Send one message."""
        self._pulse.busy = True
        await self._put(sse.event(message), more=True)
        self._pulse.busy = False

    async def end(self, message: bytes) -> None:
        """Send the last one."""
        await self._put(sse.event(message), more=False)

    async def stop(self) -> None:
        """No heartbeat follows."""
        await self._pulse.stop()

    async def _beat(self) -> None:
        await self._put(sse.HEARTBEAT, more=True)

    async def _put(self, data: bytes, *, more: bool) -> None:
        try:
            if not self.started:
                self.started = True
                head = {
                    "type": "http.response.start",
                    "status": 200,
                    "headers": [*_HEADERS],
                }
                await self._send(head)
            body = {"type": "http.response.body", "body": data, "more_body": more}
            await self._send(body)
        except OSError:  # the client is gone, where the server tells it so (ASGI 2.4)
            raise DisconnectedError from None
