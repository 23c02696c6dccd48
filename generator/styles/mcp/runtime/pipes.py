"""The transports of clients over stdio, sync and async."""

import asyncio

from generator.runtime.http.message import HttpResponse, too_late
from generator.styles.mcp.runtime.child import Stdio, answered
from generator.styles.mcp.runtime.requests import McpRequest


class SyncPipes:
    """A transport for threads."""

    address = ""  # it has none

    def __init__(self, server: Stdio) -> None:
        self._server = server

    def send(self, request: McpRequest, timeout: float | None) -> HttpResponse:
        """Send a call and wait for the line that answers it."""
        line = self._server.send(request, timeout)
        try:
            return answered(line.result(timeout))
        except TimeoutError:
            raise too_late() from None
        finally:
            self._server.abandon(request)

    def close(self) -> None:
        """End the server."""
        self._server.close()


class AsyncPipes:
    """The same, to be awaited; it may be used in several event loops."""

    address = ""  # it has none

    def __init__(self, server: Stdio) -> None:
        self._server = server

    async def send(self, request: McpRequest, timeout: float | None) -> HttpResponse:
        """Send a call and wait for the line that answers it; cancelling it tells the server."""
        line = self._server.send(request, timeout)
        try:
            return answered(await asyncio.wait_for(asyncio.wrap_future(line), timeout))
        except TimeoutError:
            raise too_late() from None
        finally:
            self._server.abandon(request)

    async def close(self) -> None:
        """End the server."""
        await asyncio.to_thread(self._server.close)
