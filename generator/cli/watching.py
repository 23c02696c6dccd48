"""Builds again whenever a contract changes, or what it is built from; until it is told to stop."""

import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import click

from generator.contract.lock.open import path_of
from generator.editor.project import Project

_PAUSE = 0.3  # seconds between two looks
_QUIET = 0.1  # seconds that a file is left alone after a change: an editor may still write

State = dict[Path, tuple[int, int] | None]


def watch(build: Callable[[], str], inputs: Callable[[], Sequence[Path]]) -> None:
    """Build now, and after each change; returns on Ctrl-C and SIGTERM.

    build: gives the line to print; inputs: the contracts, and other files that decide about them.
    """
    project = Project()

    def state() -> State:
        return _state(project, inputs())

    with _until_told():
        seen: State = {}
        while True:
            before = state()
            if before == seen:
                time.sleep(_PAUSE)
                continue
            if seen:
                time.sleep(_QUIET)
                before = state()
            click.echo(f"{time.strftime('%H:%M:%S')} {build()}")
            sys.stdout.flush()
            after = state()
            # What changed while it was built is built next; its own locks are no change.
            seen = before | {path: after[path] for path in after if path.suffix == ".lock"}


def _state(project: Project, inputs: Sequence[Path]) -> State:
    """When files were written last, and how long they are: of all that are read."""
    found: dict[Path, None] = {}
    todo = [path.absolute() for path in inputs]
    while todo:
        path = todo.pop()
        if path not in found:
            found[path] = None
            if path.suffix in (".yaml", ".yml"):
                found[path_of(path)] = None
                todo += project.imports(path).values()
    return {path: _stamp(path) for path in found}


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


@contextmanager
def _until_told() -> Iterator[None]:
    """End what stands within on Ctrl-C and SIGTERM, without a word."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    except KeyboardInterrupt:
        click.echo()
    finally:
        signal.signal(signal.SIGTERM, before)
