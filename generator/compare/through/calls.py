"""Makes one call through a proxy, and tells what its cache said of it."""

import asyncio
import enum
import http.client
from collections.abc import Callable
from typing import Any

from generator.deploy.callers import trust
from generator.deploy.running import Proxy
from generator.runtime.transport import WireRequest

_PATIENCE = 10  # seconds for an answer
_FIRST_FAILURE = 400


class Told(enum.Enum):
    """What a cache says of a call; whether it came to a server, the servers know better."""

    REVALIDATED = "revalidated"  # a server said that what is kept is still right
    ANSWERED = "answered"


class CallFailed(Exception):
    """A call that was answered with an error, and with which."""


class HttpCalls:
    """Sends the requests of generated clients over one connection, and reads ``Cache-Status``.

    A generated client gives values, and no headers.
    """

    def __init__(self, where: str, proxy: Proxy | None = None) -> None:
        self._connection: http.client.HTTPConnection
        if proxy is None:
            self._connection = http.client.HTTPConnection(where, timeout=_PATIENCE)
        else:
            context = trust(proxy.certificate)
            self._connection = http.client.HTTPSConnection(
                where, timeout=_PATIENCE, context=context
            )

    async def call(self, request: WireRequest) -> Told:
        """Send a request, read the whole answer; CallFailed where it is an error."""
        return await asyncio.to_thread(self._call, request)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _call(self, request: WireRequest) -> Told:
        method, _, path = request.start.partition(" ")
        body = request.body if method != "GET" else None
        self._connection.request(method, path, body, dict(request.headers))
        response = self._connection.getresponse()
        response.read()
        if response.status >= _FIRST_FAILURE:
            raise CallFailed(f"{response.status} {response.reason}")
        return _told(response.getheader("cache-status") or "")


def _told(status: str) -> Told:
    """From the words of RFC 9211: that of the cache next to the caller comes last."""
    words = [word.strip() for word in status.rpartition(",")[2].split(";")]
    return Told.REVALIDATED if "fwd-status=304" in words else Told.ANSWERED


async def made(call: Callable[[], Any], error: type[Exception]) -> Told:
    """Make a call of a generated client; CallFailed where it ends in an error."""
    try:
        await call()
    except error as failed:
        raise CallFailed(str(failed) or type(failed).__name__) from failed
    return Told.ANSWERED
