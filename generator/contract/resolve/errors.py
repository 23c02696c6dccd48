"""Turns declared errors, and those of imports that are used, into those of the model."""

from generator.contract.declare.declarations import ErrorDecl
from generator.contract.problems import resources as problem
from generator.contract.resolve.declared import Declared
from generator.contract.resolve.valued import Valued
from generator.diagnostics import Problems
from generator.model import Code, ErrorType

_CODES = {code.value: code for code in Code}


def resolve_errors(valued: Valued, problems: Problems) -> dict[str, ErrorType]:
    """All errors by plain name: those of imports first, then the contract's own."""
    main = valued.named.declared
    found = {
        name: _error(file, decl, valued, problems)
        for name, (file, decl) in valued.named.errors.items()
    }
    good = {name: error for name, error in found.items() if error is not None}
    imported = {n: e for n, e in good.items() if valued.named.errors[n].file is not main}
    return imported | good


def _error(file: Declared, decl: ErrorDecl, valued: Valued, problems: Problems) -> ErrorType | None:
    fields = valued.fields_of(decl.fields, file, problems)
    code = None if decl.code is None else _CODES.get(decl.code.value)
    if decl.code is not None and code is None:
        problems.add(problem.unknown_code(decl.code.span, decl.code.value, _CODES))
    status = None
    if decl.status is not None:
        status = int(decl.status.text, 0)
        if not 400 <= status <= 599:
            problems.add(problem.bad_status(decl.status.span, decl.status.text))
    if code is None:
        return None
    return ErrorType(
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
