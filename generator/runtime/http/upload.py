"""A body of a sync client that is sent as it comes, and the connections that know of it."""

import ssl
import threading
import time
from collections.abc import Iterator
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util import wait_for_read

# Seconds after which a stream that has nothing to send says that it lives: with a blank line.
SILENCE = 10.0
_BLANK_LINE = b"1\r\n\n\r\n"


class Upload:
    """A body that is sent as it comes; stops when the server has answered before its end.

    While nothing comes, a thread sends a blank line now and then, so that the server knows that
    its client lives.
    """

    def __init__(self, body: Iterator[bytes], end: float | None) -> None:
        """``end``: when there is no more time to send, on the clock of time.monotonic."""
        self._body = body
        self._end = end
        self._connection: HTTPConnection | None = None
        self._lock = threading.Lock()
        self._waits = False
        self._stopped = threading.Event()
        self.done = False
        self.failure: BaseException | None = None

    def attach(self, connection: HTTPConnection) -> None:
        """This is the connection that it is sent on."""
        self._connection = connection

    def __iter__(self) -> Iterator[bytes]:
        """The pieces; BrokenPipeError, at which urllib3 reads the response, for an early answer."""
        threading.Thread(target=self._beat, name="heartbeat", daemon=True).start()
        while True:
            with self._lock:
                self._waits = True
            try:
                piece = next(self._body, None)
            except BaseException as error:
                self.failure = error
                raise ConnectionAbortedError("the items to send have failed") from error
            finally:
                with self._lock:
                    self._waits = False
            if self._is_answered():
                raise BrokenPipeError("the server has answered")
            if piece is None:
                self.done = True
                return
            self._set_timeout()
            yield piece

    def _set_timeout(self) -> None:
        """A server that takes its time to read is waited for, up to the deadline."""
        sock = None if self._connection is None else self._connection.sock
        if sock is not None:
            left = None if self._end is None else max(0.001, self._end - time.monotonic())
            sock.settimeout(left)

    def stop(self) -> None:
        """Send no more blank lines."""
        self._stopped.set()

    def _beat(self) -> None:
        while not self._stopped.wait(SILENCE):
            with self._lock:
                if not self._waits or self._connection is None:
                    continue
                try:
                    self._connection.send(_BLANK_LINE)
                except OSError:
                    return  # the thread of the call finds out by itself

    def _is_answered(self) -> bool:
        """Whether something is to be read; over TLS that may be something else than an answer."""
        sock: Any = None if self._connection is None else self._connection.sock
        if sock is None or isinstance(sock, ssl.SSLSocket):
            return False
        return wait_for_read(sock, timeout=0)


class Connection(HTTPConnection):
    """A connection that tells an upload on which one it is sent."""

    def request(self, method: str, url: str, body: Any = None, *rest: Any, **more: Any) -> None:
        """Send a request, as urllib3's connections do."""
        if isinstance(body, Upload):
            body.attach(self)
        super().request(method, url, body, *rest, **more)


class SecureConnection(HTTPSConnection, Connection):
    """The same over TLS."""
