"""Keeps answers in the memory of one process."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import NamedTuple

from ..codes import Code
from ..errors import ServiceError

DAY = 24 * 60 * 60.0
# What an entry takes besides its record, roughly: its key, and its place in the table.
_OVERHEAD = 400


class _Entry(NamedTuple):
    record: bytes
    until: float


class MemoryStore:
    """A store for a server of one process; safe to share between threads and event loops.

    When it is full, the oldest answers are forgotten first; a call that still runs never is.
    """

    def __init__(
        self,
        *,
        expiry: float = DAY,
        max_entries: int = 10_000,
        max_bytes: int = 64 * 1024 * 1024,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """``expiry``: seconds for which an answer is kept; ``max_bytes``: of all together.

        An answer that alone is larger than ``max_bytes`` is not kept. ``clock`` gives seconds.
        """
        if expiry <= 0 or max_entries < 1 or max_bytes < 1:
            raise ValueError("expiry, max_entries and max_bytes must be greater than 0")
        self._expiry = expiry
        self._max_entries = max_entries
        self._max_bytes = max_bytes
        self._clock = clock
        self._mutex = threading.Lock()
        # Calls that run, and answers with the oldest first, which is also the next to expire.
        self._running: dict[str, _Entry] = {}
        self._answers: OrderedDict[str, _Entry] = OrderedDict()
        self._size = 0

    @property
    def expiry(self) -> float:
        """Seconds for which an answer is kept."""
        return self._expiry

    def __len__(self) -> int:
        """How many keys it knows."""
        return len(self._running) + len(self._answers)

    @property
    def size(self) -> int:
        """Bytes that it holds, roughly."""
        return self._size

    async def add(self, key: str, record: bytes, seconds: float) -> bytes | None:
        """Put a record under a key that has none; see `IdempotencyStore`.

        ServiceError (resource_exhausted) when calls that run fill it.
        """
        with self._mutex:
            now = self._clock()
            self._expire(now)
            found = self._live(key, now)
            if found is not None:
                return found.record
            if len(self._running) >= self._max_entries:
                self._forget_dead(now)
            if len(self._running) >= self._max_entries:
                text = "Too many calls with an Idempotency-Key are running."
                raise ServiceError(text, code=Code.RESOURCE_EXHAUSTED, retry_after=1)
            self._running[key] = _Entry(record, now + seconds)
            self._size += _weight(record)
            self._make_room()
            return None

    async def replace(self, key: str, record: bytes, by: bytes, seconds: float) -> bool:
        """Put another one in place of a record; False if that is not there any more."""
        with self._mutex:
            now = self._clock()
            found = self._live(key, now)
            if found is None or found.record != record:
                return False
            self._drop(key)
            # What is as long as it was is a call that still runs.
            place = self._running if by == record else self._answers
            place[key] = _Entry(by, now + seconds)
            self._size += _weight(by)
            self._make_room()
            return True

    async def remove(self, key: str, record: bytes) -> None:
        """Take a record away, if it is still there."""
        with self._mutex:
            found = self._live(key, self._clock())
            if found is not None and found.record == record:
                self._drop(key)

    def _live(self, key: str, now: float) -> _Entry | None:
        found = self._running.get(key) or self._answers.get(key)
        if found is not None and found.until <= now:
            self._drop(key)
            return None
        return found

    def _drop(self, key: str) -> None:
        place = self._running if key in self._running else self._answers
        self._size -= _weight(place.pop(key).record)

    def _expire(self, now: float) -> None:
        while self._answers:
            key, oldest = next(iter(self._answers.items()))
            if oldest.until > now:
                return
            self._drop(key)

    def _forget_dead(self, now: float) -> None:
        """Forget calls whose event loop has ended before they did."""
        for key in [key for key, entry in self._running.items() if entry.until <= now]:
            self._drop(key)

    def _make_room(self) -> None:
        """Forget the oldest answers until all fits."""
        while len(self) > self._max_entries or self._size > self._max_bytes:
            if not self._answers:
                return
            self._drop(next(iter(self._answers)))


def _weight(record: bytes) -> int:
    return len(record) + _OVERHEAD
