"""Turns a contract and its imports into their declarations, and finds those by name.

The first link of the chain: Source → Declared.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from generator.contract.declare import ContractDecl, declare
from generator.contract.declare.declarations import ErrorDecl, TypeDecl
from generator.contract.source import Source
from generator.diagnostics import Problems
from generator.model import Mapping as MappingNode


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """The declarations of one file, and those of its imports by alias.

    broken: aliases of imports that could not be read; nothing is said about their uses.
    """

    decl: ContractDecl
    imports: Mapping[str, "Declared"]
    broken: frozenset[str]

    def type(self, name: str) -> "TypeInFile | None":
        """A type by its name here, with the file in which it is declared."""
        file, plain = self._home(name)
        found = None if file is None else file.decl.types.get(plain)
        return None if file is None or found is None else TypeInFile(file, found)

    def error(self, name: str) -> "ErrorInFile | None":
        """An error by its name here, with the file in which it is declared."""
        file, plain = self._home(name)
        found = None if file is None else file.decl.errors.get(plain)
        return None if file is None or found is None else ErrorInFile(file, found)

    def is_broken(self, name: str) -> bool:
        """Whether something is known to be broken, so that its uses are not worth a word."""
        alias, dot, plain = name.partition(".")
        if not dot:
            return name in self.decl.broken
        file = self.imports.get(alias)
        return alias in self.broken if file is None else plain in file.decl.broken

    def names(self, section: str) -> list[str]:
        """All names of ``types`` or ``errors`` that this file can use."""
        own = list(getattr(self.decl, section))
        for alias, file in self.imports.items():
            own += [f"{alias}.{name}" for name in getattr(file.decl, section)]
        return own

    def _home(self, name: str) -> "tuple[Declared | None, str]":
        alias, dot, plain = name.partition(".")
        return (self.imports.get(alias), plain) if dot else (self, name)


class TypeInFile(NamedTuple):
    """A declared type, and the file that declares it."""

    file: Declared
    decl: TypeDecl


class ErrorInFile(NamedTuple):
    """A declared error, and the file that declares it."""

    file: Declared
    decl: ErrorDecl


def declare_all(source: Source, styles: Collection[str], problems: Problems) -> Declared | None:
    """The declarations of a contract; each file is read once, however often it is imported.

    None after reporting that the contract is not a mapping.
    """
    done: dict[str, Declared | None] = {}

    def declared(source: Source) -> Declared | None:
        if source.file not in done:
            decl = declare(source.root, source.file, styles, problems)
            done[source.file] = None if decl is None else with_imports(source, decl)
        return done[source.file]

    def with_imports(source: Source, decl: ContractDecl) -> Declared:
        written = source.root.get("imports")
        aliases = {entry.key for entry in written} if isinstance(written, MappingNode) else set()
        imports = {alias: declared(imported) for alias, imported in source.imports.items()}
        good = {alias: file for alias, file in imports.items() if file is not None}
        return Declared(decl=decl, imports=good, broken=frozenset(aliases - good.keys()))

    return declared(source)
