"""WebSockets of a sync client, on the package websockets."""

import contextlib
import time
from collections.abc import Iterator

from ...missing_package import missing
from ..message import (
    TIMEOUT_HEADER,
    HttpRequest,
    HttpResponse,
    fold,
    timeout_header,
    too_late,
    unreachable,
)
from ..sync import SyncHttp

try:
    from websockets.exceptions import ConnectionClosed, InvalidStatus, WebSocketException
    from websockets.sync.client import ClientConnection, connect
except ModuleNotFoundError as error:
    raise missing(error, "diptych[websocket]") from None


class SyncSocket:
    """A WebSocket of a client."""

    def __init__(self, connection: ClientConnection, end: float | None) -> None:
        self._connection = connection
        self._end = end

    def send(self, text: bytes) -> bool:
        """Send a frame of text, and wait while the server takes none; False: it is closed."""
        try:
            self._connection.send(text, text=True)
        except (ConnectionClosed, OSError):
            return False
        return True

    def frame(self) -> str | bytes | int | None:
        """The next frame, or the code with which the server closes; None: it was cut off."""
        left = None if self._end is None else self._end - time.monotonic()
        if left is not None and left <= 0:
            raise too_late()
        try:
            return self._connection.recv(timeout=left)
        except TimeoutError:
            raise too_late() from None
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd is not None else None

    def close(self) -> None:
        """Close it; who waits for a frame gets its end."""
        self._connection.close()


@contextlib.contextmanager
def connecting(
    http: SyncHttp, request: HttpRequest, timeout: float | None, limit: int
) -> Iterator[SyncSocket | HttpResponse]:
    """Open a WebSocket, or give the response with which the server refuses it."""
    end = None if timeout is None else time.monotonic() + timeout
    headers = {**http.headers, **request.headers}
    headers.pop("accept-encoding", None)
    if timeout is not None:
        if timeout <= 0:
            raise too_late()
        headers[TIMEOUT_HEADER] = timeout_header(timeout)
    try:
        connection = connect(
            http.socket_url(request.path),
            ssl=http.ssl_context,
            additional_headers=headers,
            open_timeout=min(filter(None, (timeout, http.connect_timeout))),
            max_size=limit,
            compression=None,
            ping_interval=None,
            close_timeout=1,
            proxy=http.proxy,
            user_agent_header=None,
        )
    except InvalidStatus as refused:
        response = refused.response
        yield HttpResponse(
            status=response.status_code,
            headers=fold(response.headers.raw_items()),
            body=bytes(response.body or b""),
        )
        return
    except TimeoutError as error:
        if end is not None and time.monotonic() >= end:
            raise too_late() from error
        raise unreachable(http.origin, error) from error
    except (WebSocketException, OSError) as error:
        raise unreachable(http.origin, error) from error
    opened = SyncSocket(connection, end)
    try:
        yield opened
    finally:
        opened.close()
