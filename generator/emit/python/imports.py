"""Collects what a generated module names, and prints it as a sorted block of imports.

A contract may use any name. Where it uses one that a module imports for itself, the module imports
its own under an alias, `Decimal as _Decimal`: no name of a contract begins with an underscore.
"""

import re
import sys
from collections.abc import Collection, Iterable

from generator.emit.python.code import WIDTH, Ident
from generator.model import Api


class Imports:
    """The imports of one module, printed as ruff and isort sort them.

    declared: the names of the contract's types, errors, service and clients.
    defined: what the module defines, or uses otherwise.
    """

    def __init__(self, declared: Collection[str] = (), defined: Collection[str] = ()) -> None:
        self._declared = frozenset(declared)
        self._defined = frozenset(defined)
        self._modules: set[str] = set()
        self._names: dict[str, set[str]] = {}

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

    def taken_over(self, module: str, name: str, local: str) -> None:
        """Import as it stood in another block; a name as itself is there for other modules."""
        self._names.setdefault(module, set()).add(name if not local else f"{name} as {local}")

    def _add(self, module: str, name: str, local: Ident) -> Ident:
        if module:
            text = name if local == name else f"{name} as {local}"
            self._names.setdefault(module, set()).add(text)
        return local

    def __str__(self) -> str:
        """The block, with no line end after it; "" when there is nothing to import."""
        sections: list[list[str]] = [[], [], []]
        for module in sorted(self._modules):
            sections[section(module)].append(f"import {module}")
        for module in sorted(self._names, key=_module_order):
            sections[section(module)] += _from(module, self._names[module])
        return "\n\n".join("\n".join(section) for section in sections if section)


def _classes(api: Api) -> set[str]:
    service = api.service.pascal
    return {f"{service}{end}" for end in ("", "Sync", "Service", "Client", "ClientSync")}


def section(module: str) -> int:
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
