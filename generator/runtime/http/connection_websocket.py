"""WebSockets of uvicorn with limits: it cuts them off when the grace begins, and not its end.

It speaks them with the package websockets, else with wsproto, else not at all.
"""

import asyncio
import logging
from collections.abc import Awaitable, Iterable, Sequence
from typing import Any, cast

from ..limits import Limits
from ..missing_package import DISTRIBUTION
from .tls_extension import tls_extension

logger = logging.getLogger(__name__)

# Seconds between two pings. A client that does not answer may be one that reads slowly: whether it
# is there at all is for the kernel to find out, and ``write_timeout`` ends one that reads nothing.
_PING = 15.0
# Seconds that a client may take to read why its connection ends; and without a byte from it: it
# has then sent all of its frame, and its own close frame.
_LINGER, _SILENCE = 10.0, 1.0
# Bytes that the parser is given in one turn of the event loop: thousands of tiny frames fit into
# what one read gives, and each takes as long as a request.
_SLICE = 8 * 1024
# Frames that one message may come in: each is kept until its last one has come.
_FRAGMENTS = 10_000


class LimitedSocket(asyncio.Protocol):
    """What each of uvicorn's protocols gets besides; to be put before one of them."""

    limits: Limits
    # What uvicorn's protocol has.
    transport: Any
    scope: Any
    conn: Any
    handshake_complete: bool
    read_paused: bool
    frames: Sequence[bytes] = ()

    _pending = 0
    _moved = 0.0
    _is_over = False
    _silence: asyncio.TimerHandle | None = None
    # What has come and waits for its turn; whether that is coming.
    _held = b""
    _turn = False

    def shutdown(self) -> None:
        """The server is to stop: calls that run have their grace, as all others; no more."""

    async def run_asgi(self) -> None:
        """Tell the app of the connection's encryption."""
        tls = tls_extension(self.transport)
        if tls is not None:
            self.scope["extensions"] = {**self.scope.get("extensions", {}), "tls": tls}
        await super().run_asgi()  # type: ignore[misc]

    def send(self, message: dict[str, Any]) -> Awaitable[None]:
        """Send what the app says."""
        if message["type"] == "websocket.http.response.body":
            return self._deny(message)
        return super().send(message)  # type: ignore[misc,no-any-return]

    async def _deny(self, message: dict[str, Any]) -> None:
        """A handshake that is answered is complete, which uvicorn would log as an error."""
        await super().send(message)  # type: ignore[misc]
        if not message.get("more_body"):
            self.handshake_complete = True

    def data_received(self, data: bytes) -> None:
        """Feed the parser, unless the connection is over, or it would take too long at once."""
        if self._is_over:
            self._listen()
            return
        if self._held or len(data) > _SLICE:
            self._held += data
            self._wait()
        else:
            self._feed(data)

    def _feed(self, data: bytes) -> None:
        super().data_received(data)
        if len(self.frames) > _FRAGMENTS and not self._is_over:
            self.conn.fail(1009, f"more than {_FRAGMENTS} frames for one message")
            self.handle_parser_exception()

    def _wait(self) -> None:
        """Go on in the next turn, unless the app has enough to read."""
        if self.transport.is_closing():
            self._held = b""
        elif self._held:
            self.transport.pause_reading()
            if not self._turn and not self.read_paused:
                self._turn = True
                asyncio.get_running_loop().call_soon(self._go_on)

    def _go_on(self) -> None:
        self._turn = False
        if not self.read_paused and not self.transport.is_closing():
            data, self._held = self._held[:_SLICE], self._held[_SLICE:]
            self._feed(data)
            if self._is_over:
                self._held = b""
        self._wait()
        if not (self._held or self.read_paused or self.transport.is_closing()):
            self.transport.resume_reading()

    async def receive(self) -> Any:
        """What comes next for the app, which then may have more."""
        message = await super().receive()  # type: ignore[misc]
        if self._held:
            self._wait()
        return message

    def handle_parser_exception(self) -> None:
        """Let a client that still sends a frame read why it is too large, and close then.

        Closing at once would take the close frame away from it (RFC 6455 §7.1.1).
        """
        self._is_over = True
        if self.conn.close_sent is None:  # it did not wait for the handshake's answer
            self.transport.abort()
            return
        transport = self.transport
        self.transport = _Lingering(transport)
        super().handle_parser_exception()  # type: ignore[misc]
        asyncio.get_running_loop().call_later(_LINGER, transport.close)
        self._listen()

    def _listen(self) -> None:
        """Close a connection that is over when its client is silent."""
        if isinstance(self.transport, _Lingering):
            if self._silence is not None:
                self._silence.cancel()
            loop = asyncio.get_running_loop()
            self._silence = loop.call_later(_SILENCE, self.transport.end)

    def check(self, now: float) -> None:
        """Close the connection if its peer has read nothing for too long."""
        self._wait()
        pending = self.transport.get_write_buffer_size()
        if pending != self._pending or not pending:
            self._pending, self._moved = pending, now
        elif now - self._moved > self.limits.write_timeout:
            self.transport.abort()

    def stalled(self, now: float) -> int:
        """Bytes that wait for a client that has read nothing for two seconds."""
        return self._pending if self._pending and now - self._moved > 2 else 0


class _Lingering:
    """A connection that others do not close."""

    def __init__(self, transport: Any) -> None:
        self._transport = transport

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def close(self) -> None:
        """Its client closes it, or a timer."""

    def end(self) -> None:
        """Close it."""
        self._transport.close()


def socket_protocol(limits: Limits) -> type[LimitedSocket] | None:
    """The protocol that uvicorn is to use for WebSockets; None where it has none."""
    from uvicorn.protocols.websockets.auto import AutoWebSocketsProtocol

    if AutoWebSocketsProtocol is None:
        return None
    bases: tuple[Any, ...] = (LimitedSocket, AutoWebSocketsProtocol)
    return cast("type[LimitedSocket]", type("LimitedSocket", bases, {"limits": limits}))


def socket_options(apps: Iterable[Any], limits: Limits) -> dict[str, Any]:
    """What uvicorn is told of WebSockets, for the sake of these apps.

    An app with operations that need one has ``sockets``, their names, and ``max_frame_size``.
    """
    asking = [app for app in apps if getattr(app, "sockets", ())]
    if not asking:
        return {"ws": "none"}
    found = socket_protocol(limits)
    if found is None:
        names = ", ".join(name for app in asking for name in app.sockets)
        logger.warning(
            "no WebSockets, needed for %s: pip install '%s[websocket]'",
            names,
            DISTRIBUTION,
        )
        return {"ws": "none"}
    return {
        "ws": found,
        "ws_max_size": max(app.max_frame_size for app in asking),
        "ws_ping_interval": _PING,
        "ws_ping_timeout": None,
        "ws_per_message_deflate": False,
    }
