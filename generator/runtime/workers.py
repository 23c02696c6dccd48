"""Serves in several processes that share the addresses, and replaces those that die."""

import contextlib
import logging
import multiprocessing
import multiprocessing.connection
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

from .hosts import ServeError
from .missing_package import MissingPackage
from .settings import Settings

_logger = logging.getLogger(__name__)

# Seconds: the pause before a worker is replaced, at first and at most; it doubles with each that
# does not live as long as the third.
_FIRST, _LONGEST, _STEADY = 0.1, 10.0, 10.0
# Seconds after the grace in which a worker leaves its service, before it is killed.
_LEAVING = 10.0

_SIGNALS = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}

Announce = Callable[[Mapping[str, str]], None]


@dataclass(kw_only=True, eq=False)
class _Worker:
    process: Any
    said: Any
    generation: int
    began: float = field(default_factory=time.monotonic)
    ready: bool = False
    kill_at: float | None = None


class Workers:
    """Runs ``work`` in forked processes until SIGINT or SIGTERM; SIGHUP replaces them all.

    work: serves until SIGTERM; is given what to call once it serves.
    listeners: what the workers accept connections at; closed as soon as they are to stop.
    """

    def __init__(
        self,
        work: Callable[[Announce], None],
        settings: Settings,
        listeners: Sequence[socket.socket],
    ) -> None:
        if "fork" not in multiprocessing.get_all_start_methods():
            raise ServeError("there are no workers on this system: serve with one")
        self._fork = multiprocessing.get_context("fork")
        self._work = work
        self._settings = settings
        self._listeners = listeners
        self._patience = settings.drain + settings.grace
        self._lifeline = os.pipe()
        self._wake = socket.socketpair()
        self._workers: list[_Worker] = []
        self._generation = 0
        self._stops = 0
        self._reloads = 0
        self._seen = (0, 0)
        self._pause = 0.0
        self._due = 0.0
        self._failure = ""
        self._begun = False

    def run(self, announce: Announce | None) -> None:
        """Serve until stopped; raises ServeError if the first workers cannot."""
        try:
            with self._signals():
                while not (self._stops and not self._workers):
                    self._obey()
                    if not self._stops:
                        self._balance()
                    self._wait(announce)
        finally:
            for worker in self._workers:
                worker.process.kill()
            for end in self._lifeline:
                os.close(end)
            for one in self._wake:
                one.close()
        if self._failure:
            raise ServeError(self._failure)

    @contextlib.contextmanager
    def _signals(self) -> Iterator[None]:
        for one in self._wake:
            one.setblocking(False)
        before = {number: signal.signal(number, self._take) for number in _SIGNALS}
        wake = signal.set_wakeup_fd(self._wake[1].fileno(), warn_on_full_buffer=False)
        try:
            yield
        finally:
            signal.set_wakeup_fd(wake)
            for number, handler in before.items():
                signal.signal(number, handler)

    def _take(self, number: int, _: FrameType | None) -> None:
        if number == signal.SIGHUP:
            self._reloads += 1
        else:
            self._stops += 1

    def _obey(self) -> None:
        """Do what signals have said since the last time."""
        stops, reloads = self._seen
        self._seen = (self._stops, self._reloads)
        if self._reloads > reloads:
            self._generation += 1
            self._due = 0.0
        if self._stops > stops:
            for listener in self._listeners:
                listener.close()
            grace = 0.0 if self._stops > 1 else self._patience
            for worker in self._workers:
                self._end(worker, grace)
        now = time.monotonic()
        for worker in self._workers:
            if worker.kill_at is not None and now >= worker.kill_at:
                worker.process.kill()

    def _end(self, worker: _Worker, grace: float) -> None:
        worker.process.terminate()
        worker.kill_at = time.monotonic() + grace + _LEAVING

    def _balance(self) -> None:
        """Start a worker that is missing; end one of before once its successor serves."""
        serving = [worker for worker in self._workers if worker.kill_at is None]
        old = [worker for worker in serving if worker.generation < self._generation]
        coming = any(not worker.ready for worker in serving)
        count = self._settings.workers
        if old and len(serving) > count:
            if not coming:
                self._end(old[0], self._patience)
            return
        wanted = count + bool(old) if not coming else count
        while len(serving) < wanted and time.monotonic() >= self._due:
            serving.append(self._start())

    def _start(self) -> _Worker:
        said, say = self._fork.Pipe(duplex=False)
        process = self._fork.Process(target=self._serve, args=(say,))
        # A signal must not meet the parent's handlers in the child.
        signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
        process.start()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
        say.close()
        worker = _Worker(process=process, said=said, generation=self._generation)
        self._workers.append(worker)
        return worker

    def _serve(self, say: Any) -> None:
        """What a worker does."""
        signal.set_wakeup_fd(-1)
        # Ctrl-C reaches all processes of a terminal: what it means is for the parent to say.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
        os.close(self._lifeline[1])
        for one in self._wake:
            one.close()
        patience = self._patience + _LEAVING
        watch = threading.Thread(
            target=_outlive_nobody, args=(self._lifeline[0], patience), daemon=True
        )
        watch.start()
        try:
            self._work(lambda targets: say.send(dict(targets)))
        except (ServeError, MissingPackage) as error:
            say.send(str(error))
            raise SystemExit(2) from None

    def _wait(self, announce: Announce | None) -> None:
        """Until a worker has something to say, one ends, or a signal comes."""
        events = [self._wake[0], *(worker.process.sentinel for worker in self._workers)]
        events += [worker.said for worker in self._workers if not worker.ready]
        happened = multiprocessing.connection.wait(events, self._pause_left())
        if self._wake[0] in happened:
            with contextlib.suppress(BlockingIOError):
                while self._wake[0].recv(1024):
                    pass
        for worker in tuple(self._workers):
            if worker.said in happened:
                self._hear(worker, announce)
            if worker.process.sentinel in happened:
                self._bury(worker)

    def _pause_left(self) -> float | None:
        now = time.monotonic()
        points = [one.kill_at for one in self._workers if one.kill_at is not None]
        if not self._stops and self._due > now:
            points.append(self._due)
        return max(0.0, min(points) - now) if points else None

    def _hear(self, worker: _Worker, announce: Announce | None) -> None:
        try:
            message = worker.said.recv()
        except EOFError:
            return
        if isinstance(message, str):
            self._fail(message)
            return
        worker.ready = True
        if not self._begun and all(one.ready for one in self._workers):
            self._begun = True
            if announce is not None:
                announce(message)

    def _fail(self, reason: str) -> None:
        """A worker could not start: of the first ones it is everybody's end."""
        if not self._begun:
            self._failure = self._failure or reason
            self._stops += 1
        else:
            _logger.error("A worker could not start: %s", reason)

    def _bury(self, worker: _Worker) -> None:
        worker.process.join()
        self._workers.remove(worker)
        worker.said.close()
        code = worker.process.exitcode
        if self._stops or worker.kill_at is not None:
            return
        if not self._begun:
            self._fail(f"a worker ended with status {code} before it served")
            return
        lived = time.monotonic() - worker.began
        steady = worker.ready and lived > _STEADY
        self._pause = _FIRST if steady else min(_LONGEST, max(_FIRST, self._pause * 2))
        self._due = time.monotonic() + self._pause
        _logger.error(
            "Worker %d ended with status %s: replaced.",
            worker.process.pid,
            code,
        )


def _outlive_nobody(lifeline: int, patience: float) -> None:
    """End this process after its parent, whatever happened to that."""
    with contextlib.suppress(OSError):
        os.read(lifeline, 1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(patience)
    os._exit(1)
