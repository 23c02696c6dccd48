"""Ends the calls that still run when a server's grace is over, so that each of them is answered."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from .codes import Code
from .coroutines import proceed
from .errors import ServiceError

T = TypeVar("T")


class Shutdown:
    """The tasks of one server that wait for a service, and whether they are to end.

    over: no call may wait any more; whoever serves one answers ``stopping()``.
    """

    __slots__ = ("_tasks", "over")

    def __init__(self) -> None:
        self.over = False
        self._tasks: set[asyncio.Task[object]] = set()

    def enter(self, task: "asyncio.Task[object]") -> None:
        """This task waits for a service from now on."""
        self._tasks.add(task)

    def leave(self, task: "asyncio.Task[object]") -> None:
        """It waits no more."""
        self._tasks.discard(task)

    def end(self) -> None:
        """Cancel all that wait, and let none wait again."""
        self.over = True
        for task in tuple(self._tasks):
            task.cancel()

    async def run(self, work: Coroutine[Any, Any, T]) -> T:
        """The result of work, which `end` cancels if it waits."""
        try:
            waits_for = work.send(None)
        except StopIteration as done:
            result: T = done.value
            return result
        return await self.wait(work, waits_for)

    async def wait(self, work: Coroutine[Any, Any, T], waits_for: Any) -> T:
        """Await work that has begun (see ``proceed``), until ``end`` cancels it."""
        if self.over:
            work.close()
            raise stopping()
        task = asyncio.current_task()
        assert task is not None
        self.enter(task)
        try:
            return await proceed(work, waits_for)
        except asyncio.CancelledError:
            if self.over:
                raise self.answer() from None
            raise
        finally:
            self.leave(task)

    def answer(self) -> ServiceError:
        """What a call that was cancelled by ``end`` comes to; the cancellation is taken back."""
        task = asyncio.current_task()
        if task is not None:
            task.uncancel()
        return stopping()


def stopping() -> ServiceError:
    """The error of a call that did not end within the grace of its server."""
    return ServiceError("The server is stopping.", code=Code.UNAVAILABLE, retry_after=1)
