"""Turns the ``problems`` and ``rules`` of the program and its styles into one table of kinds."""

import importlib
from collections.abc import Iterable, Iterator
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

from generator.diagnostics.diagnostic import Kind

_STYLES = "diptych.styles"
# The hundred that several styles share, each with ten.
_SHARED = "GEN6"
# Modules and folders of these names hold kinds.
_HOLDERS = {"problems", "rules"}
_ROOT = __name__.partition(".")[0]


class DuplicateCodeError(Exception):
    """Two kinds share a code: a bug of the program or of an installed style."""


def all_kinds() -> dict[str, Kind]:
    """Every kind by its code, in the order of the codes."""
    return unique(collect(_modules()))


def unique(kinds: Iterable[Kind]) -> dict[str, Kind]:
    """The kinds by their codes; DuplicateCodeError when two share one."""
    found: dict[str, Kind] = {}
    for kind in kinds:
        first = found.setdefault(kind.code, kind)
        if first != kind:
            raise DuplicateCodeError(f"{kind.code}: {first.name} and {kind.name}")
    return dict(sorted(found.items()))


def style_areas() -> dict[str, str]:
    """The titles of the installed styles by the beginning of their codes."""
    return {
        area_of(kind.code): point.load().title
        for point in entry_points(group=_STYLES)
        for kind in collect(_problems(point.module))
    }


def area_of(code: str) -> str:
    """The beginning that the codes of one area have in common."""
    return code[:5] if code.startswith(_SHARED) else code[:4]


def collect(modules: Iterable[ModuleType]) -> Iterator[Kind]:
    """The kinds that stand in the given modules."""
    for module in modules:
        yield from (value for value in vars(module).values() if isinstance(value, Kind))


def _modules() -> Iterator[ModuleType]:
    packages = {_ROOT, *(point.module for point in entry_points(group=_STYLES))}
    for package in sorted(packages):
        yield from _problems(package)


def _problems(package: str) -> Iterator[ModuleType]:
    """The modules of a package that are named problems, or lie in a folder of problems or rules."""
    spec = find_spec(package)
    for place in (spec and spec.submodule_search_locations) or ():
        for file in sorted(Path(place).rglob("*.py")):
            parts = file.relative_to(place).with_suffix("").parts
            if _HOLDERS & {*parts}:
                path = parts[:-1] if parts[-1] == "__init__" else parts
                yield importlib.import_module(".".join((package, *path)))
