"""Calls a server that the client starts, line by line over its pipes, whatever the protocol is.

One thread writes and one reads, whatever waits for them, so that sync and async clients share all
of it and no deadline hangs on a pipe that is full. A server that ended is started again by the next
call: it remembers nothing of the one before.
"""

import os
import queue
import subprocess
import threading
import time
import weakref
from collections.abc import Hashable, Mapping, Sequence
from typing import IO, Any, Generic, NamedTuple, TypeVar

from . import process
from .codes import Code
from .errors import ServiceError
from .http.message import too_large, too_late
from .http.streaming.lines import Lines, LineTooLongError
from .speech import Answer, Speech, Waiting

R = TypeVar("R")

# Seconds that a server has to end after its input has, and after it was asked to.
_GRACE = 2.0
_PIECE = 64 * 1024


class Program(NamedTuple):
    """How a server is started: the words of its command, which no shell reads."""

    command: Sequence[str]
    cwd: str | os.PathLike[str] | None
    env: Mapping[str, str] | None


class Stdio(Generic[R]):
    """The server of one client; it is started by the first call."""

    def __init__(self, program: Program, speech: Speech[R], limit: int) -> None:
        """limit: bytes that a line of the server may have."""
        if isinstance(program.command, str) or not program.command:
            raise TypeError("a command is a list of its words; no shell reads it")
        self._program = program
        self._speech = speech
        self.limit = limit
        self._lock = threading.Lock()
        self._run: Run[R] | None = None
        self._process = process.current()

    def send(self, request: R, timeout: float | None, waiting: Waiting) -> None:
        """Send a call; ``waiting`` gets what answers it."""
        if timeout is not None and timeout <= 0:
            raise too_late()
        if self._process is not process.current():
            # The server is the parent's, and so is what may hold the lock.
            self._lock, self._run = threading.Lock(), None
            self._process = process.current()
        end = None if timeout is None else time.monotonic() + timeout
        with self._lock:
            if self._run is None or self._run.over:
                self._speech.forget()
                self._run = Run(self._program, self._speech, self.limit)
                weakref.finalize(self, self._run.leave)
            self._run.send(request, end, waiting)

    def abandon(self, request: R) -> None:
        """Nobody waits for a call any more: the server is told."""
        run = self._run
        if run is not None and self._process is process.current():
            run.abandon(self._speech.key(request))

    def close(self) -> None:
        """End the server: by its input first, then by a signal; calls that run fail."""
        run = self._run
        if run is not None and self._process is process.current():
            run.close()


class Run(Generic[R]):
    """One process of a server, and the calls that wait for it; over: it has ended."""

    def __init__(self, program: Program, speech: Speech[R], limit: int) -> None:
        self._program = program
        self._speech = speech
        self._limit = limit
        self._lock = threading.Lock()
        self._waiting: dict[Hashable, Waiting] = {}
        # What is to be written: a request and when its caller gives up, or a line.
        self._queue: queue.SimpleQueue[tuple[R, float | None] | bytes | None]
        self._queue = queue.SimpleQueue()
        self._started = threading.Event()
        self._child: subprocess.Popen[bytes] | None = None
        self.over = False
        self._end: ServiceError | None = None  # why nothing more comes
        threading.Thread(target=self._write, name="stdio writer", daemon=True).start()

    def send(self, request: R, end: float | None, waiting: Waiting) -> None:
        """Have a request written, once it is known how."""
        key = self._speech.key(request)
        if key is not None:
            self._expect(key, waiting)
        self._queue.put((request, end))
        if key is None:
            waiting.take(b"")

    def abandon(self, key: Hashable) -> None:
        """Forget a call, of which the server may have heard already."""
        with self._lock:
            known = self._waiting.pop(key, None)
        if known is not None:
            self._queue.put(self._speech.cancelled(key))

    def leave(self) -> None:
        """Close the server's input, after what is to be written."""
        self._queue.put(None)

    def close(self) -> None:
        """The same, and wait for its end."""
        self.leave()
        self._started.wait()
        child = self._child
        if child is None:
            return
        for stop in (child.terminate, child.kill):
            try:
                child.wait(_GRACE)
            except subprocess.TimeoutExpired:
                stop()
        child.wait()

    def ask(self, key: Hashable, line: bytes, patience: float) -> bytes:
        """What the server answers before it gets a call; b"" after so many seconds."""
        answer = Answer()
        self._expect(key, answer)
        self.put(line)
        try:
            return answer.line.result(patience)
        except TimeoutError:
            self._waiting.pop(key, None)
            return b""

    def put(self, line: bytes) -> None:
        """Write a line now; only for the thread that writes."""
        assert self._child is not None and self._child.stdin is not None
        self._child.stdin.write(line)
        self._child.stdin.flush()

    def _expect(self, key: Hashable, waiting: Waiting) -> None:
        with self._lock:
            if not self.over:
                self._waiting[key] = waiting
                return
        waiting.fail(self._end or _gone(self._child))

    def _write(self) -> None:
        """Start the server, and write what comes to be written."""
        try:
            child = self._start()
            threading.Thread(
                target=self._read, args=(child,), name="stdio reader", daemon=True
            ).start()
            self._put_all()
        except ServiceError as error:
            self._fail(error)
        except OSError:
            pass  # it ended: the reader finds out
        finally:
            self._started.set()
            if self._child is not None:
                _close(self._child.stdin)

    def _start(self) -> subprocess.Popen[bytes]:
        program = self._program
        try:
            self._child = subprocess.Popen(
                [*program.command],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                cwd=program.cwd,
                env=program.env,
                start_new_session=True,  # what a terminal sends is the client's to answer
            )
        except (OSError, ValueError) as error:
            text = f"The server cannot be started: {error}"
            raise ServiceError(text, code=Code.UNAVAILABLE) from error
        finally:
            self._started.set()
        return self._child

    def _put_all(self) -> None:
        while (found := self._queue.get()) is not None:
            if isinstance(found, bytes):
                self.put(found)
                continue
            request, end = found
            key = self._speech.key(request)
            if key is None or key in self._waiting:
                left = None if end is None else end - time.monotonic()
                self.put(self._speech.written(request, left, self))

    def _read(self, child: subprocess.Popen[bytes]) -> None:
        """Give each line of the server to what waits for it, until there are no more."""
        assert child.stdout is not None
        lines = Lines(self._limit)
        error: ServiceError | None = None
        try:
            while piece := os.read(child.stdout.fileno(), _PIECE):
                for line in lines.feed(piece):
                    self._take(line)
        except LineTooLongError:
            # Nobody knows what it answers, and what follows is not to be waited for.
            error = too_large(self._limit)
            child.kill()
        finally:
            child.wait()
            _close(child.stdout)
            self._fail(error or _gone(child))
            self.leave()

    def _take(self, line: bytes) -> None:
        heard = self._speech.heard(line)
        if heard.reply is not None:
            self._queue.put(heard.reply)
        with self._lock:
            keys = [*self._waiting] if heard.keys is None else heard.keys
            known = self._waiting.get if heard.more else self._waiting.pop
            found: list[Any] = [known(key, None) for key in keys]
        for waiting in filter(None, found):
            waiting.take(line)

    def _fail(self, error: ServiceError) -> None:
        """Nothing more comes: what waits hears why."""
        with self._lock:
            self.over = True
            self._end = error
            found = [*self._waiting.values()]
            self._waiting.clear()
        for waiting in found:
            waiting.fail(error)


def _gone(child: subprocess.Popen[bytes] | None) -> ServiceError:
    status = None if child is None else child.returncode
    text = f"The server has ended (exit status {status})."
    return ServiceError(text, code=Code.UNAVAILABLE)


def _close(pipe: IO[bytes] | None) -> None:
    """Close a pipe, whose other end may be gone with what was to be written."""
    try:
        if pipe is not None:
            pipe.close()
    except OSError:
        pass
