"""Goes on with a coroutine that has begun: one that never waits then needs no timer, no watch."""

import asyncio
import inspect
import time
import types
from collections.abc import Coroutine, Generator
from typing import Any, TypeVar

from .codes import Code
from .errors import ServiceError

T = TypeVar("T")


@types.coroutine
def proceed(work: Coroutine[Any, Any, T], waits_for: Any) -> Generator[Any, Any, T]:
    """Await work that has begun; ``waits_for`` is what its first ``send`` gave."""
    try:
        while True:
            try:
                sent = yield waits_for
            except GeneratorExit:
                work.close()
                raise
            except BaseException as thrown:  # noqa: BLE001
                waits_for = work.throw(thrown)
            else:
                waits_for = work.send(sent)
    except StopIteration as done:
        result: T = done.value
        return result


async def until(deadline: float, work: Coroutine[Any, Any, T]) -> T:
    """Await work up to a point on the clock of time.monotonic: `deadline_exceeded` after it.

    Work that never waits needs no timer; where it is too late already, none is begun.
    """
    if time.monotonic() >= deadline:
        work.close()
        raise _too_late()
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
        raise _too_late() from None


def in_time(deadline: float) -> None:
    """ServiceError (`deadline_exceeded`) if a point on the clock of time.monotonic has passed."""
    if time.monotonic() >= deadline:
        raise _too_late()


def _too_late() -> ServiceError:
    return ServiceError("The deadline passed.", code=Code.DEADLINE_EXCEEDED)


def is_async(function: Any) -> bool:
    """Whether what is called gives a coroutine: an ``async def``, or an object that has one."""
    is_function = inspect.iscoroutinefunction
    return is_function(function) or is_function(type(function).__call__)
