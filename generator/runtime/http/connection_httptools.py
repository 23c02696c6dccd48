"""Connections with limits on httptools, which has no limit of its own at all.

Importing it raises ImportError where httptools is not installed.
"""

import sys
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from .connection import Limited, close_after, close_unless_read, without_chunks

# Called for every request: ``super()`` would cost a microsecond of each.
_data_received = HttpToolsProtocol.data_received
_on_message_begin = HttpToolsProtocol.on_message_begin
_on_headers_complete = HttpToolsProtocol.on_headers_complete
_on_body = HttpToolsProtocol.on_body
_on_message_complete = HttpToolsProtocol.on_message_complete
_on_response_complete = HttpToolsProtocol.on_response_complete

# Bytes that the parser is given at a time: what it makes of them is many times as large.
_SLICE = 8 * 1024
# Bytes of further requests that may wait for the end of one.
_MAX_HELD = 512 * 1024


class _TooLargeError(Exception):
    """The head of the request is larger than a limit."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class LimitedHttpTools(Limited, HttpToolsProtocol):
    """uvicorn's protocol on httptools, with limits."""

    # What uvicorn's protocol has, which is None after the end.
    parser: Any

    # Bytes that have come; how many of them when the head, or the last of the body, had.
    _received = 0
    _before = 0
    _mark = 0
    _held = b""
    # What the parser was given last; whether it found an upgrade there that is not taken.
    _fed = b""
    _declined = False

    def data_received(self, data: bytes) -> None:
        """Feed the parser, unless a request before is still to be answered."""
        if self._refused:
            return
        if self.pipeline or self._held:
            self._held += data
            self.flow.pause_reading()
            if len(self._held) > _MAX_HELD:
                self.transport.abort()
        elif len(data) <= _SLICE:
            self._feed(data)
        else:
            self._held = data
            self._feed_held()

    def _feed_held(self) -> None:
        held, self._held = self._held, b""
        at = 0
        while at < len(held) and not self._refused and not self.transport.is_closing():
            if self.pipeline:
                self._held = held[at:]
                self.flow.pause_reading()
                return
            self._feed(held[at : at + _SLICE])
            at += _SLICE
            if not self._is_http():
                self.transport.get_protocol().data_received(held[at:])
                return

    def _feed(self, data: bytes) -> None:
        self._fed = data
        self._before = self._received
        self._received += len(data)
        _data_received(self, data)
        # Neither a head nor anything around a body, such as its trailers, may go on for ever.
        around = self._received - self._mark
        too_much = around > self.limits.max_header_size
        if too_much and not self._refused and self._is_http():
            long = len(self.url) > self.limits.max_url_size
            status = 414 if long else 431
            self.refuse(status, self.reason(status))

    def on_message_begin(self) -> None:
        """Count from here."""
        self._mark = self._before
        _on_message_begin(self)
        if self._tls is not None:
            self.scope["extensions"] = {"tls": self._tls}

    def on_headers_complete(self) -> None:
        """Begin a request, if its head is not too large."""
        limits = self.limits
        if len(self.url) > limits.max_url_size:
            raise _TooLargeError(414)
        if self._received - self._mark > limits.max_header_size:
            size = sum(len(name) + len(value) + 4 for name, value in self.headers)
            if size + len(self.url) > limits.max_header_size:
                raise _TooLargeError(431)
            self._mark = self._received
        # RFC 9112 §3.2; that there is but one is for the app to say, which looks at all headers.
        if (not self.headers or self.headers[0][0] != b"host") and not self._has_host():
            raise ValueError("a request has a Host")
        if self.url == b"*":  # of OPTIONS, which is about the server as a whole
            self.url = b"/*"
        if self.expect_100_continue:  # RFC 9110 §10.1.1
            self.expect_100_continue = self.parser.get_http_version() != "1.0"
        if self.parser.should_upgrade() and not self._should_upgrade():
            if self.parser.get_method() == b"CONNECT":
                raise ValueError("this is not a proxy")
            self._declined = True
            return
        before = self.cycle
        _on_headers_complete(self)
        if self.parting and self.cycle is not before:
            close_after(self.cycle)
        if self.expect_100_continue:
            close_unless_read(self.cycle)
        if self.scope["http_version"] == "1.0":
            without_chunks(self.cycle)

    def _is_http(self) -> bool:
        """Whether the connection has not become a WebSocket."""
        return self.transport.get_protocol() is self

    def _has_host(self) -> bool:
        names = (name for name, _ in self.headers)
        return b"host" in names or self.parser.get_http_version() == "1.0"

    def on_body(self, body: bytes) -> None:
        """Count from here."""
        self._mark = self._received
        _on_body(self, body)

    def on_message_complete(self) -> None:
        """End a request, unless it is still to be read as one without an upgrade."""
        if not self._declined:
            _on_message_complete(self)

    def _unsupported_upgrade_warning(self) -> None:
        """Go on as if nothing had been said of an upgrade (RFC 9110 §7.8); uvicorn calls it.

        The parser takes whatever follows for another protocol, the body too: so a new one reads
        the request again. Java's HttpClient asks for HTTP/2 in this way by default.
        """
        upgrade = sys.exception()
        if not self._declined or upgrade is None:
            return
        self._declined = False
        rest = self._fed[upgrade.args[0] :]
        lines = [self.parser.get_method(), b" ", self.url, b" HTTP/1.1\r\n"]
        for name, value in self.headers:
            if name == b"connection":
                value = b"close" if b"close" in value.lower() else b"keep-alive"
            if name != b"upgrade":
                lines += [name, b": ", value, b"\r\n"]
        self.parser = type(self.parser)(self)
        _data_received(self, b"".join((*lines, b"\r\n", rest)))

    def on_response_complete(self) -> None:
        """Go on with what had to wait."""
        _on_response_complete(self)
        if self._held and not self.pipeline:
            self._feed_held()

    def begun(self) -> bool:
        """Whether a head has begun that has not ended."""
        cycle = self.cycle
        # None before the first request, whatever uvicorn's type says.
        scope: Any = self.scope
        return scope is not None and (cycle is None or scope is not cycle.scope)

    def status_of(self, error: BaseException | None) -> int:
        """What a callback raised, if one did."""
        reason = getattr(error, "__context__", None)
        return reason.status if isinstance(reason, _TooLargeError) else 400
