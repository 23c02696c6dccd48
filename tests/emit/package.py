"""Writes what is emitted for a contract, with its support code, into a package to import."""

import importlib
import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

from generator.emit.python import emit
from generator.emit.python.client import ClientBase, client_file
from generator.emit.python.module import Emitted, printed
from generator.emit.support import CORE, support_files
from generator.formats.format import Described
from generator.formats.output_tree import File
from generator.model import Api

STYLES: list[Any] = [
    SimpleNamespace(
        name="rest",
        title="REST",
        hosting=SimpleNamespace(kind="asgi", mount="", document="", stdio=False),
    ),
    SimpleNamespace(
        name="rpc",
        title="RPC",
        hosting=SimpleNamespace(kind="asgi", mount="/rpc", document="", stdio=True),
    ),
    SimpleNamespace(
        name="wire",
        title="Wire",
        hosting=SimpleNamespace(kind="server", mount="", document="", stdio=False),
    ),
]
BASE = ClientBase(
    folder="rest",
    title="REST",
    sync_base="SyncRestClient",
    async_base="AsyncRestClient",
    attribute="_methods",
    table="METHODS",
)


@dataclass(frozen=True)
class Package:
    """A generated package on disk, importable."""

    name: str
    folder: Path

    def module(self, path: str = "") -> ModuleType:
        """A module of it by its dotted path, "" for the package itself."""
        return importlib.import_module(f"{self.name}{path}")


def files(api: Api) -> dict[str, str]:
    """What is emitted in common, and the clients of one style, by path."""
    emitted: list[Emitted] = [*emit(api, STYLES, Described()), client_file(api, BASE)]
    return {file.path: file.content.decode() for file in map(printed, emitted)}


def write(api: Api, root: Path, name: str) -> Package:
    """Write ``<root>/<name>/<contract>`` and ``_support`` beside it."""
    output = root / name
    made = [File(path=f"{api.folder}/{p}", content=c.encode()) for p, c in files(api).items()]
    for file in [*made, *(File(path=f"_support/{f.path}", content=f.content) for f in _support())]:
        path = output / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)
    if str(root) not in sys.path:
        sys.path.insert(0, str(root))
    importlib.invalidate_caches()
    return Package(name=f"{name}.{api.folder}", folder=output / api.folder)


def _support() -> list[File]:
    return [*support_files(CORE, "")]
