"""The attempts of one call: how long each may take, whether another one follows, what is raised."""

import time
from typing import Any

from .call import CallOptions, own_options
from .codes import Code
from .errors import KeyInUse, ServiceError
from .operation import Operation

# Seconds that no clock of a transport would count to.
_FOR_EVER = 1e9
# However much time there is, pauses take half of so many seconds.
_PATIENCE = 10.0
# Clients that failed together do not come back together: a pause is up to so much shorter.
_JITTER = 0.25


class Attempts:
    """Keeps the deadline of a call, and counts its attempts.

    limited: whether there is a deadline, and each try has to `begin`; remaining: seconds for the
    one that has begun. Every call makes one of these: what most of them never set is the class's.
    """

    limited = False
    remaining: float | None = None
    _deadline: float | None = None
    _budget: float | None = None
    _unavailable: ServiceError | None = None

    def __init__(
        self,
        operation: Operation[Any],
        options: CallOptions,
        otherwise: float | None,
    ) -> None:
        """The deadline is the caller's, the contract's or (``otherwise``) the client's."""
        self.options = options = own_options(options)
        self._left = operation.attempts
        timeout = operation.timeout if options.timeout is None else options.timeout
        timeout = otherwise if timeout is None else timeout
        if timeout is not None and timeout <= _FOR_EVER:
            self.limited = True
            self._deadline = time.monotonic() + timeout

    @property
    def deadline(self) -> float | None:
        """When the caller gives up, on the clock of time.monotonic."""
        return self._deadline

    def begin(self) -> None:
        """Begin the next try, which ``remaining`` gives its time; ServiceError if there is none."""
        if self._deadline is not None:
            self.remaining = self._deadline - time.monotonic()
            if self.remaining <= 0:
                raise ServiceError("The deadline passed.", code=Code.DEADLINE_EXCEEDED)

    def pause(self, error: ServiceError) -> float:
        """Seconds to wait before another try; raises what the call comes to if there is none.

        Only `unavailable` is tried again, and a call whose key is in use: its first attempt still
        runs. What is raised after them is not the end of the deadline, which says less.
        """
        if error.code is Code.DEADLINE_EXCEEDED and self._unavailable is not None:
            raise self._unavailable
        self._left -= 1
        if self._left <= 0 or not _may_go_well(error):
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


def _may_go_well(error: ServiceError) -> bool:
    return error.code is Code.UNAVAILABLE or isinstance(error, KeyInUse)
