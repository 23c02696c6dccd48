"""Ends work at its deadline; what never waits needs no timer."""

import asyncio
import time
from collections.abc import Coroutine
from typing import Any, TypeVar

from .codes import Code
from .coroutines import proceed
from .errors import ServiceError

T = TypeVar("T")


async def within(deadline: float, work: Coroutine[Any, Any, T]) -> T:
    """The result of work, or ServiceError (`deadline_exceeded`).

    deadline: on the clock of time.monotonic.
    """
    try:
        waits_for = work.send(None)
    except StopIteration as done:
        result: T = done.value
        return result
    scope = asyncio.timeout(deadline - time.monotonic())
    try:
        async with scope:
            return await proceed(work, waits_for)
    except TimeoutError:
        if not scope.expired():
            raise
        text = "The deadline passed."
        raise ServiceError(text, code=Code.DEADLINE_EXCEEDED) from None
