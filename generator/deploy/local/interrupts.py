"""Keeps Ctrl-C and SIGTERM from coming between a process and the note that it has to be ended."""

import contextlib
import signal
from collections.abc import Iterator
from types import FrameType


class Interrupts:
    """Both signals raise KeyboardInterrupt; while they are held, as soon as they are not."""

    def __init__(self) -> None:
        self._held = False
        self._came = False

    @contextlib.contextmanager
    def installed(self) -> Iterator[None]:
        """React to them while the block runs."""
        numbers = (signal.SIGINT, signal.SIGTERM)
        before = [signal.signal(number, self._take) for number in numbers]
        try:
            yield
        finally:
            for number, handler in zip(numbers, before, strict=True):
                signal.signal(number, handler)

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Let the block come to its end first."""
        self._held = True
        try:
            yield
        finally:
            self._held = False
        if self._came:
            self._came = False
            raise KeyboardInterrupt

    def _take(self, _number: int, _frame: FrameType | None) -> None:
        if not self._held:
            raise KeyboardInterrupt
        self._came = True
