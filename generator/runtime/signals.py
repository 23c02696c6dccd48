"""Turns the signals that end a process into events of its event loop."""

import asyncio
import contextlib
import os
import signal
import sys
import threading
import time
from types import FrameType
from typing import Self

_LAST = 2.0  # seconds after which a process that was told to end at once is ended


class Signals:
    """While the block runs, SIGINT and SIGTERM set ``stop``; a second one sets ``at_once``.

    A process that does not end after that, because its event loop is blocked, is ended.
    """

    def __init__(self) -> None:
        self.stop = asyncio.Event()
        self.at_once = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._count = 0
        self._before: dict[int, object] = {}

    def __enter__(self) -> Self:
        for number in (signal.SIGINT, signal.SIGTERM):
            with contextlib.suppress(ValueError):  # not in the main thread
                self._before[number] = signal.signal(number, self._take)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]

    def _take(self, number: int, _: FrameType | None) -> None:
        self._count += 1
        event = self.stop if self._count == 1 else self.at_once
        self._loop.call_soon_threadsafe(event.set)
        if self._count == 2:
            end_process(128 + number)


def end_process(status: int) -> None:
    """End the process in two seconds, if it has not ended by then, whatever its threads do."""
    threading.Thread(target=_end, args=(status,), daemon=True).start()


def _end(status: int) -> None:
    time.sleep(_LAST)
    # Whoever holds the lock of a stream may never give it back.
    flush = threading.Thread(target=_flush, daemon=True)
    flush.start()
    flush.join(0.5)
    os._exit(status)


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(Exception):
            stream.flush()
