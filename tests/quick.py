"""Tells which tests start no process and open no socket, and holds them to it.

A module of tests is quick unless it, what it imports from ``tests``, or a ``conftest.py`` beside or
above it imports what starts processes or opens sockets, or forks. A test that does so where this
does not see it (in code of the generator) has the marker ``slow``.
"""

import ast
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
IMPORTS = {"multiprocessing", "playwright", "socket", "subprocess", "uvicorn", "venv"}
CALLS = {"fork", "forkpty", "posix_spawn", "posix_spawnp", "spawnl", "spawnv", "system"}
# What Python's audit events call the same.
EVENTS = {
    *("os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.system"),
    *("pty.spawn", "socket.bind", "socket.connect", "subprocess.Popen"),
}


@cache
def is_quick(module: Path) -> bool:
    """Whether a module of tests imports nothing that starts a process or opens a socket."""
    todo = [module, *_conftests(module)]
    seen: set[Path] = set()
    while todo:
        path = todo.pop()
        if path in seen:
            continue
        seen.add(path)
        starts, imported = _examined(path)
        if starts:
            return False
        todo.extend(imported)
    return True


def _conftests(module: Path) -> Iterator[Path]:
    for folder in module.parents:
        if folder == ROOT / "tests":  # its conftest starts something before the tests only
            return
        if (folder / "conftest.py").is_file():
            yield folder / "conftest.py"


@cache
def _examined(path: Path) -> tuple[bool, tuple[Path, ...]]:
    """Whether a module itself starts something, and the modules of ``tests`` that it imports."""
    imported: list[Path] = []
    for node in ast.walk(ast.parse(path.read_bytes())):
        match node:
            case ast.Import(names=names):
                modules = [alias.name for alias in names]
            case ast.ImportFrom(module=str(module), names=names):
                modules = [module, *(f"{module}.{alias.name}" for alias in names)]
            case ast.Attribute(value=ast.Name(id="os"), attr=attr) if attr in CALLS:
                return True, ()
            case _:
                continue
        if any(name.partition(".")[0] in IMPORTS for name in modules):
            return True, ()
        files = (ROOT / f"{name.replace('.', '/')}.py" for name in modules)
        imported += [file for file in files if file.is_file() and file.parts[-2:] != ("tests",)]
    return False, tuple(path for path in imported if path.is_relative_to(ROOT / "tests"))


class Guard:
    """While a test runs, starting a process or opening a socket fails it."""

    def __init__(self) -> None:
        self._on = False
        self._seen: list[str] = []
        sys.addaudithook(self._hear)  # for as long as the interpreter lives

    def _hear(self, event: str, arguments: tuple[object, ...]) -> None:
        if self._on and event in EVENTS:
            self._seen.append(f"{event} {arguments!r:.200}")

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Fail at the end of the block if something was started in it, by whatever thread."""
        self._seen.clear()
        self._on = True
        try:
            yield
        finally:
            self._on = False
        if self._seen:
            pytest.fail(f"not quick: {self._seen[0]}; mark the test with pytest.mark.slow", False)
