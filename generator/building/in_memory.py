"""Turns an output tree in memory into an importable package, and forgets it afterwards.

Nothing is written: a finder serves ``{path: bytes}`` under a private package name, resources
(``schema.json``, a descriptor) included. The support code, of which ``_support/`` is a copy, can be
lent instead of loaded a second time.
"""

import functools
import importlib
import importlib.abc
import importlib.machinery
import io
import itertools
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.resources.abc import Traversable, TraversableResources
from types import CodeType, MappingProxyType, ModuleType
from typing import IO, Any

_numbers = itertools.count()


class Package:
    """A package that exists in memory only; ``load("products.rest.client")`` imports from it."""

    def __init__(self, name: str) -> None:
        self._name = name

    def load(self, module: str) -> ModuleType:
        """Import a module by its dotted path within the package."""
        return importlib.import_module(f"{self._name}.{module}")


@functools.lru_cache(maxsize=256)
def compiled(path: str, source: bytes) -> CodeType:
    """The code of a module; SyntaxError when it has none. Kept: files are verified, then loaded."""
    code: CodeType = compile(source, f"<{path}>", "exec", dont_inherit=True)
    return code


@contextmanager
def importable(
    files: Mapping[str, bytes], lent: Mapping[str, str] = MappingProxyType({})
) -> Iterator[Package]:
    """Make files importable; afterwards no module of them is left in ``sys.modules``.

    lent: dotted paths within the package, and the packages elsewhere that stand in for them.
    """
    name = f"_diptych_{next(_numbers)}"
    finder = _Finder(name, files, lent)
    sys.meta_path.insert(0, finder)
    try:
        yield Package(name)
    finally:
        sys.meta_path.remove(finder)
        for module in [m for m in sys.modules if m == name or m.startswith(f"{name}.")]:
            del sys.modules[module]


class _Finder(importlib.abc.MetaPathFinder):
    def __init__(self, name: str, files: Mapping[str, bytes], lent: Mapping[str, str]) -> None:
        self._name = name
        self._files = files
        self._lent = sorted(lent.items(), reverse=True)  # what lies deeper comes first
        self._folders = {
            path[:at] for path in files for at, char in enumerate(path) if char == "/"
        } | {""}

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,  # noqa: ARG002 — the interface of a finder
        target: ModuleType | None = None,  # noqa: ARG002
    ) -> importlib.machinery.ModuleSpec | None:
        top, _, rest = fullname.partition(".")
        if top != self._name:
            return None
        for place, package in self._lent:
            if rest == place or rest.startswith(f"{place}."):
                lender = _Lender(package + rest.removeprefix(place))
                return importlib.machinery.ModuleSpec(fullname, lender)
        place = rest.replace(".", "/")
        inside = f"{place}/" if place else ""
        if f"{inside}__init__.py" in self._files or place in self._folders:
            loader = _Loader(self._files, f"{inside}__init__.py", inside)
            spec = importlib.machinery.ModuleSpec(fullname, loader, is_package=True)
            spec.submodule_search_locations = []
            return spec
        if f"{place}.py" in self._files:
            loader = _Loader(self._files, f"{place}.py", None)
            return importlib.machinery.ModuleSpec(fullname, loader)
        return None


class _Lender(importlib.abc.Loader):
    """Puts a module that lies elsewhere in the place of one of the package's."""

    def __init__(self, module: str) -> None:
        self._module = module

    def exec_module(self, module: ModuleType) -> None:
        sys.modules[module.__name__] = importlib.import_module(self._module)


class _Loader(importlib.abc.InspectLoader):
    """Loads one module; a folder without ``__init__.py`` is an empty package."""

    def __init__(self, files: Mapping[str, bytes], path: str, folder: str | None) -> None:
        self._files = files
        self._path = path
        self._folder = folder

    def get_source(self, fullname: str) -> str:  # noqa: ARG002
        return self._files.get(self._path, b"").decode()

    def get_code(self, fullname: str) -> CodeType | None:  # noqa: ARG002
        return compiled(self._path, self._files.get(self._path, b""))

    def is_package(self, fullname: str) -> bool:  # noqa: ARG002
        return self._folder is not None

    def get_resource_reader(self, fullname: str) -> TraversableResources | None:  # noqa: ARG002
        return None if self._folder is None else _Resources(self._files, self._folder)


class _Resources(TraversableResources):
    def __init__(self, files: Mapping[str, bytes], folder: str) -> None:
        self._root = _Entry(files, folder.rstrip("/"))

    def files(self) -> Traversable:
        return self._root


class _Entry(Traversable):
    """A file or folder in memory."""

    def __init__(self, files: Mapping[str, bytes], path: str) -> None:
        self._files = files
        self._path = path

    @property
    def name(self) -> str:
        return self._path.rpartition("/")[2]

    def is_file(self) -> bool:
        return self._path in self._files

    def is_dir(self) -> bool:
        return any(path.startswith(f"{self._path}/") for path in self._files)

    def iterdir(self) -> Iterator["_Entry"]:
        prefix = f"{self._path}/" if self._path else ""
        names = {
            p.removeprefix(prefix).partition("/")[0] for p in self._files if p.startswith(prefix)
        }
        return (_Entry(self._files, prefix + name) for name in sorted(names))

    def joinpath(self, *descendants: Any) -> "_Entry":
        steps = [self._path, *map(str, descendants)]
        return _Entry(self._files, "/".join(step for step in steps if step))

    def __truediv__(self, child: Any) -> "_Entry":
        return self.joinpath(child)

    def open(self, mode: str = "r", *args: Any, **kwargs: Any) -> IO[Any]:
        binary = io.BytesIO(self.read_bytes())
        return binary if "b" in mode else io.TextIOWrapper(binary, *args, **kwargs)

    def read_bytes(self) -> bytes:
        if self._path not in self._files:
            raise FileNotFoundError(self._path)
        return self._files[self._path]

    def read_text(self, encoding: str | None = None) -> str:
        return self.read_bytes().decode(encoding or "utf-8")
