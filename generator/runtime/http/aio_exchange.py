"""One request and its response in pieces, async: a response of aiohttp that is read as it comes."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable, Mapping
from contextlib import aclosing
from typing import Any

import aiohttp
from yarl import URL

from .message import Headers, HttpRequest, too_large, too_late, unreachable


class AsyncExchange:
    """The response to a request of which the body may still be on its way; ``close`` ends both.

    Raises ServiceError: `unavailable` where the connection fails or is cut, `deadline_exceeded`.
    """

    def __init__(
        self,
        origin: str,
        response: aiohttp.ClientResponse,
        sent: "_Sent",
    ) -> None:
        self._origin = origin
        self._response = response
        self._sent = sent
        self.status = response.status
        self.headers = Headers(response.headers.items)

    async def pieces(self) -> AsyncGenerator[bytes, None]:
        """The body of the response as it comes; `unavailable` where it is cut."""
        try:
            while piece := await self._response.content.readany():
                yield piece
        except TimeoutError as error:
            raise self._sent.late(error, self._origin) from error
        except (aiohttp.ClientError, OSError) as error:
            raise unreachable(self._origin, error) from error
        finally:
            self.close()

    async def read(self, limit: int) -> bytes:
        """The whole body, up to so many bytes."""
        whole = bytearray()
        async with aclosing(self.pieces()) as pieces:
            async for piece in pieces:
                whole += piece
                if len(whole) > limit:
                    raise too_large(limit)
        return bytes(whole)

    def close(self) -> None:
        """Close the connection: the server learns that nobody listens."""
        self._response.close()


class _Sent:
    """A request's content on its way: what its iterator raises is not lost in the transport."""

    def __init__(self, timeout: float | None) -> None:
        self._clock = asyncio.get_running_loop().time
        self._end = None if timeout is None else self._clock() + timeout
        self.error: BaseException | None = None

    async def pieces(
        self,
        content: AsyncIterable[bytes],
    ) -> AsyncGenerator[bytes, None]:
        """The content as aiohttp sends it."""
        try:
            async for piece in content:
                if piece:  # an empty chunk would end the body
                    yield piece
        except Exception as error:
            self.error = error
            raise

    def late(self, error: Exception, origin: str) -> Exception:
        """What a timeout means: of the deadline, or of a peer that is silent."""
        over = self._end is not None and self._clock() >= self._end - 0.01
        return too_late() if over else unreachable(origin, error)


async def exchange(
    session: aiohttp.ClientSession,
    origin: str,
    base: str,
    request: HttpRequest,
    headers: Mapping[str, str],
    content: AsyncIterable[bytes] | None,
    *,
    connect_timeout: float,
    timeout: float | None,
    idle: float | None = None,
) -> AsyncExchange:
    """Send a request; what comes back is there as soon as the head of the response is.

    content: the body in pieces, instead of the request's; timeout: seconds for all of it;
    idle: seconds without a byte of the response, None: any number.
    """
    sent = _Sent(timeout)
    data: Any = request.body if content is None else sent.pieces(content)
    limit = aiohttp.ClientTimeout(
        total=timeout,
        sock_connect=connect_timeout,
        sock_read=idle,
    )
    try:
        response = await session.request(
            request.method,
            URL(base + request.path, encoded=True),
            data=data,
            headers=headers,
            allow_redirects=False,
            timeout=limit,
        )
    except aiohttp.ConnectionTimeoutError as error:
        raise unreachable(origin, error) from error
    except TimeoutError as error:
        raise sent.late(error, origin) from error
    except (aiohttp.ClientError, OSError) as error:
        if sent.error is not None:
            raise sent.error from None
        raise unreachable(origin, error) from error
    return AsyncExchange(origin, response, sent)
