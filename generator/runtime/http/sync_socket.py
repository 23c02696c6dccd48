"""WebSockets of a sync client, on the package websockets."""

import importlib
import ssl
import time
from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any

from ..missing_package import missing
from .message import HttpResponse, fold, too_late, unreachable

try:
    _client: Any = importlib.import_module("websockets.sync.client")
    _errors: Any = importlib.import_module("websockets.exceptions")
except ModuleNotFoundError as error:
    raise missing(error, "websocket") from None


class SyncSocket:
    """A WebSocket of a client."""

    def __init__(
        self,
        connection: Any,
        closing: ExitStack,
        end: float | None,
    ) -> None:
        self._connection = connection
        self._closing = closing
        self._end = end

    def send(self, text: bytes) -> bool:
        """Send a frame of text, and wait while the server takes none; False: it is closed."""
        try:
            self._connection.send(text, text=True)
        except (_errors.ConnectionClosed, OSError):
            return False
        return True

    def frame(self) -> str | bytes | int | None:
        """The next frame, or the code with which the server closes; None: it was cut off."""
        left = None if self._end is None else self._end - time.monotonic()
        if left is not None and left <= 0:
            raise too_late()
        try:
            frame: str | bytes = self._connection.recv(timeout=left)
        except TimeoutError:
            raise too_late() from None
        except _errors.ConnectionClosed as closed:
            code: int | None = closed.rcvd.code if closed.rcvd is not None else None
            return code
        return frame

    def close(self) -> None:
        """Close it; who waits for a frame gets its end."""
        self._closing.close()


def connect(
    origin: str,
    path: str,
    headers: Mapping[str, str],
    *,
    ssl_context: ssl.SSLContext | None,
    proxy: str | None,
    connect_timeout: float,
    timeout: float | None,
    limit: int,
) -> SyncSocket | HttpResponse:
    """Open a WebSocket, or give the response with which the server refuses it."""
    end = None if timeout is None else time.monotonic() + timeout
    closing = ExitStack()
    try:
        opening = _client.connect(
            origin.replace("http", "ws", 1) + path,
            ssl=ssl_context,
            additional_headers=headers,
            open_timeout=min(connect_timeout, timeout or connect_timeout),
            max_size=limit,
            compression=None,
            ping_interval=None,
            close_timeout=1,
            proxy=proxy,
            user_agent_header=None,
        )
        connection = closing.enter_context(opening)
    except _errors.InvalidStatus as refused:
        found = refused.response
        return HttpResponse(
            status=found.status_code,
            headers=fold(found.headers.raw_items()),
            body=bytes(found.body or b""),
        )
    except TimeoutError as error:
        if end is not None and time.monotonic() >= end:
            raise too_late() from error
        raise unreachable(origin, error) from error
    except (_errors.WebSocketException, OSError) as error:
        raise unreachable(origin, error) from error
    return SyncSocket(connection, closing, end)
