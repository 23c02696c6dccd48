"""Streams of a client over HTTP, sync: bodies in pieces both ways, on urllib3."""

import contextlib
import time
from collections.abc import Iterator

import urllib3
from urllib3.exceptions import ConnectTimeoutError, HTTPError, ReadTimeoutError

from ..message import (
    Headers,
    HttpRequest,
    HttpResponse,
    too_large,
    too_late,
    unreachable,
)
from ..sync import SyncHttp
from ..upload import Upload

_PIECE = 65_536


class SyncExchange:
    """One request whose answer, and perhaps whose body, comes in pieces."""

    def __init__(self, origin: str, response: urllib3.BaseHTTPResponse, end: float | None) -> None:
        self._origin = origin
        self._response = response
        self._end = end
        self.status = response.status
        self.headers = Headers(response.headers.items)

    def piece(self) -> bytes:
        """What comes next, b"" at the end; ServiceError `unavailable` where it was cut off."""
        try:
            if self._end is not None:
                self._limit(self._end)
            return self._response.read1(_PIECE)
        except ReadTimeoutError:
            raise too_late() from None
        except (HTTPError, OSError) as error:
            raise unreachable(self._origin, error) from error

    def whole(self, limit: int) -> HttpResponse:
        """All of it, as a response without a stream."""
        pieces: list[bytes] = []
        size = 0
        while piece := self.piece():
            pieces.append(piece)
            size += len(piece)
            if size > limit:
                raise too_large(limit)
        return HttpResponse(status=self.status, headers=self.headers, body=b"".join(pieces))

    def _limit(self, end: float) -> None:
        left = end - time.monotonic()
        if left <= 0:
            raise too_late()
        connection = self._response.connection
        sock = getattr(connection, "sock", None)
        if sock is not None:
            sock.settimeout(left)


@contextlib.contextmanager
def exchanging(
    http: SyncHttp,
    request: HttpRequest,
    timeout: float | None,
    body: Iterator[bytes] | None = None,
) -> Iterator[SyncExchange]:
    """Send a request, and its body as it comes; the end of the block ends the exchange.

    A connection whose response has not been read to its end is closed, which tells the server.
    """
    end = None if timeout is None else time.monotonic() + timeout
    sending = None if body is None else Upload(body, end)
    headers = {**request.headers, "accept-encoding": "identity"}
    if sending is not None:
        headers["transfer-encoding"] = "chunked"
    response = None
    try:
        try:
            response = http.start(
                HttpRequest(
                    method=request.method, path=request.path, headers=headers, body=request.body
                ),
                timeout,
                body=sending,
            )
        except ReadTimeoutError as error:
            raise too_late() from error
        except ConnectTimeoutError as error:
            if end is not None and time.monotonic() >= end:
                raise too_late() from error
            raise unreachable(http.origin, error) from error
        except (HTTPError, OSError) as error:
            if sending is not None and sending.failure is not None:
                raise sending.failure from None
            raise unreachable(http.origin, error) from error
        yield SyncExchange(http.origin, response, end)
    finally:
        if sending is not None:
            sending.stop()
        if response is not None:
            # Given back if it was read to its end.
            if (sending is None or sending.done) and _is_read(response):
                response.release_conn()
            else:
                response.close()


def _is_read(response: urllib3.BaseHTTPResponse) -> bool:
    return bool(getattr(response, "isclosed", lambda: False)())
