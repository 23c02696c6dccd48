"""Turns a folder into nested dicts, to compare it as a whole."""

from pathlib import Path
from typing import Any

MANIFEST = "manifest.sha256"
ATTRIBUTES = ".gitattributes"


def content(path: Path) -> Any:
    """A file's text, a link's target after an arrow, a folder's content by name.

    Manifests are shown as ``...``: their content follows from the other files. The attributes for
    git, which every folder has, are left out.
    """
    if path.is_symlink():
        return f"→ {path.readlink()}"
    if path.is_dir():
        entries = (entry for entry in sorted(path.iterdir()) if entry.name != ATTRIBUTES)
        return {entry.name: content(entry) for entry in entries}
    if path.name == MANIFEST:
        return ...
    return path.read_bytes().decode("utf-8", "surrogateescape")
