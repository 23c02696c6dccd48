"""Carries messages, one a line, over the standard input and output of this process.

Both belong to the protocol alone then: what the service prints, or a process that it starts, goes
to standard error, and what these read is empty.
"""

import asyncio
import contextlib
import os
import sys
import threading
from collections.abc import AsyncIterator, Iterator

from .threads import Threads

# Bytes that are read at a time.
_PIECE = 1 << 16
# Pieces that may wait for the event loop.
_AHEAD = 4
# What the process has taken, if it has.
_TAKEN: list[tuple[int, int]] = []


class LineTooLong(Exception):
    """A line has more bytes than a message may have; it has been skipped."""


class Channel:
    """Lines in and lines out, over two file descriptors; ``async for`` gives those that come in.

    limit: bytes that a line may have.
    """

    def __init__(self, source: int, target: int, limit: int) -> None:
        self._source = source
        self._target = target
        self._limit = limit
        self._loop = asyncio.get_running_loop()
        self._pieces: asyncio.Queue[bytes] = asyncio.Queue(_AHEAD)
        # Daemons: who reads no more, or never writes, holds no process that is to end.
        self._writer = Threads(1)
        threading.Thread(target=self._read, name="stdin", daemon=True).start()

    async def lines(self) -> AsyncIterator[bytes | LineTooLong]:
        """The lines until the end of the input, without blank ones; what is cut off is one, too."""
        begun, skips = bytearray(), False
        while piece := await self._pieces.get():
            *ends, rest = piece.split(b"\n")
            for end in ends:
                begun += end
                if skips or len(begun) > self._limit:
                    yield LineTooLong()
                elif line := bytes(begun).strip():
                    yield line
                skips = False
                begun.clear()
            if len(begun) + len(rest) > self._limit:
                skips = True
                begun.clear()
            if not skips:
                begun += rest
        if skips:
            yield LineTooLong()
        elif line := bytes(begun).strip():
            yield line

    async def send(self, message: bytes) -> None:
        """Write one line; OSError where nobody reads any more."""
        await self._loop.run_in_executor(self._writer, self._write, message + b"\n")

    def _write(self, data: bytes) -> None:
        left = memoryview(data)
        while left:
            left = left[os.write(self._target, left) :]

    def close(self) -> None:
        """End the threads, but for one that waits for its peer."""
        self._writer.end()

    def _read(self) -> None:
        """Read until the end, in a thread: no event loop can wait for a file or a terminal."""
        piece = b"begin"
        # The event loop may be gone.
        with contextlib.suppress(RuntimeError, asyncio.CancelledError):
            while piece:
                try:
                    piece = os.read(self._source, _PIECE)
                except OSError:
                    piece = b""
                put = self._pieces.put(piece)
                try:
                    asyncio.run_coroutine_threadsafe(put, self._loop).result()
                finally:
                    put.close()


@contextlib.contextmanager
def taken() -> Iterator[tuple[int, int]]:
    """Take standard input and output from everybody else in this process: their descriptors.

    Within such a block, another gives the same.
    """
    if _TAKEN:
        yield _TAKEN[0]
        return
    sys.stdout.flush()
    source, target = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    _TAKEN.append((source, target))
    try:
        yield source, target
    finally:
        _TAKEN.clear()
        sys.stdout.flush()
        os.dup2(source, 0)
        os.dup2(target, 1)
        for descriptor in (nothing, source, target):
            os.close(descriptor)
