"""Swaps two folders in one step, where the system can: renameat2(2) or renamex_np(2)."""

import ctypes
import os
import sys
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2  # linux/fs.h
_RENAME_SWAP = 2  # Darwin's sys/stdio.h


def swap(one: Path, other: Path) -> None:
    """Swap two existing paths of one file system; OSError where that is not possible."""
    sys.audit("generator.exchange", str(one), str(other))
    first, second = os.fsencode(one), os.fsencode(other)
    libc = ctypes.CDLL(None, use_errno=True)
    try:
        if sys.platform == "darwin":
            failed = libc.renamex_np(first, second, _RENAME_SWAP)
        else:
            failed = libc.renameat2(_AT_FDCWD, first, _AT_FDCWD, second, _RENAME_EXCHANGE)
    except AttributeError as error:
        raise OSError(f"this system cannot exchange folders: {error}") from error
    if failed:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), str(one), None, str(other))
