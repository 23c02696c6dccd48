"""A process that looks at whole contracts, so that typing never waits for it.

It speaks over a pipe of its own, and ends when the other end is gone.
"""

import contextlib
import multiprocessing
import sys
import threading
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from typing import Any

from generator.diagnostics import Diagnostic
from generator.editor.breaking import breaking
from generator.editor.diagnose import diagnose
from generator.editor.job import Job

Question = Callable[[Job], list[Diagnostic]]


class Ended(Exception):
    """The process ended before it answered."""


class Failed(Exception):
    """It met a bug of ours; args[0] tells which."""


class Worker:
    """The process; it is started when it is needed, also again after it was stopped."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asking = threading.Lock()
        self._process: Any = None
        self._pipe: Connection | None = None

    def diagnose(self, job: Job) -> list[Diagnostic]:
        """What is found in a contract; Ended or Failed are raised."""
        return self._ask(diagnose, job)

    def breaking(self, job: Job) -> list[Diagnostic]:
        """What changed since the last commit, and whom that breaks."""
        return self._ask(breaking, job)

    def _ask(self, question: Question, job: Job) -> list[Diagnostic]:
        with self._asking:
            pipe = self._pipe or self._start()
            try:
                pipe.send((question, job))
                answer = pipe.recv()
            except (OSError, EOFError) as error:
                self.stop()
                raise Ended from error
        if isinstance(answer, str):
            raise Failed(answer)
        assert isinstance(answer, list)
        return answer

    def _start(self) -> Connection:
        with self._lock:
            context = multiprocessing.get_context("spawn")
            self._pipe, theirs = context.Pipe()
            self._process = context.Process(target=_serve, args=(theirs,), daemon=True)
            with _without_main():
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


@contextlib.contextmanager
def _without_main() -> Iterator[None]:
    """Keep a new process from running the script that began this one, which may have no guard."""
    main = sys.modules["__main__"].__dict__
    file = main.pop("__file__", None)
    try:
        yield
    finally:
        if file is not None:
            main["__file__"] = file


def _serve(pipe: Connection) -> None:
    with contextlib.suppress(EOFError, OSError, KeyboardInterrupt):
        while True:
            pipe.send(_answer(*pipe.recv()))


def _answer(question: Question, job: Job) -> list[Diagnostic] | str:
    """What is found, or the text of a bug of ours: the next job may be free of it."""
    try:
        return question(job)
    except Exception as error:  # noqa: BLE001
        return f"{type(error).__name__}: {error}"
