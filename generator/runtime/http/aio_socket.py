"""WebSockets of an async client, on aiohttp."""

import asyncio
import contextlib
from collections.abc import Mapping
from typing import Any

import aiohttp
from yarl import URL

from .message import HttpResponse, fold, too_late, unreachable

# Bytes that are read of why a handshake was refused.
_MAX_REFUSAL = 256 * 1024
# Type checkers do not all see what it takes.
_timeout: Any = aiohttp.ClientWSTimeout
_CLOSE = _timeout(ws_close=1.0)
_TEXT, _BINARY = aiohttp.WSMsgType.TEXT, aiohttp.WSMsgType.BINARY
# No close frame has come (RFC 6455 §7.1.5).
_CUT = 1006


class AsyncSocket:
    """A WebSocket of a client; ``end``: when its call is over, on the loop's clock."""

    def __init__(
        self,
        socket: aiohttp.ClientWebSocketResponse,
        end: float | None,
    ) -> None:
        self._socket = socket
        self._end = end

    async def send(self, text: bytes) -> bool:
        """Send a frame of text, and wait while the server takes none; False: it is closed."""
        try:
            await self._socket.send_str(text.decode())
        except (aiohttp.ClientError, OSError):
            return False
        return True

    async def frame(self) -> str | bytes | int | None:
        """The next frame, or the code with which the server closes; None: it was cut off."""
        if self._end is None:
            message = await self._socket.receive()
        else:
            scope = asyncio.timeout_at(self._end)
            try:
                async with scope:
                    message = await self._socket.receive()
            except TimeoutError:
                raise too_late() from None
        if message.type is _TEXT or message.type is _BINARY:
            frame: str | bytes = message.data
            return frame
        code = self._socket.close_code
        return None if code == _CUT else code

    async def close(self) -> None:
        """Close it; who waits for a frame gets its end."""
        with contextlib.suppress(aiohttp.ClientError, OSError):
            await self._socket.close()


async def connect(
    session: aiohttp.ClientSession,
    origin: str,
    url: URL,
    headers: Mapping[str, str],
    *,
    timeout: float | None,
    limit: int,
) -> AsyncSocket | HttpResponse:
    """Open a WebSocket in a session that has ``refusing``."""
    end = None if timeout is None else asyncio.get_running_loop().time() + timeout
    try:
        async with asyncio.timeout_at(end):
            socket = await session.ws_connect(
                url,
                headers=headers,
                max_msg_size=limit,
                compress=0,
                timeout=_CLOSE,
            )
    except _RefusedError as refused:
        return refused.response
    except aiohttp.ConnectionTimeoutError as error:
        raise unreachable(origin, error) from error
    except TimeoutError as error:
        raise too_late() from error
    except (aiohttp.ClientError, OSError) as error:
        raise unreachable(origin, error) from error
    return AsyncSocket(socket, end)


class _RefusedError(Exception):
    """The answer to a handshake is an ordinary response."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__(response.status)
        self.response = response


async def refusing(
    request: aiohttp.ClientRequest,
    handler: aiohttp.ClientHandlerType,
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
    raise _RefusedError(
        HttpResponse(status=response.status, headers=headers, body=body),
    )
