"""Turns the packages of run-time code into the files of ``generated/_support/``.

The code stays as it is, but for its imports: inside ``generator`` the runtime of a style or format
names the core, and the formats that it declares, by their absolute paths, so that it can be run,
type-checked and tested where it lies; in the output the core is its parent package, and formats
lie beside it. With one section of absolute imports, none of them wrapped or all with a trailing
comma, the result is sorted and formatted as the original is.
"""

import importlib.resources
import re
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Protocol

from generator.formats.format import AnyFormat, needed
from generator.formats.output_tree import File

CORE = "generator.runtime"
SUPPORT = "_support"  # its folder, below that of the output
NOTHING: Mapping[str, str] = MappingProxyType({})

_STATEMENT = re.compile(r"from \.[^\n(]*(?:\([^)]*\))?\n")
_BLOCK = re.compile(rf"^(?:{_STATEMENT.pattern})+", re.M)


class StyleLike(Protocol):
    """What is asked of a style here."""

    name: str
    runtime: str
    formats: tuple[AnyFormat, ...]


def support_files(package: str, folder: str, formats: Iterable[AnyFormat] = ()) -> Iterator[File]:
    """The .py files of a package and of its subpackages, below ``folder`` ("" or "rest/").

    formats: whose code it imports besides its own and the core's.
    """
    others = {format_.runtime: format_.name for format_ in formats}
    for path, content in _modules(importlib.resources.files(package)):
        text = relative_imports(content.decode(), package, others)
        yield File(path=f"{folder}{path}", content=text.encode())


def copied(styles: Iterable[StyleLike]) -> Iterator[File]:
    """The files of ``_support/``: the core's, and a folder for each format and each style."""
    styles = [*styles]
    formats = needed(format_ for style in styles for format_ in style.formats)
    yield from support_files(CORE, "")
    for one in (*formats, *styles):
        yield from support_files(one.runtime, f"{one.name}/", one.formats)


def lent(styles: Iterable[StyleLike]) -> dict[str, str]:
    """The packages that ``_support/`` and its folders are copies of, by dotted path."""
    styles = [*styles]
    formats = needed(format_ for style in styles for format_ in style.formats)
    return {SUPPORT: CORE} | {f"{SUPPORT}.{one.name}": one.runtime for one in (*formats, *styles)}


def relative_imports(text: str, package: str, others: Mapping[str, str] = NOTHING) -> str:
    """Make the imports of the core, of the package itself and of others relative to ``package``.

    others: the packages beside it, and the folders that they are copied to. The core imports
    itself relatively already.
    """
    if package == CORE or package.startswith(f"{CORE}."):
        return text
    text = _relative(text, package, ".")
    text = _relative(text, CORE, "..")
    for other, folder in others.items():
        text = _relative(text, other, f"..{folder}.")
    return _BLOCK.sub(_sorted, text)


def _relative(text: str, package: str, place: str) -> str:
    pattern = rf"^( *)from {re.escape(package)}(?:\.| (?=import))"
    text = re.sub(pattern, rf"\1from {place}", text, flags=re.M)
    return re.sub(r"^( *)from (\.+)import", r"\1from \2 import", text, flags=re.M)


def _sorted(block: re.Match[str]) -> str:
    """Relative imports in the order that sorters of imports want: the furthest first."""
    return "".join(sorted(_STATEMENT.findall(block[0]), key=_place))


def _place(statement: str) -> tuple[int, str]:
    module = statement.split()[1]
    name = module.lstrip(".")
    return len(name) - len(module), name


def _modules(folder: Traversable, prefix: str = "") -> Iterable[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.is_dir() and entry.name != "__pycache__":
            yield from _modules(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith(".py"):
            yield f"{prefix}{entry.name}", entry.read_bytes()
