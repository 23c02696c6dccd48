"""Turns the ``problems`` modules of the program and of its styles into one table of kinds."""

import importlib
import pkgutil
from collections.abc import Iterable, Iterator
from importlib.metadata import entry_points
from importlib.util import find_spec
from types import ModuleType

from generator.diagnostics.diagnostic import Kind

_STYLES = "diptych.styles"
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
    """The titles of the installed styles by the beginning of their codes: each has a hundred."""
    return {
        kind.code[:4]: point.load().title
        for point in entry_points(group=_STYLES)
        for kind in collect(_problems(point.module))
    }


def collect(modules: Iterable[ModuleType]) -> Iterator[Kind]:
    """The kinds that stand in the given modules."""
    for module in modules:
        yield from (value for value in vars(module).values() if isinstance(value, Kind))


def _modules() -> Iterator[ModuleType]:
    packages = {
        f"{_ROOT}.{found.name}"
        for found in pkgutil.iter_modules(importlib.import_module(_ROOT).__path__)
        if found.ispkg
    }
    packages |= {point.module for point in entry_points(group=_STYLES)}
    for package in sorted(packages):
        yield from _problems(package)


def _problems(package: str) -> Iterator[ModuleType]:
    name, spec = f"{package}.problems", find_spec(package)
    is_package = spec is not None and spec.submodule_search_locations is not None
    if is_package and find_spec(name) is not None:
        module = importlib.import_module(name)
        yield module
        for found in pkgutil.iter_modules(getattr(module, "__path__", ())):
            yield importlib.import_module(f"{name}.{found.name}")
