"""Where the answers of calls with an Idempotency-Key are kept: an interface for any store."""

from typing import Protocol


class IdempotencyStore(Protocol):
    """Keeps one record under each key, and forgets it in time.

    A record is what `Once` wrote, and means nothing to a store. Each method is one atomic step
    for all who share the store. What a method raises makes the call `unavailable`, if nothing was
    done for it yet; else it is logged.
    """

    @property
    def expiry(self) -> float:
        """Seconds for which an answer is kept."""
        ...

    async def add(self, key: str, record: bytes, seconds: float) -> bytes | None:
        """Put a record under a key that has none, for so long; else the record that it has."""
        ...

    async def replace(self, key: str, record: bytes, by: bytes, seconds: float) -> bool:
        """Put another one in place of a record; False if that is not there any more."""
        ...

    async def remove(self, key: str, record: bytes) -> None:
        """Take a record away, if it is still there."""
        ...
