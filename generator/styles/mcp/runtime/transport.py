"""Sends calls of tools over HTTP, and first of all finds out which version the server speaks."""

import contextlib
import time
from typing import TYPE_CHECKING, Any

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
# Seconds for the answer to a request of the server's own.
_ANSWER = 5.0


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
        response = self._call(request, timeout)
        talk = session.again(request.message, response)
        if talk is None:
            return response
        answer: HttpResponse | None = None
        while (message := step(talk, answer)) is not None:
            answer = self._http.send(session.over_http(message), _left(end))
        if session.version == STATELESS:
            return response
        return self._call(session.over_http(request.message), _left(end))

    def _call(self, request: McpRequest, timeout: float | None) -> HttpResponse:
        """Send a call; what the server asks before its response is answered while it comes."""
        if self._session.version == STATELESS:
            return self._http.send(request, timeout)
        from generator.styles.mcp.runtime.listener import Listener

        listener = Listener(request, self.limit)

        def watch(headers: Any, piece: bytes) -> None:
            for answer in listener.hear(headers, piece):
                with contextlib.suppress(ServiceError):  # the call itself may go on
                    self._http.send(answer, _ANSWER)

        return self._http.send(request, timeout, watch)

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
        response = await self._call(request, timeout)
        talk = session.again(request.message, response)
        if talk is None:
            return response
        answer: HttpResponse | None = None
        while (message := step(talk, answer)) is not None:
            answer = await self._http.send(session.over_http(message), _left(end))
        if session.version == STATELESS:
            return response
        return await self._call(session.over_http(request.message), _left(end))

    async def _call(self, request: McpRequest, timeout: float | None) -> HttpResponse:
        if self._session.version == STATELESS:
            return await self._http.send(request, timeout)
        from generator.styles.mcp.runtime.listener import Listener

        listener = Listener(request, self.limit)

        async def watch(headers: Any, piece: bytes) -> None:
            for answer in listener.hear(headers, piece):
                with contextlib.suppress(ServiceError):
                    await self._http.send(answer, _ANSWER)

        return await self._http.send(request, timeout, watch)

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
