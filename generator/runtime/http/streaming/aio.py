"""Streams of a client over HTTP, async: bodies in pieces both ways, and WebSockets, on aiohttp."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable
from typing import TypeVar

import aiohttp
from yarl import URL

from ..aio import AsyncHttp
from ..message import (
    TIMEOUT_HEADER,
    Headers,
    HttpRequest,
    HttpResponse,
    fold,
    timeout_header,
    too_large,
    too_late,
    unreachable,
)

T = TypeVar("T")

# Seconds after which a stream that has nothing to send says that it lives: with a blank line.
SILENCE = 10.0
# Bytes that are read of why a handshake was refused.
_MAX_REFUSAL = 256 * 1024
_TEXT, _BINARY = aiohttp.WSMsgType.TEXT, aiohttp.WSMsgType.BINARY


class Deadline:
    """When a stream is over, whatever it does; all its waits are within it."""

    def __init__(self, timeout: float | None) -> None:
        if timeout is not None and timeout <= 0:
            raise too_late()
        self._end = None if timeout is None else time.monotonic() + timeout

    async def within(self, work: Awaitable[T]) -> T:
        """Await something; ServiceError `deadline_exceeded`."""
        if self._end is None:
            return await work
        scope = asyncio.timeout(self._end - time.monotonic())
        try:
            async with scope:
                return await work
        except TimeoutError:
            if scope.expired():
                raise too_late() from None
            raise


class AsyncExchange:
    """One request whose answer, and perhaps whose body, comes in pieces."""

    def __init__(
        self,
        origin: str,
        response: aiohttp.ClientResponse,
        deadline: Deadline,
        sending: "_Upload | None",
    ) -> None:
        self._origin = origin
        self._response = response
        self._sending = sending
        self._deadline = deadline
        self.status = response.status
        self.headers = Headers(response.headers.items)

    async def piece(self) -> bytes:
        """What comes next, b"" at the end; ServiceError `unavailable` where it was cut off."""
        try:
            return await self._deadline.within(self._response.content.readany())
        except (aiohttp.ClientError, OSError) as error:
            raise _broken(self._origin, error, self._sending) from error

    async def whole(self, limit: int) -> HttpResponse:
        """All of it, as a response without a stream."""
        pieces: list[bytes] = []
        size = 0
        while piece := await self.piece():
            pieces.append(piece)
            size += len(piece)
            if size > limit:
                raise too_large(limit)
        return HttpResponse(status=self.status, headers=self.headers, body=b"".join(pieces))


@contextlib.asynccontextmanager
async def exchanging(
    http: AsyncHttp,
    request: HttpRequest,
    timeout: float | None,
    body: AsyncIterator[bytes] | None = None,
) -> AsyncIterator[AsyncExchange]:
    """Send a request, and its body as it comes; the end of the block ends the exchange.

    A connection whose response has not been read to its end is closed, which tells the server.
    """
    deadline = Deadline(timeout)
    headers = dict(request.headers)
    headers["accept-encoding"] = "identity"
    if timeout is not None:
        headers[TIMEOUT_HEADER] = timeout_header(timeout)
    sending = None if body is None else _Upload(body)
    response = None
    try:
        try:
            response = await deadline.within(
                http.session().request(
                    request.method,
                    URL(http.base + request.path, encoded=True),
                    data=request.body if sending is None else sending.pieces(),
                    headers=headers,
                    allow_redirects=False,
                    timeout=http.no_limit,
                )
            )
        except (aiohttp.ClientError, OSError) as error:
            raise _broken(http.origin, error, sending) from error
        yield AsyncExchange(http.origin, response, deadline, sending)
    finally:
        if sending is not None:
            await sending.stop()
        if response is not None:
            # Given back if it was read to its end.
            if response.content.at_eof() and (sending is None or sending.done):
                response.release()
            else:
                response.close()


def _broken(origin: str, error: Exception, sending: "_Upload | None") -> BaseException:
    """Why there is no more: what was to be sent has failed, or the connection."""
    if sending is not None and sending.failure is not None:
        return sending.failure
    return unreachable(origin, error)


class _Upload:
    """Runs what gives the pieces in one task, and lets nobody wait for them too long."""

    def __init__(self, body: AsyncIterator[bytes]) -> None:
        self._pieces: asyncio.Queue[bytes | None] = asyncio.Queue(1)
        self._task = asyncio.ensure_future(self._run(body))
        self.done = False
        self.failure: BaseException | None = None

    async def _run(self, body: AsyncIterator[bytes]) -> None:
        try:
            async for piece in body:
                await self._pieces.put(piece)
        except asyncio.CancelledError:
            raise
        except BaseException as error:  # noqa: BLE001
            self.failure = error
        await self._pieces.put(None)

    async def pieces(self) -> AsyncIterator[bytes]:
        """What aiohttp sends; a blank line where nothing comes for a while."""
        while True:
            try:
                async with asyncio.timeout(SILENCE):
                    piece = await self._pieces.get()
            except TimeoutError:
                piece = b"\n"
            if piece is None:
                break
            yield piece
        if self.failure is not None:
            # So that aiohttp does not end the body as if it were whole.
            raise ConnectionAbortedError("the items to send have failed")
        self.done = True

    async def stop(self) -> None:
        """Ask for nothing more."""
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError, Exception):
            await asyncio.wait((self._task,))


class _RefusedError(Exception):
    """The answer to a handshake is an ordinary response."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__(response.status)
        self.response = response


class AsyncSocket:
    """A WebSocket of a client."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, deadline: Deadline) -> None:
        self._socket = socket
        self._deadline = deadline

    async def send(self, text: bytes) -> bool:
        """Send a frame of text, and wait while the server takes none; False: it is closed."""
        try:
            await self._socket.send_str(text.decode())
        except (aiohttp.ClientError, OSError):
            return False
        return True

    async def close(self) -> None:
        """Close it; who waits for a frame gets its end."""
        with contextlib.suppress(aiohttp.ClientError, OSError):
            await self._socket.close()

    async def frame(self) -> str | bytes | int | None:
        """The next frame, or the code with which the server closes; None: it was cut off."""
        message = await self._deadline.within(self._socket.receive())
        if message.type is _TEXT or message.type is _BINARY:
            frame: str | bytes = message.data
            return frame
        code = self._socket.close_code
        return None if code in {None, 1006} else code


@contextlib.asynccontextmanager
async def connecting(
    http: AsyncHttp, request: HttpRequest, timeout: float | None, limit: int
) -> AsyncIterator[AsyncSocket | HttpResponse]:
    """Open a WebSocket, or give the response with which the server refuses it."""
    deadline = Deadline(timeout)
    headers = dict(request.headers)
    if timeout is not None:
        headers[TIMEOUT_HEADER] = timeout_header(timeout)
    try:
        socket = await deadline.within(
            http.socket_session(_refusing).ws_connect(
                URL(http.base + request.path, encoded=True),
                headers=headers,
                max_msg_size=limit,
                compress=0,
                timeout=aiohttp.ClientWSTimeout(ws_close=1.0),
            )
        )
    except _RefusedError as refused:
        yield refused.response
        return
    except (aiohttp.ClientError, OSError) as error:
        raise unreachable(http.origin, error) from error
    opened = AsyncSocket(socket, deadline)
    try:
        yield opened
    finally:
        await opened.close()


async def _refusing(
    request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    """Keep the body of a response that is no handshake, which aiohttp does not; follow nothing."""
    response = await handler(request)
    if response.status == 101:
        return response
    body = b""
    while len(body) < _MAX_REFUSAL and (piece := await response.content.readany()):
        body += piece
    headers = fold(response.headers.items())
    response.close()
    raise _RefusedError(HttpResponse(status=response.status, headers=headers, body=body))
