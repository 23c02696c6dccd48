"""A process that looks at whole contracts, so that typing never waits for it.

It speaks over a pipe of its own, and ends when the other end is gone.
"""

import contextlib
import multiprocessing
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from generator.diagnostics import Diagnostic
from generator.editor.diagnose import Job, diagnose

A = TypeVar("A")


class Ended(Exception):
    """The process ended before it answered."""


class Failed(Exception):
    """It met a bug of ours; args[0] tells which."""


class Worker:
    """The process; it is started when it is needed, also again after it was stopped."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: Any = None
        self._pipe: Connection | None = None

    def diagnose(self, job: Job) -> list[Diagnostic]:
        """What is found in a contract; Ended or Failed are raised. For one thread at a time."""
        answer = self._call(job)
        if isinstance(answer, str):
            raise Failed(answer)
        assert isinstance(answer, list)
        return answer

    def _call(self, job: Job) -> object:
        pipe = self._pipe or self._start()
        try:
            pipe.send(job)
            return pipe.recv()
        except (OSError, EOFError) as error:
            self.stop()
            raise Ended from error

    def _start(self) -> Connection:
        with self._lock:
            context = multiprocessing.get_context("spawn")
            self._pipe, theirs = context.Pipe()
            self._process = context.Process(target=_serve, args=(theirs,), daemon=True)
            self._process.start()
            theirs.close()
            return self._pipe

    def stop(self) -> None:
        """End the process, whatever it does; whoever waits for it is told."""
        with self._lock:
            process, pipe = self._process, self._pipe
            self._process = self._pipe = None
            if process is not None:
                process.kill()
                process.join()
            if pipe is not None:
                pipe.close()


def _serve(pipe: Connection) -> None:
    with contextlib.suppress(EOFError, OSError, KeyboardInterrupt):
        while True:
            pipe.send(_answer(diagnose, pipe.recv()))


def _answer(make: Callable[[Job], A], job: Job) -> A | str:
    """What is found, or the text of a bug of ours: the next job may be free of it."""
    try:
        return make(job)
    except Exception as error:  # noqa: BLE001
        return f"{type(error).__name__}: {error}"
