"""Keeps concurrent builds out of each other: one run at a time holds a folder."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from generator.building.output.paths import shown


@contextmanager
def lock_folders(folders: Iterable[Path], waiting: Callable[[str], None]) -> Iterator[None]:
    """Wait for the folders (the nearest that exist) and hold them; a kill lets them go.

    The lock is on the folder itself, so that no lock file lies around. ``waiting`` is told of a
    folder that another build holds, before the wait.
    """
    with ExitStack() as stack:
        for folder in sorted({_existing(folder) for folder in folders}):
            stack.enter_context(_lock_folder(folder, waiting))
        yield


def _existing(folder: Path) -> Path:
    while not folder.is_dir():
        folder = folder.parent
    return folder.resolve()


@contextmanager
def _lock_folder(folder: Path, waiting: Callable[[str], None]) -> Iterator[None]:
    if sys.platform == "win32":  # no advisory locks on folders there, and no exchange either
        yield
        return
    import fcntl

    descriptor = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting(shown(folder))
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
