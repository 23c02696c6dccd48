"""Sends calls of tools to a server that the client starts, line by line over its pipes.

One thread writes and one reads, whatever waits for them, so that sync and async clients share all
of it and no deadline hangs on a pipe that is full. A server that ended is started again by the next
call: it remembers nothing of the one before (2026-07-28, stdio, "Unexpected Termination").
"""

import os
import queue
import subprocess
import threading
import time
import weakref
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from typing import IO, NamedTuple

from msgspec import UNSET

from generator.runtime import process
from generator.runtime.codes import Code
from generator.runtime.errors import ServiceError
from generator.runtime.http.message import HttpResponse, too_large, too_late
from generator.runtime.http.streaming.lines import Lines, LineTooLongError
from generator.runtime.rpc_codes import METHOD_NOT_FOUND
from generator.runtime.unions import quick
from generator.styles.mcp.runtime.answers import head_of
from generator.styles.mcp.runtime.requests import McpRequest, Message
from generator.styles.mcp.runtime.session import Session, step
from generator.styles.mcp.runtime.versions import CANCELLED, PING

# Seconds within which a server must say what it speaks: one with an older version may be silent.
_PATIENCE = 10.0
# Seconds that it has to end after its input has, and after it was asked to.
_GRACE = 2.0
_PIECE = 64 * 1024

Line = Future[bytes]


class Program(NamedTuple):
    """How a server is started: the words of its command, which no shell reads."""

    command: Sequence[str]
    cwd: str | os.PathLike[str] | None
    env: Mapping[str, str] | None


class _Sent(NamedTuple):
    message: Message
    end: float | None


class Stdio:
    """The server of one client; it is started by the first call."""

    def __init__(self, program: Program, session: Session, limit: int) -> None:
        """limit: bytes that a line of the server may have."""
        if isinstance(program.command, str) or not program.command:
            raise TypeError("a command is a list of its words; no shell reads it")
        self._program = program
        self._session = session
        self.limit = limit
        self._lock = threading.Lock()
        self._run: _Run | None = None
        self._process = process.current()

    def send(self, request: McpRequest, timeout: float | None) -> Line:
        """Send a call; what comes back is set to the line that answers it."""
        if timeout is not None and timeout <= 0:
            raise too_late()
        if self._process is not process.current():
            # The server is the parent's, and so is what may hold the lock.
            self._lock, self._run = threading.Lock(), None
            self._process = process.current()
        end = None if timeout is None else time.monotonic() + timeout
        with self._lock:
            if self._run is None or self._run.over:
                self._session.forget()
                self._run = _Run(self._program, self._session, self.limit)
                weakref.finalize(self, self._run.leave)
            return self._run.send(_Sent(request.message, end))

    def abandon(self, request: McpRequest) -> None:
        """Nobody waits for a call any more: the server is told."""
        run = self._run
        if run is not None and self._process is process.current():
            run.abandon(request.message.id)

    def close(self) -> None:
        """End the server: by its input first, then by a signal; calls that run fail."""
        run = self._run
        if run is not None and self._process is process.current():
            run.close()


class _Run:
    """One process of a server, and the calls that wait for it; over: it has ended."""

    def __init__(self, program: Program, session: Session, limit: int) -> None:
        self._program = program
        self._session = session
        self._limit = limit
        self._lock = threading.Lock()
        self._waiting: dict[str | int | None, Line] = {}
        self._queue: queue.SimpleQueue[_Sent | bytes | None] = queue.SimpleQueue()
        self._started = threading.Event()
        self._child: subprocess.Popen[bytes] | None = None
        self.over = False
        threading.Thread(target=self._write, name="mcp writer", daemon=True).start()

    def send(self, sent: _Sent) -> Line:
        """Have a request written, once it is known how."""
        line = self._expect(sent.message.id)
        self._queue.put(sent)
        return line

    def abandon(self, id: str | int | None) -> None:
        """Forget a call, of which the server may have heard already."""
        with self._lock:
            known = self._waiting.pop(id, None)
        if known is not None:
            params = {"requestId": id}
            message = {"jsonrpc": "2.0", "method": CANCELLED, "params": params}
            self._queue.put(quick(message) + b"\n")

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

    def _expect(self, id: str | int | None) -> Line:
        line: Line = Future()
        with self._lock:
            if self.over:
                line.set_exception(_gone(self._child))
            else:
                self._waiting[id] = line
        return line

    def _write(self) -> None:
        """Start the server, find out what it speaks, and write what comes to be written."""
        try:
            child = self._start()
            threading.Thread(
                target=self._read, args=(child,), name="mcp reader", daemon=True
            ).start()
            self._put_all(child)
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

    def _put_all(self, child: subprocess.Popen[bytes]) -> None:
        while (found := self._queue.get()) is not None:
            if isinstance(found, bytes):
                self._put(child, found)
            elif found.message.id in self._waiting:
                if not self._session.settled:
                    self._negotiate(child, found.message)
                left = None if found.end is None else found.end - time.monotonic()
                self._put(child, self._session.over_stdio(found.message, left))

    def _negotiate(self, child: subprocess.Popen[bytes], call: Message) -> None:
        """Ask what the server speaks before it gets a call."""
        talk = self._session.begin(call)
        answer: HttpResponse | None = None
        while (message := step(talk, answer)) is not None:
            line = None if message.id is None else self._expect(message.id)
            self._put(child, self._session.over_stdio(message, None))
            answer = answered(b"")
            if line is not None:
                try:
                    answer = answered(line.result(_PATIENCE))
                except TimeoutError:
                    self._waiting.pop(message.id, None)

    def _put(self, child: subprocess.Popen[bytes], line: bytes) -> None:
        assert child.stdin is not None
        child.stdin.write(line)
        child.stdin.flush()

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
        head = head_of(line)
        if head is None:
            return  # no message of MCP, and so none for a client
        if head.method is not UNSET:
            if head.id is not UNSET:
                self._queue.put(_reply(head.method, head.id))
            return
        with self._lock:
            if head.id is None or head.id is UNSET:
                # The server could not read one of the requests, and does not know which.
                found = [*self._waiting.values()]
                self._waiting.clear()
            else:
                id = head.id if isinstance(head.id, str | int) else None
                one = self._waiting.pop(id, None)
                found = [] if one is None else [one]
        for waiting in found:
            if waiting.set_running_or_notify_cancel():
                waiting.set_result(line)

    def _fail(self, error: ServiceError) -> None:
        """Nothing more comes: what waits hears why."""
        with self._lock:
            self.over = True
            found = [*self._waiting.values()]
            self._waiting.clear()
        for waiting in found:
            if waiting.set_running_or_notify_cancel():
                waiting.set_exception(error)


def answered(line: bytes) -> HttpResponse:
    """A line as what the codec reads."""
    return HttpResponse(status=200, headers={}, body=line)


def _reply(method: str, id: object) -> bytes:
    """What this client answers to a server's own request (2025-11-25): that it is there, or no."""
    reply: dict[str, object] = {"jsonrpc": "2.0", "id": id, "result": {}}
    if method != PING:
        error = {"code": METHOD_NOT_FOUND, "message": "This client only calls tools."}
        reply = {"jsonrpc": "2.0", "id": id, "error": error}
    return quick(reply) + b"\n"


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
