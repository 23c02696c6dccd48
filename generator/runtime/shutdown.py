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

    __slots__ = ("_tasks", "_waits", "over")

    def __init__(self) -> None:
        self.over = False
        self._waits: set[Wait] = set()
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
        for wait in tuple(self._waits):
            wait.end()

    def watched(self) -> "Wait":
        """The waits of the current task from now on, many of them; its ``over`` has to follow."""
        task = asyncio.current_task()
        assert task is not None
        wait = Wait(self, task, self._waits)
        self._waits.add(wait)
        return wait

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

    def reason(self, error: BaseException) -> Exception:
        """Why a call ended; raises a cancellation that no end of the server is."""
        if isinstance(error, asyncio.CancelledError) and self.over:
            return self.answer()
        if not isinstance(error, Exception):
            raise error
        return error


class Wait:
    """One task that waits for a service again and again: to enter and leave would cost too much.

    waiting: it does so now, and is to be cancelled when the server's grace is over.
    """

    __slots__ = ("_ended", "_others", "_shutdown", "_task", "waiting")

    def __init__(
        self,
        shutdown: Shutdown,
        task: "asyncio.Task[object]",
        others: "set[Wait]",
    ) -> None:
        self.waiting = False
        self._ended = False
        self._shutdown = shutdown
        self._task = task
        self._others = others

    def end(self) -> None:
        """The grace is over."""
        if self.waiting:
            self._ended = True
            self._task.cancel()

    def check(self) -> None:
        """Raise what the call comes to, if it may wait no more."""
        if self._shutdown.over:
            raise self._answer()

    def meant(self, error: BaseException) -> BaseException:
        """What a failure of the wait means: a cancellation by ``end`` is taken back."""
        if self._ended and isinstance(error, asyncio.CancelledError):
            return self._answer()
        return error

    def _answer(self) -> ServiceError:
        ended, self._ended = self._ended, False
        return self._shutdown.answer() if ended else stopping()

    def over(self) -> None:
        """The task waits no more."""
        self.waiting = False
        self._others.discard(self)


def stopping() -> ServiceError:
    """The error of a call that did not end within the grace of its server."""
    return ServiceError("The server is stopping.", code=Code.UNAVAILABLE, retry_after=1)
