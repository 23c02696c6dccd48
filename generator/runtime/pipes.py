"""The transports of clients over stdio, sync and async."""

import asyncio
from typing import Any

from .child import Stdio
from .http.message import HttpResponse, too_late
from .speech import Answer


class SyncPipes:
    """A transport for threads."""

    address = ""  # it has none

    def __init__(self, server: Stdio[Any]) -> None:
        self.server = server
        self.limit = server.limit

    def send(self, request: Any, timeout: float | None) -> HttpResponse:
        """Send a call and wait for the line that answers it."""
        answer = Answer()
        self.server.send(request, timeout, answer)
        try:
            return answered(answer.line.result(timeout))
        except TimeoutError:
            raise too_late() from None
        finally:
            self.server.abandon(request)

    def close(self) -> None:
        """End the server."""
        self.server.close()


class AsyncPipes:
    """The same, to be awaited; it may be used in several event loops."""

    address = ""  # it has none

    def __init__(self, server: Stdio[Any]) -> None:
        self.server = server
        self.limit = server.limit

    async def send(self, request: Any, timeout: float | None) -> HttpResponse:
        """Send a call and wait for the line that answers it; cancelling it tells the server."""
        answer = Answer()
        self.server.send(request, timeout, answer)
        try:
            line = asyncio.wrap_future(answer.line)
            return answered(await asyncio.wait_for(line, timeout))
        except TimeoutError:
            raise too_late() from None
        finally:
            self.server.abandon(request)

    async def close(self) -> None:
        """End the server."""
        await asyncio.to_thread(self.server.close)


def answered(line: bytes) -> HttpResponse:
    """A line as what codecs read."""
    return HttpResponse(status=200, headers={}, body=line)
