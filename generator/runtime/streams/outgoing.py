"""Goes through what a method answers with, item by item, however it makes them."""

import asyncio
import contextlib
import contextvars
import threading
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator
from functools import partial
from types import AsyncGeneratorType
from typing import Any

from ..bodies import StoredBody
from ..call import CURRENT, Call
from ..coroutines import in_time, proceed, until
from ..shutdown import Shutdown, stopping
from ..threads import threads
from ..validation.exact import UNTESTABLE, Test

_END = object()


class Outgoing:
    """The items of an answer, each asked for when the one before has been sent.

    is_exact: whether an item may leave as it is; check: makes of another what leaves, or raises;
    leaving: makes of a failure what leaves. All are the operation's. ``aclose`` it in any case:
    then the method ends, if it has not. stored: what the items are read from, if the method gave
    that.

    ``async for`` is for the one task that serves the call; ``anext`` may come from any.
    """

    def __init__(
        self,
        items: Any,
        call: Call,
        shutdown: Shutdown | None,
        is_exact: Test,
        check: Callable[[Any], Any],
        leaving: Callable[[BaseException], BaseException],
        close: Callable[[], None],
        stored: StoredBody | None = None,
    ) -> None:
        self._steps = _steps(items, leaving)
        self._step = self._steps.step
        self.stored = stored
        self._call = call
        self._shutdown = shutdown
        self._is_exact = is_exact
        self._check = check
        self._leaving = leaving
        self._close = close
        self._over = False
        self._all: AsyncGenerator[Any, None] | None = None

    def __aiter__(self) -> "AsyncGenerator[Any, None] | Outgoing":
        if self._call.deadline is not None or not isinstance(self._steps, _Async):
            return self
        if self._all is None:
            self._all = self._quickly(self._steps.items)
        return self._all

    async def _quickly(self, items: AsyncIterator[Any]) -> AsyncGenerator[Any, None]:
        """What ``__anext__`` gives, made with as little as can be for each item.

        Between two items the call stays the current one: nobody else uses this task.
        """
        failure: BaseException | None = None
        is_exact, check = self._is_exact, self._check
        shutdown = self._shutdown or Shutdown()
        wait = shutdown.watched()
        token = CURRENT.set(self._call)
        try:
            wait.check()
            wait.waiting = True
            async for item in items:
                wait.waiting = False
                try:
                    exact = is_exact(item)
                except UNTESTABLE:
                    exact = False
                yield item if exact else check(item)
                if shutdown.over:
                    wait.check()
                wait.waiting = True
        except BaseException as error:
            failure = self._leaving(wait.meant(error))
            if failure is error:
                raise
            raise failure from error
        finally:
            failure = None  # its traceback holds this frame
            self._over = True
            wait.over()
            with contextlib.suppress(ValueError):  # closed by another task
                CURRENT.reset(token)

    def replace(self, items: AsyncIterator[Any]) -> None:
        """Go through other items instead, none of which has been asked for."""
        self._steps = _steps(items, self._leaving)
        self._step = self._steps.step

    async def __anext__(self) -> Any:
        if self._over:
            raise StopAsyncIteration
        if self._shutdown is not None and self._shutdown.over:
            self._over = True
            raise stopping()
        token = CURRENT.set(self._call)
        failure: BaseException | None = None
        try:
            deadline = self._call.deadline
            if deadline is not None:
                in_time(deadline)  # a method that never waits meets no timer
            step = self._step()
            if deadline is not None:
                step = until(deadline, step)
            try:
                # What never waits needs nobody who could end its wait.
                waits_for = step.send(None)
            except StopIteration as done:
                item = done.value
            else:
                item = await self._wait(step, waits_for)
            if item is not _END:
                return self._check(item)
        except StopAsyncIteration:
            pass
        except BaseException as error:
            self._over = True
            failure = self._leaving(error)
            if failure is error:
                raise
            raise failure from error
        finally:
            failure = None  # its traceback holds this frame
            CURRENT.reset(token)
        self._over = True
        raise StopAsyncIteration

    def _wait(self, step: Any, waits_for: Any) -> Awaitable[Any]:
        """Go on with a step that waits; the end of the server's grace ends it."""
        if self._shutdown is None:
            return proceed(step, waits_for)
        return self._shutdown.wait(step, waits_for)

    async def aclose(self) -> None:
        """End the method, wherever it is, and what it reads; nothing is raised."""
        self._over = True
        self._close()
        token = CURRENT.set(self._call)
        try:
            if self._all is not None:
                # What runs ends with its method.
                with contextlib.suppress(RuntimeError):
                    await self._all.aclose()
            await self._steps.close()
        except Exception as error:  # noqa: BLE001
            self._leaving(error)  # which logs it: nobody is there to hear
        finally:
            CURRENT.reset(token)


async def close_all(*streams: Any) -> None:
    """End a method, wherever it is, and what hooks have put around what it gives."""
    for items in streams:
        end = getattr(items, "aclose", None)
        if end is not None:
            with contextlib.suppress(Exception):
                await end()


def _steps(items: Any, lost: Callable[[BaseException], object]) -> "_Async | _Threaded":
    return _Async(items) if hasattr(items, "__aiter__") else _Threaded(items, lost)


class _Async:
    """What an async iterator makes, on the event loop."""

    def __init__(self, items: Any) -> None:
        self.items = aiter(items)
        # Makes the next step, to be begun with ``send(None)``; StopAsyncIteration ends it, too.
        self.step: Callable[[], Any] = partial(_next, self.items)
        if isinstance(self.items, AsyncGeneratorType):
            self.step = self.items.__anext__

    async def close(self) -> None:
        close = getattr(self.items, "aclose", None)
        if close is not None:
            await close()


async def _next(items: AsyncIterator[Any]) -> Any:
    try:
        return await anext(items)
    except StopAsyncIteration:
        return _END


class _Threaded:
    """What an iterator makes, each item in a thread, in the context of the call.

    An iterator that blocks when the call is over ends at its next item.
    """

    def __init__(self, items: Any, lost: Callable[[BaseException], object]) -> None:
        """``lost`` is told of a failure that nobody waits for."""
        self._lost = lost
        self._items: Iterator[Any] = iter(items)
        self._context = contextvars.copy_context()
        self._running = threading.Lock()
        self._abandoned = False

    async def step(self) -> Any:
        """The next item, or the end."""
        failures: list[BaseException] = []

        def step() -> Any:
            with self._running:
                if self._abandoned:
                    return _END
                try:
                    return next(self._items, _END)
                except BaseException as error:  # noqa: BLE001
                    # A future would keep it, with all that its traceback holds.
                    failures.append(error)
                    return _END

        def step_or_end() -> Any:
            item = step()
            self._end_if_abandoned()
            return item

        loop = asyncio.get_running_loop()
        item = await loop.run_in_executor(threads(), self._context.run, step_or_end)
        if failures:
            raise failures.pop()
        return item

    async def close(self) -> None:
        self._abandoned = True
        # Nobody waits for it: all threads may be at work.
        threads().submit(self._context.run, self._end_if_abandoned)

    def _end_if_abandoned(self) -> None:
        """Close what is not running; what runs does so itself, after its item."""
        if not self._abandoned or not self._running.acquire(blocking=False):
            return
        try:
            close = getattr(self._items, "close", None)
            if close is not None:
                close()
        except Exception as error:  # noqa: BLE001
            self._lost(error)
        finally:
            self._running.release()
