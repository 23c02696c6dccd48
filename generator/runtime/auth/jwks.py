"""The keys that somebody signs tokens with: fetched from their URL, kept for a while, rotated."""

import asyncio
import contextlib
import logging
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import msgspec

from ..codes import Code
from ..errors import ServiceError
from ..http.message import HttpRequest
from ..threads import Threads

if TYPE_CHECKING:
    import ssl

logger = logging.getLogger(__name__)

# Seconds for which keys need not be fetched again; for which they do when that fails; between two
# fetches, whoever asks for a key that is not known; for one fetch.
_FRESH = 600.0
_STALE = 24 * 3600.0
_PAUSE = 30.0
_TIMEOUT = 10.0
_MAX_SIZE = 1024 * 1024

Key = Mapping[str, Any]


class KeySet:
    """The keys at one URL (RFC 7517 §5).

    Fetched in a thread of its own, one fetch at a time, whoever waits for it.
    """

    def __init__(
        self,
        url: str,
        ssl_context: "ssl.SSLContext | None" = None,
        pause: float = _PAUSE,
    ) -> None:
        """ValueError for what is no URL of HTTP; pause: seconds between two fetches."""
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError(f"not a URL of keys: {url!r}")
        self.url = url
        self._origin = f"{parts.scheme}://{parts.netloc}"
        self._path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self._ssl = ssl_context
        self._pause = pause
        self._keys: Sequence[Key] = ()
        self._fetched = self._tried = float("-inf")
        self._lock = threading.Lock()
        self._running: Future[None] | None = None

    async def keys(self, kid: str | None) -> Sequence[Key]:
        """The keys of this id, all where it is None; `unavailable` where none could be fetched.

        One that is not known is looked for again, if the last time was long enough ago.
        """
        found = self._named(kid)
        age = time.monotonic() - self._fetched
        if found and age <= _STALE:
            if age > _FRESH:
                self._begin()
            return found
        running = self._begin()
        if running is not None:
            await _ended(running)
        if time.monotonic() - self._fetched > _STALE:
            text = "The keys of the tokens' issuer cannot be had."
            unavailable = Code.UNAVAILABLE
            raise ServiceError(text, code=unavailable, retry_after=self._pause)
        return self._named(kid)

    def _named(self, kid: str | None) -> Sequence[Key]:
        return [key for key in self._keys if kid is None or key.get("kid") == kid]

    def _begin(self) -> "Future[None] | None":
        """The fetch that runs, or one that begins; None if the last one was not long ago."""
        with self._lock:
            now = time.monotonic()
            if self._running is None and now - self._tried > self._pause:
                self._tried = now
                thread = Threads(1)
                self._running = thread.submit(self._fetch)
                thread.end()
            return self._running

    def _fetch(self) -> None:
        """Fetch the keys; what went wrong is in the log, and leaves those that are known."""
        try:
            self._keys = self._read()
            self._fetched = time.monotonic()
        except Exception as error:  # noqa: BLE001
            logger.warning("keys of %s: %s: %s", self.url, type(error).__name__, error)
        with self._lock:
            self._running = None

    def _read(self) -> Sequence[Key]:
        from ..http.sync import SyncHttp

        transport = SyncHttp(
            self._origin,
            ssl_context=self._ssl,
            pool_size=1,
            max_response_size=_MAX_SIZE,
        )
        headers = {"accept": "application/jwk-set+json, application/json"}
        request = HttpRequest(method="GET", path=self._path, headers=headers)
        try:
            response = transport.send(request, _TIMEOUT)
        finally:
            transport.close()
        if response.status != 200:
            raise ValueError(f"the answer has status {response.status}")
        return keys_of(msgspec.json.decode(response.body))


async def _ended(running: "Future[None]") -> None:
    """Wait for a fetch, but not for ever: a process that was forked has not its parent's thread."""
    waiting = asyncio.shield(asyncio.wrap_future(running))
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(waiting, _TIMEOUT + 1)


def keys_of(document: Any) -> Sequence[Key]:
    """The keys of a set that may sign; ValueError for what is no set.

    Symmetric keys are none that somebody publishes, and those for encryption sign nothing.
    """
    match document:
        case {"keys": list(keys)}:
            found = [key for key in keys if isinstance(key, dict)]
            found = [key for key in found if key.get("use", "sig") == "sig"]
            return [key for key in found if key.get("kty") != "oct"]
        case _:
            raise ValueError("no set of keys (RFC 7517 §5)")
