"""Connections of uvicorn with limits: it has none for slow heads, clients that do not read, sizes.

A sweep over all connections, some times a second, finds those whose peer takes too long: timers for
each request would cost more than the request's own bookkeeping.
"""

import asyncio
import sys
from abc import abstractmethod
from typing import Any

import msgspec

from ..limits import MIN_RATE, Limits
from .asgi import STREAMS
from .keepalive import drop_unread, keep_alive, send_at_once
from .tls_extension import tls_extension

# Seconds for a client that was refused to read why, and to stop sending.
LINGER = 2.0
_PHRASES = {
    400: (b"Bad Request", "invalid_argument"),
    408: (b"Request Timeout", "deadline_exceeded"),
    414: (b"URI Too Long", "invalid_argument"),
    431: (b"Request Header Fields Too Large", "invalid_argument"),
    503: (b"Service Unavailable", "unavailable"),
}
# No request body on these has a meaning (RFC 9110 §9.3), so that no app reads it.
_WITHOUT_BODY = frozenset({"GET", "HEAD", "DELETE"})
_CLOSE = b"connection", b"close"


def refusal(status: int, detail: str) -> bytes:
    """A whole response, as a problem document (RFC 9457), to what is not a request."""
    phrase, code = _PHRASES[status]
    problem = {
        "type": "about:blank",
        "title": phrase.decode(),
        "status": status,
        "detail": detail,
        "code": code,
    }
    body = msgspec.json.encode(problem)
    retry = b"retry-after: 1\r\n" if status == 503 else b""
    return b"".join(
        (
            b"HTTP/1.1 %d %s\r\n" % (status, phrase),
            b"content-type: application/problem+json\r\n",
            b"content-length: %d\r\nconnection: close\r\n%s\r\n" % (len(body), retry),
            body,
        )
    )


class Limited(asyncio.Protocol):
    """What both of uvicorn's protocols get besides; to be put before one of them."""

    limits: Limits
    # Whether the next answer is the connection's last one; set for all, when the server ends.
    parting = False
    # What uvicorn's protocol has.
    transport: Any
    flow: Any
    cycle: Any
    connections: Any
    timeout_keep_alive_task: Any

    _refused = False
    # What ASGI's TLS extension says of the connection.
    _tls: Any = None
    # The part that the connection is at, since when, and how much has been done of it.
    _part: tuple[str, object] = ("", None)
    _since = 0.0
    _moved = 0.0
    _pending = 0
    _sent = 0

    def connection_made(self, transport: Any) -> None:
        """Refuse what is one connection too many."""
        super().connection_made(transport)
        found = transport.get_extra_info("socket")
        if found is not None:
            send_at_once(found)
            keep_alive(found)
            drop_unread(found, self.limits.write_timeout)
        self._tls = tls_extension(transport)
        most = self.limits.max_connections
        if len(self.connections) > most + most // 10:
            transport.abort()
        elif len(self.connections) > most:
            self.refuse(503, "The server has as many connections as it takes.")

    def refuse(self, status: int, detail: str) -> None:
        """Answer without an app, and close once the client has had the time to read it."""
        if self._refused or self.transport.is_closing():
            return
        self._refused = True
        cycle = self.cycle
        if cycle is not None and not cycle.response_complete:
            cycle.keep_alive = False
            if cycle.response_started or not cycle.more_body:
                return  # a request before it is being answered
            cycle.disconnected = True
            cycle.message_event.set()
        if self.timeout_keep_alive_task is not None:
            self.timeout_keep_alive_task.cancel()
        self.transport.write(refusal(status, detail))
        self.flow.resume_reading()
        # With what the client still sends unread, a close would take the answer away from it.
        if self.transport.can_write_eof():
            self.transport.write_eof()
        else:
            self.transport.close()

    def send_400_response(self, msg: str) -> None:
        """Say what is wrong with a request that the parser does not take; uvicorn calls it."""
        status = self.status_of(sys.exception())
        self.refuse(status, self.reason(status) or msg)

    def reason(self, status: int) -> str:
        """What is said of a status that is about a limit."""
        if status == 414:
            return f"The URL is longer than {self.limits.max_url_size} bytes."
        if status == 431:
            return f"The headers are larger than {self.limits.max_header_size} bytes."
        return ""

    @abstractmethod
    def status_of(self, error: BaseException | None) -> int:
        """The status that an error of the parser is answered with."""

    def check(self, now: float) -> None:
        """Close the connection if its peer has taken too long for the part that it is at."""
        if self.transport.is_closing() and not self.transport.get_write_buffer_size():
            return
        part = self._current()
        pending = self.transport.get_write_buffer_size()
        if part != self._part:
            self._part, self._since, self._moved, self._sent = part, now, now, 0
        elif pending != self._pending:
            self._sent += abs(self._pending - pending)
            self._moved = now
        self._pending = pending
        limits = self.limits
        age = now - self._since
        match part[0]:
            case "head" if age > limits.header_timeout:
                if self.begun():
                    self.refuse(408, "The head of the request did not come in time.")
                else:
                    self.transport.close()
            case "refused" if age > LINGER:
                self.transport.abort()
            case "unread" if age > limits.body_timeout:
                self.transport.abort()
            case "response":
                late = age - limits.write_timeout
                stalled = now - self._moved > limits.write_timeout
                slow = self._sent < late * MIN_RATE and not self._streams()
                if stalled or slow:
                    self.transport.abort()
            case _:
                pass

    def stalled(self, now: float) -> int:
        """Bytes that wait for a client that has read nothing for two seconds."""
        waits = self._part[0] == "response" and now - self._moved > LINGER
        return self.transport.get_write_buffer_size() if waits else 0

    def _current(self) -> tuple[str, object]:
        cycle = self.cycle
        done = cycle is None or cycle.response_complete
        if self._refused and done:
            return "refused", None
        if self.transport.get_write_buffer_size():
            return "response", cycle
        if not done:
            return "", None
        if cycle is not None and cycle.more_body:
            return "unread", cycle
        if self.timeout_keep_alive_task is None:
            return "head", cycle
        return "", None

    def _streams(self) -> bool:
        """Whether the response is a stream: a client that reads it slowly slows its writer."""
        state = self.cycle.scope.get("state") if self.cycle is not None else None
        return bool(state and state.get(STREAMS))

    @abstractmethod
    def begun(self) -> bool:
        """Whether there is something of a request."""

    def _unsupported_upgrade_warning(self) -> None:
        """An upgrade that is not taken is no fault (RFC 9110 §7.8)."""


def close_unless_read(cycle: Any) -> None:
    """Close after an answer to ``Expect: 100-continue`` that did not read the body (§10.1.1).

    Whether the client sends it all the same is nothing that the next request could be told from.
    """
    unwanted = cycle.scope["method"] in _WITHOUT_BODY
    if unwanted:
        cycle.waiting_for_100_continue = False
    send = cycle.send

    async def answer(message: Any) -> None:
        starts = message["type"] == "http.response.start"
        if starts and (unwanted or cycle.waiting_for_100_continue):
            headers = message.get("headers", ())
            if _CLOSE not in headers:
                message = {**message, "headers": [*headers, _CLOSE]}
        await send(message)

    cycle.send = answer


def close_after(cycle: Any) -> None:
    """Say with an answer that it is the last one (RFC 9112 §9.6), so that no request is lost."""
    send = cycle.send

    async def answer(message: Any) -> None:
        if message["type"] == "http.response.start":
            headers = message.get("headers", ())
            if _CLOSE not in headers:
                message = {**message, "headers": [*headers, _CLOSE]}
        await send(message)

    cycle.send = answer


def without_chunks(cycle: Any) -> None:
    """Let an answer of no known length end with the connection: HTTP/1.0 has no chunks.

    A server must not send them there (RFC 9112 §6.1); httptools' protocol does.
    """
    send = cycle.send
    unknown = False

    async def answer(message: Any) -> None:
        nonlocal unknown
        if message["type"] == "http.response.start":
            names = (name.lower() for name, _ in message.get("headers", ()))
            unknown = b"content-length" not in names
            if unknown:
                cycle.chunked_encoding = False
        elif unknown:
            more = bool(message.get("more_body"))
            cycle.expected_content_length = len(message.get("body", b"")) + more
        await send(message)

    cycle.send = answer
