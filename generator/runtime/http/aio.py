"""Sends HTTP requests, async: an aiohttp session for each event loop."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterable, Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from .. import process
from ..missing_package import missing
from .keepalive import keep_alive
from .message import (
    TIMEOUT_HEADER,
    Headers,
    HttpRequest,
    HttpResponse,
    milliseconds,
    too_large,
    too_late,
    unreachable,
)
from .target import HttpTarget

try:
    import aiohttp
    from yarl import URL
except ModuleNotFoundError as error:
    raise missing(error) from None

if TYPE_CHECKING:
    from .aio_exchange import AsyncExchange
    from .aio_socket import AsyncSocket

# Servers close what has been idle for 5 s (uvicorn, Node) or longer. A POST that meets this is
# lost, since nobody may send it again: so an idle connection is given up before.
_IDLE = 4.0

_Sessions = dict[asyncio.AbstractEventLoop, aiohttp.ClientSession]
_INHERITED: list[_Sessions] = []


def _socket(address: aiohttp.AddrInfoType) -> socket.socket:
    """A socket whose other end the kernel asks whether it is there."""
    family, kind, protocol, _, _ = address
    made = socket.socket(family=family, type=kind, proto=protocol)
    keep_alive(made)
    return made


class _Connector(aiohttp.TCPConnector):
    """Ends encrypted connections at once when they are closed.

    asyncio waits half a minute for the other side to say so, too (RFC 8446 §6.1 asks nobody to).
    A proxy that looks at TCP only, such as nginx, would let a server work as long for nobody.
    """

    async def connect(self, *given: Any, **named: Any) -> aiohttp.connector.Connection:
        """A connection, as aiohttp calls it."""
        connection = await super().connect(*given, **named)
        transport = connection.transport
        if transport is not None and transport.get_extra_info("ssl_object") is not None:
            connection.add_callback(partial(_when_let_go, transport))
        return connection


def _when_let_go(transport: asyncio.Transport) -> None:
    # Called before aiohttp closes it, or keeps it.
    asyncio.get_running_loop().call_soon(_end_closed, transport)


def _end_closed(transport: asyncio.Transport) -> None:
    if transport.is_closing():
        transport.abort()


class AsyncHttp:
    """A transport to await; keeps connections open, keeps no cookies, follows nothing.

    It may be used in several event loops: each has connections of its own.
    Cancelling ``send`` closes its connection, which is how the server learns of it.
    """

    def __init__(
        self,
        target: str,
        *,
        headers: Mapping[str, str] | None = None,
        connect_timeout: float = 10.0,
        ssl_context: ssl.SSLContext | None = None,
        proxy: str | None = None,
        pool_size: int = 100,
        max_response_size: int = 64 * 1024 * 1024,
        timeout_header: str = TIMEOUT_HEADER,
    ) -> None:
        """timeout_header: what tells the server how many milliseconds its caller still waits."""
        self._target = HttpTarget.parse(target, headers=headers, proxy=proxy)
        self._origin = self._target.origin
        self.address = self._base = self._origin + self._target.prefix
        self._connect_timeout = connect_timeout
        self._no_limit = aiohttp.ClientTimeout(total=None, sock_connect=connect_timeout)
        self._ssl = ssl_context
        self._pool_size = pool_size
        self.limit = max_response_size
        self._timeout_header = timeout_header
        self._sessions: _Sessions = {}
        # Streams may last for ever, and so have connections apart from those that calls wait for.
        self._streams: _Sessions = {}
        self._sockets: _Sessions = {}
        self._process = process.current()

    async def send(
        self,
        request: HttpRequest,
        timeout: float | None,
        watch: Callable[[Any, bytes], Awaitable[object]] | None = None,
    ) -> HttpResponse:
        """Send one request and read the whole response.

        watch: is given the headers and every piece of the body when that comes.
        """
        headers = dict(request.headers)
        limit = self._no_limit
        if timeout is not None:
            if timeout <= 0:
                raise too_late()
            headers[self._timeout_header] = milliseconds(timeout)
            limit = aiohttp.ClientTimeout(
                total=timeout,
                sock_connect=self._connect_timeout,
            )
        if self._process is not process.current():
            self._part_from_parent()
        loop = asyncio.get_running_loop()
        session = self._sessions.get(loop)
        if session is None:
            session = self._open(loop, self._sessions, self._pool_size)
        try:
            async with session.request(
                request.method,
                URL(self._base + request.path, encoded=True),
                data=request.body,
                headers=headers,
                allow_redirects=False,
                timeout=limit,
            ) as response:
                return HttpResponse(
                    status=response.status,
                    headers=Headers(response.headers.items),
                    body=await self._read(response, watch),
                )
        except aiohttp.ConnectionTimeoutError as error:
            raise unreachable(self._origin, error) from error
        except TimeoutError as error:
            raise too_late() from error
        except (aiohttp.ClientError, OSError) as error:
            raise unreachable(self._origin, error) from error

    async def open(
        self,
        request: HttpRequest,
        content: AsyncIterable[bytes] | None = None,
        *,
        timeout: float | None,
        idle: float | None = None,
    ) -> "AsyncExchange":
        """Send one request, of which the body may come in pieces, and read the response in pieces.

        The answer counts as soon as it comes, even if the body is still being sent.
        timeout: seconds for all of it; idle: seconds without a byte of the response.
        The caller closes what comes back.
        """
        from .aio_exchange import exchange

        headers = {"accept-encoding": "identity", **request.headers}
        if timeout is not None:
            if timeout <= 0:
                raise too_late()
            headers[self._timeout_header] = milliseconds(timeout)
        if self._process is not process.current():
            self._part_from_parent()
        loop = asyncio.get_running_loop()
        return await exchange(
            self._streams.get(loop) or self._open(loop, self._streams, pool_size=0),
            self._origin,
            self._base,
            request,
            headers,
            content,
            connect_timeout=self._connect_timeout,
            timeout=timeout,
            idle=idle,
        )

    async def connect(
        self,
        request: HttpRequest,
        *,
        timeout: float | None,
    ) -> "AsyncSocket | HttpResponse":
        """Open a WebSocket, or give the response with which the server refuses it.

        timeout: seconds for all of it. The caller closes what comes back.
        """
        from .aio_socket import connect, refusing

        headers = dict(request.headers)
        if timeout is not None:
            if timeout <= 0:
                raise too_late()
            headers[self._timeout_header] = milliseconds(timeout)
        if self._process is not process.current():
            self._part_from_parent()
        loop = asyncio.get_running_loop()
        session = self._sockets.get(loop)
        if session is None:
            session = self._open(loop, self._sockets, 0, (refusing,))
        url = URL(self._base + request.path, encoded=True)
        return await connect(
            session,
            self._origin,
            url,
            headers,
            timeout=timeout,
            limit=self.limit,
        )

    async def close(self) -> None:
        """Close every connection of this event loop, and let go of those of other loops."""
        if self._process is not process.current():
            self._part_from_parent()
        for sessions in (self._sessions, self._streams, self._sockets):
            session = sessions.pop(asyncio.get_running_loop(), None)
            for other in sessions.values():
                other.detach()
            sessions.clear()
            if session is not None:
                await session.close()

    def _part_from_parent(self) -> None:
        """Leave the connections to the process that opened them."""
        # Kept: to let them go would take them out of the epoll set that the parent waits on.
        _INHERITED.extend((self._sessions, self._streams, self._sockets))
        self._sessions, self._streams, self._sockets = {}, {}, {}
        self._process = process.current()

    def _open(
        self,
        loop: asyncio.AbstractEventLoop,
        sessions: _Sessions,
        pool_size: int,
        middlewares: Sequence[aiohttp.ClientMiddlewareType] = (),
    ) -> aiohttp.ClientSession:
        """Open the session of a loop; not in ``__init__``, which may run before there is one."""
        for ended in [known for known in sessions if known.is_closed()]:
            sessions.pop(ended).detach()
        connector = _Connector(
            limit=pool_size,
            ssl=True if self._ssl is None else self._ssl,
            keepalive_timeout=_IDLE,
            socket_factory=_socket,
        )
        session = sessions[loop] = aiohttp.ClientSession(
            connector=connector,
            headers=self._target.headers,
            cookie_jar=aiohttp.DummyCookieJar(),
            proxy=self._target.proxy,
            skip_auto_headers=("Content-Type",),
            middlewares=middlewares,
        )
        return session

    async def _read(
        self,
        response: aiohttp.ClientResponse,
        watch: Callable[[Any, bytes], Awaitable[object]] | None,
    ) -> bytes:
        chunks: list[bytes] = []
        size = 0
        while chunk := await response.content.readany():
            chunks.append(chunk)
            size += len(chunk)
            if size > self.limit:
                raise too_large(self.limit)
            if watch is not None:
                await watch(response.headers, chunk)
        return chunks[0] if len(chunks) == 1 else b"".join(chunks)
