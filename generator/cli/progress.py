"""Tells on a terminal what a long run is doing; a short one, a pipe or a log of CI sees nothing."""

import os
import sys
import threading
from types import TracebackType

import click

_QUIET = 2.0  # seconds that nobody minds


class Progress:
    """The steps of a run: from some seconds on, each is told as it begins."""

    def __init__(self) -> None:
        self._step = ""
        self._late = False
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None

    def __enter__(self) -> "Progress":
        if sys.stderr is not None and sys.stderr.isatty() and "CI" not in os.environ:
            self._timer = threading.Timer(_QUIET, self._begin)
            self._timer.daemon = True
            self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def at(self, step: str) -> None:
        """Say what is done next: "checking products"."""
        with self._lock:
            self._step = step
            if self._late:
                _tell(step)

    def _begin(self) -> None:
        with self._lock:
            self._late = True
            if self._step:
                _tell(self._step)


def _tell(step: str) -> None:
    click.echo(f"{step[:1].upper()}{step[1:]} …", err=True)
