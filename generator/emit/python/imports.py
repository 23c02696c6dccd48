"""Collects what a generated module names, and prints it as a sorted block of imports."""

import re
from collections.abc import Iterable

from generator.emit.python.code import WIDTH

_STANDARD = {"asyncio", "collections", "datetime", "decimal", "enum", "typing", "uuid"}


class Imports:
    """The imports of one module, printed as ruff and isort sort them."""

    def __init__(self) -> None:
        self._modules: set[str] = set()
        self._names: dict[str, set[str]] = {}

    def module(self, name: str) -> None:
        """``import datetime``"""
        self._modules.add(name)

    def name(self, module: str, *names: str) -> None:
        """``from ..types import Product``; "" is the module itself, which imports nothing."""
        if module and names:
            self._names.setdefault(module, set()).update(names)

    def update(self, other: "Imports") -> None:
        """Add everything that another collection holds."""
        self._modules |= other._modules
        for module, names in other._names.items():
            self.name(module, *names)

    def __str__(self) -> str:
        """The block, with no line end after it; "" when there is nothing to import."""
        sections: list[list[str]] = [[], [], []]
        for module in sorted(self._modules):
            sections[_section(module)].append(f"import {module}")
        for module in sorted(self._names, key=_module_order):
            sections[_section(module)].append(_from(module, self._names[module]))
        return "\n\n".join("\n".join(section) for section in sections if section)


def _section(module: str) -> int:
    if module.startswith("."):
        return 2
    return 0 if module.partition(".")[0] in _STANDARD else 1


def _module_order(module: str) -> tuple[int, list[str | int]]:
    """Farthest relative module first, then by name."""
    dots = len(module) - len(module.lstrip("."))
    return (-dots, _natural(module.lstrip(".")))


def _from(module: str, names: Iterable[str]) -> str:
    ordered = sorted(names, key=name_order)
    line = f"from {module} import {', '.join(ordered)}"
    if len(line) <= WIDTH:
        return line
    return "\n".join([f"from {module} import (", *(f"    {name}," for name in ordered), ")"])


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
