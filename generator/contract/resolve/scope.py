"""The declarations that one file can name: its own, and those of its imports by alias."""

from collections.abc import Collection
from dataclasses import dataclass, field

from generator.contract.declare import ContractDecl, declare
from generator.contract.declare.declarations import ErrorDecl, TypeDecl
from generator.contract.source import Source
from generator.diagnostics import Problems
from generator.model import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """One file. ``broken``: aliases of imports that could not be read; they are silent."""

    decl: ContractDecl
    imports: dict[str, "Scope"] = field(default_factory=dict)
    broken: frozenset[str] = frozenset()

    def type(self, name: str) -> "tuple[Scope, TypeDecl] | None":
        """A type by its name here, with the scope in which it is declared."""
        scope, plain = self._home(name)
        found = None if scope is None else scope.decl.types.get(plain)
        return None if scope is None or found is None else (scope, found)

    def error(self, name: str) -> "tuple[Scope, ErrorDecl] | None":
        """An error by its name here, with the scope in which it is declared."""
        scope, plain = self._home(name)
        found = None if scope is None else scope.decl.errors.get(plain)
        return None if scope is None or found is None else (scope, found)

    def silent(self, name: str) -> bool:
        """Whether something is known to be broken, so that its uses are not worth a word."""
        alias, dot, plain = name.partition(".")
        if not dot:
            return name in self.decl.broken
        scope = self.imports.get(alias)
        return alias in self.broken if scope is None else plain in scope.decl.broken

    def names(self, section: str) -> list[str]:
        """All names of ``types`` or ``errors`` that this file can use."""
        own = list(getattr(self.decl, section))
        for alias, scope in self.imports.items():
            own += [f"{alias}.{name}" for name in getattr(scope.decl, section)]
        return own

    def _home(self, name: str) -> "tuple[Scope | None, str]":
        alias, dot, plain = name.partition(".")
        return (self.imports.get(alias), plain) if dot else (self, name)


class Opener:
    """Declares each file once, however often it is imported."""

    def __init__(self, styles: Collection[str], problems: Problems) -> None:
        self._styles = styles
        self._problems = problems
        self._done: dict[str, Scope | None] = {}

    def scope(self, source: Source) -> Scope | None:
        """The scope of a file and, within it, those of its imports."""
        if source.file not in self._done:
            decl = declare(source.root, source.file, self._styles, self._problems)
            self._done[source.file] = None if decl is None else self._scope(source, decl)
        return self._done[source.file]

    def _scope(self, source: Source, decl: ContractDecl) -> Scope:
        written = source.root.get("imports")
        aliases = {entry.key for entry in written} if isinstance(written, Mapping) else set()
        imports = {alias: self.scope(imported) for alias, imported in source.imports.items()}
        good = {alias: scope for alias, scope in imports.items() if scope is not None}
        return Scope(decl=decl, imports=good, broken=frozenset(aliases - good.keys()))
