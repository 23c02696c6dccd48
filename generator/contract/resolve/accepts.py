"""Turns the ``accept:`` of all declarations into what is accepted where."""

from collections.abc import Iterable, Iterator

from generator.contract.declare import ContractDecl
from generator.contract.declare.declarations import (
    EnumBody,
    FieldDecl,
    OperationDecl,
    RecordBody,
    TypeDecl,
)
from generator.contract.declare.parts import AcceptDecl, Spanned
from generator.contract.resolve.declared import Declared
from generator.diagnostics import Span
from generator.model import Accept

Written = tuple[Spanned, tuple[AcceptDecl, ...]]


def resolve_accepts(declared: Declared) -> tuple[Accept, ...]:
    """What a contract and its imports accept, in their order."""
    found: dict[Accept, None] = {}
    for decl in {decl.file: decl for decl in _files(declared)}.values():
        found |= dict.fromkeys(_of(decl))
    return tuple(found)


def _files(declared: Declared) -> Iterator[ContractDecl]:
    yield declared.decl
    for imported in declared.imports.values():
        yield from _files(imported)


def _of(decl: ContractDecl) -> Iterator[Accept]:
    yield from (_accept(one, decl.span, whole=one.was is None) for one in decl.accepts)
    for name, accepts in _declarations(decl):
        for one in accepts:
            start, end = name.span, one.inside
            scope = Span(start.file, start.line, start.column, end.end_line, end.end_column)
            yield _accept(one, scope, whole=False)


def _accept(decl: AcceptDecl, scope: Span, *, whole: bool) -> Accept:
    return Accept(
        rule=decl.rule.value,
        reason=decl.reason,
        until=decl.until,
        was=decl.was,
        scope=scope,
        whole=whole,
        span=decl.rule.span,
    )


def _declarations(decl: ContractDecl) -> Iterator[Written]:
    for type_ in decl.types.values():
        yield from _type(type_)
    for error in decl.errors.values():
        yield error.name, error.notes.accepts
        yield from _fields(error.fields)
    for resource in decl.resources.values():
        yield resource.name, resource.notes.accepts
    for operation in decl.operations.values():
        yield from _operation(operation)
    for scheme in decl.auth.values():
        yield scheme.name, scheme.accepts


def _type(decl: TypeDecl) -> Iterator[Written]:
    yield decl.name, decl.notes.accepts
    match decl.body:
        case RecordBody(fields=fields):
            yield from _fields(fields)
        case EnumBody(values=values):
            yield from ((value.name, value.notes.accepts) for value in values)
        case _:
            pass


def _operation(decl: OperationDecl) -> Iterator[Written]:
    yield decl.name, decl.notes.accepts
    for fields in (decl.input, decl.output, decl.additions, decl.filters):
        if isinstance(fields, tuple):
            yield from _fields(one for one in fields if isinstance(one, FieldDecl))


def _fields(fields: Iterable[FieldDecl]) -> Iterator[Written]:
    return ((field.name, field.notes.accepts) for field in fields)
