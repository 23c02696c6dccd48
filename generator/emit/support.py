"""Turns the packages of run-time code into the files of ``generated/_support/``.

The code stays as it is, but for its imports: inside ``generator`` a style's runtime names the
core by its absolute path, so that it can be run, type-checked and tested where it lies; in the
output the core is its parent package. With one section of absolute imports, none of them wrapped
or all with a trailing comma, the result is sorted and formatted as the original is.
"""

import importlib.resources
import re
from collections.abc import Iterable, Iterator
from importlib.resources.abc import Traversable
from typing import Protocol

from generator.formats.output_tree import File

CORE = "generator.runtime"
SUPPORT = "_support"  # its folder, below that of the output


class StyleLike(Protocol):
    """What is asked of a style here."""

    name: str
    runtime: str


def support_files(package: str, folder: str) -> Iterator[File]:
    """The .py files of a package and of its subpackages, below ``folder`` ("" or "rest/")."""
    for path, content in _modules(importlib.resources.files(package)):
        text = relative_imports(content.decode(), package)
        yield File(path=f"{folder}{path}", content=text.encode())


def lent(styles: Iterable[StyleLike]) -> dict[str, str]:
    """The packages that ``_support/`` and its folders are copies of, by dotted path."""
    return {SUPPORT: CORE} | {f"{SUPPORT}.{style.name}": style.runtime for style in styles}


def relative_imports(text: str, package: str) -> str:
    """Make the imports of the core and of the package itself relative to ``package``.

    For a style's runtime only; the core imports itself relatively already.
    """
    if package == CORE or package.startswith(f"{CORE}."):
        return text
    text = re.sub(
        rf"^( *)from {re.escape(package)}(?:\.| (?=import))", r"\1from .", text, flags=re.M
    )
    text = re.sub(rf"^( *)from {re.escape(CORE)}(?:\.| (?=import))", r"\1from ..", text, flags=re.M)
    return re.sub(r"^( *)from (\.+)import", r"\1from \2 import", text, flags=re.M)


def _modules(folder: Traversable, prefix: str = "") -> Iterable[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.is_dir() and entry.name != "__pycache__":
            yield from _modules(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith(".py"):
            yield f"{prefix}{entry.name}", entry.read_bytes()
