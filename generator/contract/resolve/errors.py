"""Turns declared errors, and those of imports that are used, into those of the model."""

from generator.contract.declare.declarations import ErrorDecl
from generator.contract.declare.parts import Spanned
from generator.contract.problems import candidates
from generator.contract.problems import names as name_problem
from generator.contract.problems import resources as problem
from generator.contract.resolve import names
from generator.contract.resolve.renames import check_renames
from generator.contract.resolve.scope import Scope
from generator.contract.resolve.types import TypeTable
from generator.diagnostics import Problems
from generator.model import Code, ErrorType

_CODES = {code.value: code for code in Code}


class ErrorTable:
    """The errors of one contract by plain name; imported ones stand first at the end."""

    def __init__(self, scope: Scope, types: TypeTable, problems: Problems) -> None:
        self._scope = scope
        self._types = types
        self._problems = problems
        self._homes: dict[str, tuple[Scope, ErrorDecl]] = {}
        self._found: dict[str, ErrorType] = {}
        decls = scope.decl.errors
        names.declared((decl.name for decl in decls.values()), "an error", problems)
        check_renames(((d.name, d.notes.renamed_from) for d in decls.values()), problems)

    def resolve_all(self) -> None:
        """Resolve every error that the contract declares."""
        for name, decl in self._scope.decl.errors.items():
            self._homes[name] = (self._scope, decl)
            self._resolve(self._scope, decl)

    def named(self, text: Spanned) -> ErrorType | None:
        """An error by its name in the contract; None after a report, or when it is broken."""
        found = self._scope.error(text.value)
        if found is None:
            if not self._scope.silent(text.value):
                known = candidates(self._problems, lambda: self._scope.names("errors"))
                self._problems.add(problem.unknown_error(text.span, text.value, known))
            return None
        home, decl = found
        name = decl.name.value
        known_home = self._homes.get(name)
        if known_home is None:
            self._homes[name] = found
            names.pascal(decl.name, "an error", self._problems)
            self._resolve(home, decl)
        elif known_home[0] is not home:
            place = known_home[1].name.span
            self._problems.add(name_problem.imported_name_clash(text.span, name, place))
            return None
        return self._found.get(name)

    def close(self) -> dict[str, ErrorType]:
        """All errors: those of imports first, then the contract's own, in its order."""
        own = self._scope.decl.errors
        imported = {name: error for name, error in self._found.items() if name not in own}
        return imported | {name: self._found[name] for name in own if name in self._found}

    def _resolve(self, scope: Scope, decl: ErrorDecl) -> None:
        fields = self._types.fields_of(decl.fields, scope)
        code = None if decl.code is None else _CODES.get(decl.code.value)
        if decl.code is not None and code is None:
            self._problems.add(problem.unknown_code(decl.code.span, decl.code.value, _CODES))
        status = None
        if decl.status is not None:
            status = int(decl.status.text, 0)
            if not 400 <= status <= 599:
                self._problems.add(problem.bad_status(decl.status.span, decl.status.text))
        if code is None:
            return
        self._found[decl.name.value] = ErrorType(
            name=decl.name.value,
            code=code,
            fields=fields,
            status=status,
            renamed_from=decl.notes.old_name,
            description=decl.notes.description,
            deprecated=decl.notes.deprecated,
            extensions=decl.notes.extensions,
            settings=decl.settings,
            span=decl.name.span,
        )
