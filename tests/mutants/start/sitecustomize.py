"""Imports a module of the run time with a piece of its text replaced; Python begins with this.

``MUTANT`` in the environment is JSON: ``{"module": …, "old": …, "new": …}``; ``module`` is named as
below ``generator``, and its copies below ``_support`` are changed alike.
"""

import json
import os
import sys
import types
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader


class _Loader(SourceFileLoader):
    """Compiles the changed text; nothing is cached."""

    def __init__(self, name: str, path: str, old: str, new: str) -> None:
        super().__init__(name, path)
        self._change = old, new

    def get_code(self, fullname: str) -> types.CodeType:
        text = self.get_data(self.get_filename(fullname)).decode()
        return compile(text.replace(*self._change), self.path, "exec")


class _Finder(MetaPathFinder):
    def __init__(self, module: str, old: str, new: str) -> None:
        copy = module.removeprefix("styles.").removeprefix("formats.").replace("runtime.", "")
        self._names = (f"generator.{module}", f"._support.{copy}")
        self._change = old, new

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None = None,
        target: types.ModuleType | None = None,
    ) -> ModuleSpec | None:
        if not fullname.endswith(self._names):
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is None or not isinstance(spec.loader, SourceFileLoader):
            return spec
        spec.loader = _Loader(fullname, spec.loader.path, *self._change)
        return spec


sys.meta_path.insert(0, _Finder(**json.loads(os.environ["MUTANT"])))
