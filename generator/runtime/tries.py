"""The tries of one call: how long each may take, when there is another one, and what is raised."""

import dataclasses
import time

from .call import CallOptions
from .codes import Code
from .errors import ServiceError

# Seconds that no clock of a transport would count to.
_FOR_EVER = 1e9
# However much time there is, pauses take half of so many seconds.
_PATIENCE = 10.0
# Clients that failed together do not come back together: a pause is up to so much shorter.
_JITTER = 0.25


class Tries:
    """Keeps the deadline of a call, and counts its tries.

    timeout: seconds for all of them, None without a deadline; attempts: how many there may be.
    """

    def __init__(
        self,
        options: CallOptions,
        timeout: float | None,
        attempts: int,
    ) -> None:
        if timeout is not None and timeout > _FOR_EVER:
            timeout = None
        self._options = options
        self._deadline = None if timeout is None else time.monotonic() + timeout
        self._left = attempts
        self._budget: float | None = None
        self._unavailable: ServiceError | None = None
        self.remaining: float | None = None

    def options(self) -> CallOptions:
        """The options of the next try; ``remaining`` then says how long it may take."""
        if self._deadline is None:
            return self._options
        self.remaining = self._deadline - time.monotonic()
        if self.remaining <= 0:
            raise ServiceError("The deadline passed.", code=Code.DEADLINE_EXCEEDED)
        return dataclasses.replace(self._options, timeout=self.remaining)

    def pause(self, error: ServiceError) -> float:
        """Seconds to wait before another try; raises what the call comes to if there is none.

        Only `unavailable` is tried again, and what is raised after it is not the end of the
        deadline, which says less.
        """
        if error.code is Code.DEADLINE_EXCEEDED and self._unavailable is not None:
            raise self._unavailable
        self._left -= 1
        if self._left <= 0 or error.code is not Code.UNAVAILABLE:
            raise error
        self._unavailable = error
        left = None if self._deadline is None else self._deadline - time.monotonic()
        pause = self._growing(left) if error.retry_after is None else error.retry_after
        if left is not None and pause >= left:
            raise error
        return pause

    def _growing(self, left: float | None) -> float:
        """Twice as long as the pause before, and all of them half of the time that was left."""
        import random

        time_left = _PATIENCE if left is None else min(left, _PATIENCE)
        if self._budget is None:
            self._budget = time_left / 2
        longest = self._budget / ((1 << self._left) - 1)
        self._budget -= longest
        return min(longest, time_left / 2) * (1 - _JITTER * random.random())
