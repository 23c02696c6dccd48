"""Collects what a generated module names, and prints it as a sorted block of imports.

A contract may use any name. Where it uses one that a module imports for itself, the module imports
its own under an alias, `Decimal as _Decimal`: no name of a contract begins with an underscore.
"""

import re
import sys
from collections.abc import Collection, Iterable, Mapping

from generator.emit.python.code import WIDTH, Ident
from generator.emit.support import SUPPORT
from generator.model import Api
from generator.runtime.interface import NEWEST

# Linters take the support for a package of the project where it lies in it, else for a foreign one,
# which decides what stands before it: a block of its own is sorted alike both ways.
_APART = "# isort: split"


class Imports:
    """The imports of one module, printed as ruff and isort sort them.

    A module that begins with ``_support`` is the support's, wherever that lies: who prints the
    block knows.

    declared: the names of the contract's types, errors, service and clients.
    defined: what the module defines, or uses otherwise.
    """

    def __init__(self, declared: Collection[str] = (), defined: Collection[str] = ()) -> None:
        self._declared = frozenset(declared)
        self._defined = frozenset(defined)
        self._modules: set[str] = set()
        self._names: dict[str, set[str]] = {}
        self._asks_version = False

    @classmethod
    def of(cls, api: Api, defined: Collection[str] = ()) -> "Imports":
        """Those of a module that is generated from a contract."""
        return cls({*api.types, *api.errors, *_classes(api)}, defined)

    @classmethod
    def of_service(cls, api: Api, defined: Collection[str] = ()) -> "Imports":
        """Those of a module that names the service, and none of the contract's types."""
        return cls(_classes(api), defined)

    def module(self, name: str) -> None:
        """``import datetime``"""
        self._modules.add(name)

    def own(self, name: str) -> Ident:
        """A name that the module gives itself: ``SCHEMA``, or ``_SCHEMA`` if it is in use."""
        if name in self._declared and name in self._defined:
            return Ident(f"_{name}_")  # `declared` may have the shorter one
        return Ident(f"_{name}" if name in self._declared or name in self._defined else name)

    def name(self, module: str, name: str) -> Ident:
        """Import what the generated code needs; how the module calls it."""
        return self._add(module, name, self.own(name))

    def declared(self, module: str, name: str) -> Ident:
        """Import what the contract names; "" is the module itself, which imports nothing."""
        clashes = module and name in self._defined
        return self._add(module, name, Ident(f"_{name}" if clashes else name))

    def exactly(self, module: str, name: str) -> Ident:
        """Import what the module counts among its own names; it keeps this name."""
        return self._add(module, name, Ident(name))

    def version(self) -> None:
        """Import the interface that the code was made for, where the support is a package apart.

        So another version of it says that it is one, before anything else fails.
        """
        self._asks_version = True

    def _add(self, module: str, name: str, local: Ident) -> Ident:
        if module:
            text = name if local == name else f"{name} as {local}"
            self._names.setdefault(module, set()).add(text)
        return local

    def printed(self, *, folders: int = 0, support: str = "") -> str:
        """The block, with no line end after it; "" when there is nothing to import.

        folders: how many the module lies below the contract's; support: the package that it is,
        "" where it lies beside the contract's folder.
        """
        place = support or "." * (folders + 2) + SUPPORT
        lent = {m: names for m, names in self._names.items() if m.partition(".")[0] == SUPPORT}
        named = {place + module.removeprefix(SUPPORT): names for module, names in lent.items()}
        if support and self._asks_version:
            named[f"{support}.interface"] = {f"V{NEWEST} as V{NEWEST}"}
        own = {module: names for module, names in self._names.items() if module not in lent}
        if not (support and named and any(_section(m) == 1 for m in {*own, *self._modules})):
            return _block(self._modules, own | named)
        near = {module: names for module, names in own.items() if _section(module) == 2}
        far = {module: names for module, names in own.items() if module not in near}
        return f"{_block(self._modules, far)}\n\n{_APART}\n{_block((), named | near)}"


def _classes(api: Api) -> set[str]:
    service = api.service.pascal
    return {f"{service}{end}" for end in ("", "Sync", "Service", "Client", "ClientSync")}


def _block(modules: Iterable[str], names: Mapping[str, Iterable[str]]) -> str:
    """``import`` and ``from … import``, section by section."""
    sections: list[list[str]] = [[], [], []]
    for module in sorted(modules):
        sections[_section(module)].append(f"import {module}")
    for module in sorted(names, key=_module_order):
        sections[_section(module)] += _from(module, names[module])
    return "\n\n".join("\n".join(section) for section in sections if section)


def _section(module: str) -> int:
    """0: of the standard library; 1: of somebody else; 2: relative."""
    if module.startswith("."):
        return 2
    return 0 if module.partition(".")[0] in sys.stdlib_module_names else 1


def _module_order(module: str) -> tuple[int, list[str | int]]:
    """Farthest relative module first, then by name."""
    dots = len(module) - len(module.lstrip("."))
    return (-dots, _natural(module.lstrip(".")))


def _from(module: str, names: Iterable[str]) -> Iterable[str]:
    """The statements that import from a module: each alias has one of its own."""
    plain = sorted((name for name in names if " as " not in name), key=name_order)
    statements = [(name, f"from {module} import {name}") for name in names if " as " in name]
    if plain:
        line = f"from {module} import {', '.join(plain)}"
        if len(line) > WIDTH:
            line = "\n".join([f"from {module} import (", *(f"    {name}," for name in plain), ")"])
        statements.append((plain[0], line))
    return [
        line
        for _, line in sorted(statements, key=lambda pair: name_order(pair[0].partition(" ")[0]))
    ]


def name_order(name: str) -> tuple[int, list[str | int], str]:
    """Constants, then classes, then the rest; each without regard to case."""
    is_constant = name.isupper() and len(name) > 1
    is_class = name[0].isupper()
    return (0 if is_constant else 1 if is_class else 2, _natural(name.lower()), name)


def export_order(name: str) -> tuple[int, list[str | int]]:
    """Of ``__all__``: the same groups, but capitals come first."""
    return name_order(name)[0], _natural(name)


def _natural(text: str) -> list[str | int]:
    """Digits count as numbers; an odd list position always holds digits."""
    return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", text)]
