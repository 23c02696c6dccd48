"""Turns paths into the absolute ones that we work with, and into the short ones that we show."""

import os
from pathlib import Path


def shown(path: Path) -> str:
    """A path as people know it: relative to the current folder where it lies below it."""
    full, here = absolute(path), Path.cwd()
    return (full.relative_to(here) if full.is_relative_to(here) else full).as_posix()


def absolute(path: Path) -> Path:
    """The absolute path without "..", with symbolic links left as they are."""
    return Path(os.path.abspath(path))  # noqa: PTH100 — resolve() follows links
