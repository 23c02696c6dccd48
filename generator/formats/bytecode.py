"""Keeps compiled templates beside their sources, as Python keeps compiled modules.

Compiling takes longer than printing. What is kept holds for one version of Python and Jinja, and
for the very text of the template; like Python, nothing is kept where that is not wanted, or where
the folder cannot be written.
"""

import contextlib
import functools
import hashlib
import importlib.metadata
import os
import sys
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

_FORM = 1  # of the environments' settings: count up when one of them changes


class PackageCache(BytecodeCache):
    """Compiled templates in ``__pycache__`` below the folder of templates."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "__pycache__"

    def get_source_checksum(self, source: str) -> str:
        """A hash of all that decides what a template is compiled to."""
        return hashlib.sha256(f"{_FORM} {_jinja()}\0{source}".encode()).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what is kept, if it is of this very template."""
        with contextlib.suppress(OSError), self._file(bucket).open("rb") as file:
            bucket.load_bytecode(file)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        if sys.dont_write_bytecode:
            return
        file = self._file(bucket)
        draft = file.with_suffix(f".{os.getpid()}")
        with contextlib.suppress(OSError):
            self._folder.mkdir(exist_ok=True)
            draft.write_bytes(bucket.bytecode_to_string())
            draft.replace(file)

    def _file(self, bucket: Bucket) -> Path:
        return self._folder / f"{bucket.key}.{sys.implementation.cache_tag}.pyc"


@functools.cache
def _jinja() -> str:
    return importlib.metadata.version("jinja2")
