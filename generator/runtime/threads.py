"""Runs the ``def`` methods of services: threads that the servers of a process share.

They are daemons: one that sleeps holds no process that has been told to end.
"""

import os
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from queue import SimpleQueue
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

DEFAULT_THREADS = 40


class Threads(Executor):
    """Up to ``limit`` threads, made when they are needed; what comes on top waits its turn."""

    def __init__(self, limit: int) -> None:
        if limit < 1:
            raise ValueError("there must be at least one thread")
        self.limit = limit
        self._forget()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
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

    def _work(self) -> None:
        while True:
            future, run = self._queue.get()
            if future.set_running_or_notify_cancel():
                try:
                    result = run()
                except BaseException as error:  # noqa: BLE001
                    future.set_exception(error)
                else:
                    future.set_result(result)
                    del result
            del future, run
            with self._lock:
                if self._running > self.limit:
                    self._running -= 1
                    return
                if self._waiting > 0:
                    self._waiting -= 1
                else:
                    self._idle += 1

    def _forget(self) -> None:
        """Begin without threads, as a process does that was forked."""
        self._lock = threading.Lock()
        self._queue: SimpleQueue[tuple[Future[Any], Callable[[], Any]]] = SimpleQueue()
        self._running = 0
        self._idle = 0  # threads that have nothing to do, and nothing in the queue is for them
        self._waiting = 0  # functions in the queue that no thread is free for


_THREADS = Threads(DEFAULT_THREADS)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_THREADS._forget)


def threads() -> Threads:
    """The threads of this process."""
    return _THREADS


def set_threads(limit: int) -> None:
    """How many ``def`` methods may run at a time in this process, over all its servers: 40.

    Those that come on top wait. ``serve(threads=…)`` and ``--threads`` set the same.
    """
    if limit < 1:
        raise ValueError("there must be at least one thread")
    _THREADS.limit = limit
