"""Keeps answers in Redis, for servers of several processes; needs the extra `redis`."""

import asyncio
import importlib
from typing import Any
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from .. import process
from ..missing_package import missing
from .memory import DAY

# Each runs as one step: a writer that comes late finds another record, and leaves it.
_ADD = """
local found = redis.call('GET', KEYS[1])
if found then return found end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return false
"""
_REPLACE = """
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1
"""
_REMOVE = """
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])
"""
_Clients = WeakKeyDictionary[asyncio.AbstractEventLoop, Any]
# Seconds for a connection, and for an answer.
_TIMEOUT = 5.0


class RedisStore:
    """A store that the processes of a service share, on any number of machines.

    It opens its connections when they are first needed, for each event loop and process its own.
    """

    def __init__(
        self,
        url: str,
        *,
        expiry: float = DAY,
        prefix: str = "idempotency:",
        **options: Any,
    ) -> None:
        """``url``: ``redis://host:6379/0``, or ``rediss://`` for TLS, with user and password.

        expiry: seconds for which an answer is kept; prefix: what its keys begin with;
        options: as ``redis.asyncio.Redis.from_url`` takes them.
        """
        if expiry <= 0:
            raise ValueError("expiry must be greater than 0")
        try:
            self._redis = importlib.import_module("redis.asyncio")
        except ModuleNotFoundError as error:
            raise missing(error, "redis") from None
        self._url = url
        self._expiry = expiry
        self._prefix = prefix
        self._options = {
            "socket_timeout": _TIMEOUT,
            "socket_connect_timeout": _TIMEOUT,
            **options,
        }
        self._process = process.current()
        self._clients = _Clients()

    def __repr__(self) -> str:
        """Where it is, without the password."""
        url = urlsplit(self._url)
        return f"RedisStore({url.scheme}://{url.netloc.rpartition('@')[2]}{url.path})"

    @property
    def expiry(self) -> float:
        """Seconds for which an answer is kept."""
        return self._expiry

    async def add(self, key: str, record: bytes, seconds: float) -> bytes | None:
        """Put a record under a key that has none; see `IdempotencyStore`."""
        found: bytes | None = await self._run(_ADD, key, record, _milliseconds(seconds))
        return found

    async def replace(self, key: str, record: bytes, by: bytes, seconds: float) -> bool:
        """Put another one in place of a record; False if that is not there any more."""
        done = await self._run(_REPLACE, key, record, by, _milliseconds(seconds))
        return bool(done)

    async def remove(self, key: str, record: bytes) -> None:
        """Take a record away, if it is still there."""
        await self._run(_REMOVE, key, record)

    async def close(self) -> None:
        """Close the connections of this event loop."""
        client = self._clients.pop(asyncio.get_running_loop(), None)
        if client is not None and self._process is process.current():
            await client.aclose()

    async def _run(self, script: str, key: str, *arguments: bytes | int) -> Any:
        return await self._client().eval(script, 1, f"{self._prefix}{key}", *arguments)

    def _client(self) -> Any:
        if self._process is not process.current():
            self._process, self._clients = process.current(), _Clients()
        loop = asyncio.get_running_loop()
        client = self._clients.get(loop)
        if client is None:
            client = self._redis.Redis.from_url(self._url, **self._options)
            self._clients[loop] = client
        return client


def _milliseconds(seconds: float) -> int:
    return max(1, int(seconds * 1000))
