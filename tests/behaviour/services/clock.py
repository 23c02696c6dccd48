"""Turns a count of calls into times and ids, so that the same calls give the same values."""

import itertools
import uuid
from datetime import UTC, datetime, timedelta

START = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


class Clock:
    """Every question moves it on by a second and a microsecond."""

    def __init__(self) -> None:
        self._ticks = itertools.count(1)

    def now(self) -> datetime:
        """The next moment."""
        ticks = next(self._ticks)
        return START + timedelta(seconds=ticks, microseconds=ticks)

    def uuid(self) -> uuid.UUID:
        """The next id."""
        return uuid.uuid5(uuid.NAMESPACE_OID, str(next(self._ticks)))
