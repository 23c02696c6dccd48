"""Runs the ``def`` methods of services: threads that the servers of a process share.

They are daemons: one that sleeps holds no process that has been told to end.
"""

import os
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from queue import SimpleQueue
from typing import Any, ParamSpec, TypeVar

from .settings import DEFAULT_THREADS

P = ParamSpec("P")
T = TypeVar("T")

_Work = tuple[Future[Any], Callable[[], Any]]


class Threads(Executor):
    """Up to ``limit`` threads, made when they are needed; what comes on top waits its turn."""

    def __init__(self, limit: int) -> None:
        if limit < 1:
            raise ValueError("there must be at least one thread")
        self.limit = limit
        self._lock = threading.Lock()
        self._queue: SimpleQueue[_Work | None] = SimpleQueue()
        self._running = 0
        # Threads that nothing in the queue is for; functions that no thread is free for.
        self._idle = 0
        self._waiting = 0

    def submit(
        self,
        fn: Callable[P, T],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Future[T]:
        """Run a function in one of the threads."""
        future: Future[T] = Future()
        self._queue.put((future, lambda: fn(*args, **kwargs)))
        with self._lock:
            if self._idle > 0:
                self._idle -= 1
            elif self._running < self.limit:
                self._running += 1
                name = f"service-{self._running}"
                threading.Thread(target=self._work, name=name, daemon=True).start()
            else:
                self._waiting += 1
        return future

    def end(self) -> None:
        """Let each thread end after what it does; nothing may be submitted any more."""
        for _ in range(self._running):
            self._queue.put(None)

    def _work(self) -> None:
        while work := self._queue.get():
            future, run = work
            if future.set_running_or_notify_cancel():
                try:
                    result = run()
                except BaseException as error:  # noqa: BLE001
                    future.set_exception(error)
                else:
                    future.set_result(result)
                    del result
            del future, run, work
            with self._lock:
                if self._waiting > 0:
                    self._waiting -= 1
                else:
                    self._idle += 1


_threads = Threads(DEFAULT_THREADS)


def threads() -> Threads:
    """The threads of this process."""
    return _threads


def set_threads(limit: int) -> None:
    """How many ``def`` methods may run at a time in this process, over all its servers: 40.

    Those that come on top wait. ``serve(threads=…)`` and ``--threads`` set the same.
    """
    global _threads
    if limit == _threads.limit:
        return
    before, _threads = _threads, Threads(limit)
    before.end()


def _begin_again() -> None:
    """A process that was forked has none of its parent's threads."""
    global _threads
    _threads = Threads(_threads.limit)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_begin_again)
