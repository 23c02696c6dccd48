"""Texts that count before the files on the disk: what an editor holds, and has not saved yet."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from types import MappingProxyType

_texts: ContextVar[Mapping[str, bytes]] = ContextVar("unsaved", default=MappingProxyType({}))


@contextmanager
def unsaved(texts: Mapping[Path, str]) -> Iterator[None]:
    """Read these texts instead of the files at their paths, within the block."""
    held = {os.path.realpath(path): _bytes(text) for path, text in texts.items()}
    token = _texts.set(held)
    try:
        yield
    finally:
        _texts.reset(token)


def unsaved_bytes(path: Path) -> bytes | None:
    """The text that counts before the file at a path, in UTF-8."""
    texts = _texts.get()
    try:
        return texts.get(os.path.realpath(path)) if texts else None
    except (OSError, ValueError):  # a NUL in the path
        return None


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")  # which is then told as no UTF-8
