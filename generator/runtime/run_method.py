"""Runs a service's method: an ``async def`` on the event loop, a ``def`` in a thread beside it."""

import asyncio
import contextvars
import inspect
import threading
from collections.abc import Callable
from typing import Any

from .call import Call
from .locks import Hold
from .threads import threads


async def run_method(
    method: Callable[..., Any],
    is_async: bool,
    arguments: dict[str, Any],
    call: Call,
    hold: Hold | None = None,
    *,
    to_end: bool = False,
) -> Any:
    """Await an ``async def``; give a ``def`` a thread, in the context of the call.

    hold: the lock that the method runs under; a thread keeps it until its end, even if the caller
    has gone. to_end: wait for a thread that has begun, even when the deadline passes.
    """
    if is_async:
        return await method(**arguments)
    work = _ThreadCall(method, arguments, hold)
    context = contextvars.copy_context()
    loop = asyncio.get_running_loop()
    future = loop.run_in_executor(threads(), context.run, work)
    try:
        await (asyncio.shield(future) if to_end else future)
    except BaseException as error:
        has_begun = not work.abandon()
        call.cancelled = isinstance(error, asyncio.CancelledError)
        # Any other reason to cancel is the end of the event loop.
        if not (to_end and has_begun and call.cancelled and call.remaining() == 0):
            raise
        await future
    # A decorated `async def` may look like a `def`.
    result = work.result()
    return await result if inspect.isawaitable(result) else result


class _ThreadCall:
    """One call of a ``def``, which never fails in the eyes of its thread.

    A future takes no StopIteration, and who awaits it would wait for ever.
    """

    def __init__(
        self,
        method: Callable[..., Any],
        arguments: dict[str, Any],
        hold: Hold | None,
    ) -> None:
        self._method = method
        self._arguments = arguments
        self._hold = hold if hold is not None and hold.share() else None
        self._taken = threading.Lock()
        self._result: Any = None
        self._error: BaseException | None = None

    def __call__(self) -> None:
        """Call the method, unless it was abandoned before."""
        if not self._taken.acquire(blocking=False):
            return
        try:
            self._result = self._method(**self._arguments)
        except BaseException as error:  # noqa: BLE001
            self._error = error
        finally:
            self._release()

    def abandon(self) -> bool:
        """Do not begin any more; False if it has begun, and goes on to its end."""
        if not self._taken.acquire(blocking=False):
            return False
        self._release()
        return True

    def result(self) -> Any:
        """What the method returned; raises what it raised, a StopIteration as RuntimeError."""
        error = self._error
        if error is None:
            return self._result
        try:
            if not isinstance(error, StopIteration):
                raise error
            raise RuntimeError("the method raised StopIteration") from error
        finally:
            self._error = error = None  # the traceback holds this frame

    def _release(self) -> None:
        if self._hold is not None:
            self._hold.release()
