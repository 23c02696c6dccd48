"""Tells a process from the one that it was forked from: connections belong to one process."""

import os
import sys

_current = object()


def current() -> object:
    """What stands for this process: another object after a fork, for a fraction of getpid()."""
    return _current


def _renew() -> None:
    global _current
    _current = object()


if sys.platform != "win32":
    os.register_at_fork(after_in_child=_renew)
