"""One request and its response in pieces, sync: on a connection of its own, which ends with it.

The response is looked for while the request is still being sent: a server that refuses an upload
says so before it has all of it.
"""

import base64
import http.client
import io
import socket
import ssl
import time
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from urllib3.util import wait_for_write

from .keepalive import keep_alive
from .message import Headers, HttpRequest, too_large, too_late, unreachable
from .target import HttpTarget

# Bytes that are sent or received at a time.
_PIECE = 64 * 1024
# Seconds after which a peer that takes nothing is asked whether it has answered.
_PATIENCE = 0.05
_NOTHING_YET = (BlockingIOError, ssl.SSLWantReadError)


class SyncExchange:
    """A request that is sent, and the response to it; ``close`` ends both.

    content: the body in pieces, instead of the request's; timeout: seconds for all of it;
    idle: seconds without a byte of the response, None: any number.
    Raises ServiceError: `unavailable` where the connection fails or is cut, `deadline_exceeded`.
    """

    def __init__(
        self,
        target: HttpTarget,
        request: HttpRequest,
        headers: Mapping[str, str],
        content: Iterable[bytes] | None,
        *,
        ssl_context: ssl.SSLContext | None,
        connect_timeout: float,
        timeout: float | None,
        idle: float | None = None,
    ) -> None:
        self._origin = target.origin
        self._end = None if timeout is None else time.monotonic() + timeout
        self._idle = idle
        self._connection = _connection(target, ssl_context)
        try:
            self._connection.timeout = self._left(connect_timeout)
            self._connection.connect()
            keep_alive(self._connection.sock)
            early = self._send(target, request, headers, content)
            self._response = self._begin(request.method, early)
        except _ContentError as error:
            self.close()
            assert error.__cause__ is not None
            raise error.__cause__ from None
        except TimeoutError as error:
            self.close()
            raise self._late(error) from error
        except (http.client.HTTPException, OSError) as error:
            self.close()
            raise unreachable(self._origin, error) from error
        except BaseException:
            self.close()
            raise
        self.status = self._response.status
        self.headers = Headers(self._response.getheaders)

    def __iter__(self) -> Iterator[bytes]:
        """The body of the response as it comes; `unavailable` where it is cut."""
        try:
            while piece := self._read():
                yield piece
        finally:
            self.close()

    def read(self, limit: int) -> bytes:
        """The whole body, up to so many bytes."""
        whole = bytearray()
        for piece in self:
            whole += piece
            if len(whole) > limit:
                raise too_large(limit)
        return bytes(whole)

    def close(self) -> None:
        """Close the connection: the server learns that nobody listens."""
        self._connection.close()

    def _send(
        self,
        target: HttpTarget,
        request: HttpRequest,
        headers: Mapping[str, str],
        content: Iterable[bytes] | None,
    ) -> bytes:
        """Send the request; what has come of the response before all of it was sent."""
        connection = self._connection
        path = target.prefix + request.path
        if target.proxy is not None and target.origin.startswith("http:"):
            path = target.origin + path
        connection.putrequest(request.method, path, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name, value.encode())
        chunked = content is not None and "content-length" not in headers
        body = request.body
        if chunked:
            connection.putheader("transfer-encoding", "chunked")
        elif content is None and body is not None:
            connection.putheader("content-length", str(len(body)))
        connection.endheaders()
        early = b""
        for piece in _safely([body] if content is None and body else content or ()):
            for at in range(0, len(piece), _PIECE):
                part = piece[at : at + _PIECE]
                frame = b"%x\r\n%b\r\n" % (len(part), part) if chunked else part
                early = self._send_part(frame)
                if early:
                    return early
        return self._send_part(b"0\r\n\r\n") if chunked else early

    def _send_part(self, data: bytes) -> bytes:
        """Send some bytes, unless an answer has come; its first bytes."""
        sock = self._connection.sock
        while True:
            early = self._arrived()
            if early:
                return early
            self._left(None)
            if wait_for_write(sock, timeout=_PATIENCE):
                break
        sock.settimeout(self._left(None))
        try:
            sock.sendall(data)
        except (BrokenPipeError, ConnectionResetError):
            early = self._arrived()
            if not early:
                raise
        return early

    def _arrived(self) -> bytes:
        """What has come of the response, without waiting."""
        sock = self._connection.sock
        sock.settimeout(0)
        try:
            found: bytes = sock.recv(_PIECE)
        except _NOTHING_YET:
            return b""
        if not found:
            raise ConnectionResetError("the server closed the connection")
        return found

    def _begin(self, method: str, early: bytes) -> http.client.HTTPResponse:
        """Read the head of the response."""
        reader: Any = _Reader(self._connection.sock, early, self)
        response = http.client.HTTPResponse(reader, method=method)
        response.begin()
        return response

    def _read(self) -> bytes:
        response = self._response
        try:
            piece = response.read1(_PIECE)
        except TimeoutError as error:
            raise self._late(error) from error
        except (http.client.HTTPException, OSError, ValueError) as error:
            raise unreachable(self._origin, error) from error
        if not piece and response.length:
            cut = http.client.IncompleteRead(b"", response.length)
            raise unreachable(self._origin, cut)
        return piece

    def wait(self) -> float | None:
        """Seconds that the next bytes may take."""
        return self._left(self._idle)

    def _left(self, most: float | None) -> float | None:
        """Seconds until the deadline, or ``most``; `deadline_exceeded` if there are none."""
        if self._end is None:
            return most
        left = self._end - time.monotonic()
        if left <= 0:
            raise too_late()
        return left if most is None else min(left, most)

    def _late(self, error: Exception) -> Exception:
        if self._end is not None and time.monotonic() >= self._end:
            return too_late()
        return unreachable(self._origin, error)


class _ContentError(Exception):
    """What a request's content raised, which is no fault of the connection."""


def _safely(content: Iterable[bytes]) -> Iterator[bytes]:
    try:
        yield from content
    except Exception as error:
        raise _ContentError from error


class _Reader(io.RawIOBase):
    """What an HTTPResponse reads: bytes that have come already, then those of the socket."""

    def __init__(
        self,
        sock: socket.socket,
        early: bytes,
        exchange: SyncExchange,
    ) -> None:
        super().__init__()
        self._sock = sock
        self._early = early
        self._exchange = exchange

    def makefile(self, mode: str) -> io.BufferedReader:
        """What ``HTTPResponse`` asks a socket for."""
        del mode
        return io.BufferedReader(self, _PIECE)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        if self._early:
            count = min(len(buffer), len(self._early))
            buffer[:count] = self._early[:count]
            self._early = self._early[count:]
            return count
        self._sock.settimeout(self._exchange.wait())
        return self._sock.recv_into(buffer)


def _connection(target: HttpTarget, ssl_context: ssl.SSLContext | None) -> Any:
    """A connection to a target, or to the proxy before it; not yet open."""
    origin = urlsplit(target.origin)
    secure = origin.scheme == "https"
    where = origin if target.proxy is None else urlsplit(target.proxy)
    options: dict[str, Any] = {}
    kind: Any = http.client.HTTPConnection
    if secure:
        kind = http.client.HTTPSConnection
        options["context"] = ssl_context or ssl.create_default_context()
    connection = kind(where.hostname, where.port, **options)
    if target.proxy is not None and secure:
        connection.set_tunnel(origin.hostname, origin.port or 443, _authorized(where))
    return connection


def _authorized(proxy: Any) -> dict[str, str]:
    """The headers that a proxy asks for."""
    if proxy.username is None:
        return {}
    secret = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}".encode()
    return {"proxy-authorization": f"Basic {base64.b64encode(secret).decode()}"}
