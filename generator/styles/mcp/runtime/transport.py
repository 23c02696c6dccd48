"""Sends calls of tools over HTTP, and first of all finds out which version the server speaks."""

import contextlib
import time
from typing import TYPE_CHECKING

from generator.runtime.errors import ServiceError
from generator.runtime.http.message import HttpResponse, too_late
from generator.styles.mcp.runtime.requests import McpRequest
from generator.styles.mcp.runtime.session import Session, step
from generator.styles.mcp.runtime.versions import STATELESS

if TYPE_CHECKING:
    from generator.runtime.http.aio import AsyncHttp
    from generator.runtime.http.sync import SyncHttp

# Seconds that a server may take to end a session of which nobody waits for the end.
_GOODBYE = 1.0


class SyncMcpHttp:
    """A transport for threads; what it learns of the server holds for all of its calls."""

    def __init__(self, session: Session, http: "SyncHttp") -> None:
        self._session = session
        self._http = http
        self.address = http.address
        self.limit = http.limit

    def send(self, request: McpRequest, timeout: float | None) -> HttpResponse:
        """Send a call and read the whole answer; it is sent again where that has to be."""
        session, end = self._session, _end(timeout)
        response = self._http.send(request, timeout)
        talk = session.again(request.message, response)
        if talk is None:
            return response
        answer: HttpResponse | None = None
        while (message := step(talk, answer)) is not None:
            answer = self._http.send(session.over_http(message), _left(end))
        if session.version == STATELESS:
            return response
        return self._http.send(session.over_http(request.message), _left(end))

    def close(self) -> None:
        """Close every connection, and the server's session if there is one."""
        goodbye = self._session.goodbye()
        if goodbye is not None:
            with contextlib.suppress(ServiceError):  # it ends by itself
                self._http.send(goodbye, _GOODBYE)
        self._http.close()


class AsyncMcpHttp:
    """The same, to be awaited."""

    def __init__(self, session: Session, http: "AsyncHttp") -> None:
        self._session = session
        self._http = http
        self.address = http.address
        self.limit = http.limit

    async def send(self, request: McpRequest, timeout: float | None) -> HttpResponse:
        """Send a call and read the whole answer; it is sent again where that has to be."""
        session, end = self._session, _end(timeout)
        response = await self._http.send(request, timeout)
        talk = session.again(request.message, response)
        if talk is None:
            return response
        answer: HttpResponse | None = None
        while (message := step(talk, answer)) is not None:
            answer = await self._http.send(session.over_http(message), _left(end))
        if session.version == STATELESS:
            return response
        return await self._http.send(session.over_http(request.message), _left(end))

    async def close(self) -> None:
        """Close every connection, and the server's session if there is one."""
        goodbye = self._session.goodbye()
        if goodbye is not None:
            with contextlib.suppress(ServiceError):  # it ends by itself
                await self._http.send(goodbye, _GOODBYE)
        await self._http.close()


def _end(timeout: float | None) -> float | None:
    return None if timeout is None else time.monotonic() + timeout


def _left(end: float | None) -> float | None:
    """Seconds until a deadline; `deadline_exceeded` if there are none."""
    if end is None:
        return None
    left = end - time.monotonic()
    if left <= 0:
        raise too_late()
    return left
