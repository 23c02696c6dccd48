"""Gives every name of a contract its meaning, and finds which types of imports it uses.

The second link of the chain: Declared → Named.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.contract.declare.declarations import (
    AliasBody,
    BodyDecl,
    EnumBody,
    FieldDecl,
    OperationDecl,
    RecordBody,
    UnionBody,
)
from generator.contract.declare.expression import ContainerExpr, NameExpr, OptionalExpr, TypeExpr
from generator.contract.declare.parts import Spanned
from generator.contract.problems import candidates
from generator.contract.problems import names as name_problem
from generator.contract.problems import resources as resource_problem
from generator.contract.problems import types as problem
from generator.contract.resolve import spelling
from generator.contract.resolve.constraints import BROKEN
from generator.contract.resolve.declared import Declared, ErrorInFile, TypeInFile
from generator.contract.resolve.renames import check_renames
from generator.diagnostics import Problems, Span
from generator.kinds import container_named, scalar_named, scalar_names
from generator.model import (
    NamedRef,
    NullableRef,
    TypeRef,
    Verb,
)
from generator.naming import Name


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """The types and errors of a contract by plain name: its own, then what it uses of imports.

    resources, operations: the names of those that are spelled as they must be.
    """

    declared: Declared
    types: Mapping[str, TypeInFile]
    errors: Mapping[str, ErrorInFile]
    resources: Mapping[str, Name]
    operations: Mapping[str, Name]

    def ref(self, expr: TypeExpr | None, file: Declared) -> tuple[TypeRef, bool]:
        """The type that an expression of a file means, and whether it is optional as a whole."""
        match expr:
            case None:
                return BROKEN, False
            case OptionalExpr():
                return self._inner(expr.item, file), True
            case _:
                return self._inner(expr, file), False

    def type(self, name: str, file: Declared) -> TypeRef:
        """The scalar or declared type that a name of a file means; BROKEN where it has none."""
        scalar = scalar_named(name)
        if scalar is not None:
            return scalar.ref
        found = file.type(name)
        known = None if found is None else self.types.get(found.decl.name.value)
        if found is None or known is None or known.file is not found.file:
            return BROKEN
        return NamedRef(name=found.decl.name.value)

    def record(self, text: Spanned, file: Declared, what: str, problems: Problems) -> str | None:
        """The plain name of a declared record; None after a report."""
        ref = self.type(text.value, file)
        if ref is BROKEN:
            return None
        if isinstance(ref, NamedRef) and isinstance(self.types[ref.name].decl.body, RecordBody):
            return ref.name
        problems.add(problem.not_a_record(text.span, what, text.value))
        return None

    def error(self, name: str) -> str | None:
        """The plain name of an error; None where it has no meaning, or is broken."""
        found = self.declared.error(name)
        known = None if found is None else self.errors.get(found.decl.name.value)
        if found is None or known is None or known.file is not found.file:
            return None
        return found.decl.name.value

    def _inner(self, expr: TypeExpr, file: Declared) -> TypeRef:
        match expr:
            case NameExpr():
                return self.type(expr.name, file)
            case ContainerExpr(container="stream"):
                return BROKEN
            case OptionalExpr(item=item):
                return NullableRef(item=self._inner(item, file))
            case ContainerExpr(container=container, item=item):
                return container_named(container).of(self._inner(item, file))


def name_all(declared: Declared, problems: Problems) -> Named:
    """Look up every name that the contract uses, and report those without a meaning."""
    decl = declared.decl
    sections = (
        (decl.types, "a type"),
        (decl.errors, "an error"),
        (decl.resources, "a resource"),
        (decl.operations, "an operation"),
    )
    good = {}
    for decls, what in sections:
        good[what] = spelling.declared((each.name for each in decls.values()), what, problems)
        check_renames(((d.name, d.notes.renamed_from) for d in decls.values()), problems)
    uses = _Uses(declared, problems)
    uses.of_types()
    uses.of_errors()
    for resource in decl.resources.values():
        uses.of_name(resource.type.value, resource.type.span, declared)
        uses.of_bodies()
    for operation in decl.operations.values():
        uses.of_operation(operation)
    uses.of_bodies()
    return Named(
        declared=declared,
        types=uses.types,
        errors=uses.errors,
        resources=good["a resource"],
        operations=good["an operation"],
    )


class _Uses:
    """Walks through the expressions of a contract, and gathers the types and errors in them."""

    def __init__(self, declared: Declared, problems: Problems) -> None:
        self.types: dict[str, TypeInFile] = {}
        self.errors: dict[str, ErrorInFile] = {}
        self._main = declared
        self._problems = problems
        self._new: list[TypeInFile] = []  # of which the bodies are to be looked at

    def of_types(self) -> None:
        """All types that the contract declares, and what is in them."""
        for decl in self._main.decl.types.values():
            if decl.body is not None:
                self._add_type(TypeInFile(self._main, decl), decl.name.span)
        self.of_bodies()

    def of_errors(self) -> None:
        """All errors that the contract declares, and what is in them."""
        for decl in self._main.decl.errors.values():
            self._add_error(ErrorInFile(self._main, decl), decl.name.span)

    def of_operation(self, decl: OperationDecl) -> None:
        """What an operation takes, gives back and ends with."""
        match decl.input:
            case tuple() as fields:
                self._of_fields(fields, self._main)
            case ContainerExpr(container="stream") | BodyDecl() | None:
                pass
            case expr:
                self._of(expr, self._main)
                self.of_bodies()
        self._of_fields(decl.additions, self._main)
        if decl.verb == Verb.LIST.value:
            fields = tuple(each for each in decl.filters if isinstance(each, FieldDecl))
            self._of_fields(fields, self._main)
        match decl.output:
            case tuple() as fields:
                self._of_fields(fields, self._main)
            case ContainerExpr(container="stream", item=item) | (
                (NameExpr() | ContainerExpr() | OptionalExpr()) as item
            ):
                self._of(item, self._main)
            case _:
                pass
        for text in decl.errors:
            self._of_error(text)
        match decl.input:
            case ContainerExpr(container="stream", item=item):
                self._of(item, self._main)
            case _:
                pass

    def of_name(self, name: str, span: Span, file: Declared) -> None:
        """The name of a type; one that nothing has is reported."""
        if scalar_named(name) is not None:
            return
        found = file.type(name)
        if found is not None:
            if found.decl.body is not None:
                self._add_type(found, span)
        elif not file.is_broken(name):
            known = candidates(self._problems, lambda: [*scalar_names(), *file.names("types")])
            self._problems.add(problem.unknown_type(span, name, known))

    def of_bodies(self) -> None:
        """What is in the types that were found since, and in those that these use."""
        for found in self._new:  # grows while it is worked off
            file, decl = found
            match decl.body:
                case RecordBody(fields=fields):
                    self._of_each(fields, file)
                case UnionBody(variants=variants):
                    for variant in variants:
                        self.of_name(variant.record.value, variant.record.span, file)
                case AliasBody(type=expr):
                    self._of(expr, file)
                case EnumBody() | None:
                    pass
        self._new.clear()

    def _of_fields(self, decls: tuple[FieldDecl, ...], file: Declared) -> None:
        self._of_each(decls, file)
        self.of_bodies()

    def _of_each(self, decls: Iterable[FieldDecl], file: Declared) -> None:
        for decl in decls:
            self._of(decl.type, file)

    def _of(self, expr: TypeExpr | None, file: Declared) -> None:
        match expr:
            case None:
                pass
            case NameExpr(name=name, span=span):
                self.of_name(name, span, file)
            case ContainerExpr(container="stream", item=item, span=span):
                of_bytes = item == NameExpr(name="bytes", span=span)
                self._problems.add(problem.stream_here(span, of_bytes=of_bytes))
            case OptionalExpr(item=ContainerExpr(container="stream"), span=span):
                self._problems.add(problem.optional_stream(span))
            case ContainerExpr(item=item) | OptionalExpr(item=item):
                self._of(item, file)

    def _of_error(self, text: Spanned) -> None:
        found = self._main.error(text.value)
        if found is not None:
            self._add_error(found, text.span)
        elif not self._main.is_broken(text.value):
            known = candidates(self._problems, lambda: self._main.names("errors"))
            self._problems.add(resource_problem.unknown_error(text.span, text.value, known))

    def _add_error(self, found: ErrorInFile, span: Span) -> None:
        """Take an error in, unless it is imported and another one has its name already."""
        name = found.decl.name.value
        other = self.errors.get(name)
        if other is None:
            if found.file is not self._main:
                spelling.pascal(found.decl.name, "an error", self._problems)
            self.errors[name] = found
            self._of_fields(found.decl.fields, found.file)
        elif other.file is not found.file:
            place = other.decl.name.span
            self._problems.add(name_problem.imported_name_clash(span, name, place))

    def _add_type(self, found: TypeInFile, span: Span) -> None:
        """Take a type in, unless it is imported and another one has its name already."""
        name = found.decl.name.value
        known = self.types.get(name)
        if known is not None and known.file is found.file:
            return
        own = None if found.file is self._main else self._main.decl.types.get(name)
        other = own if known is None else known.decl
        if other is not None:
            self._problems.add(name_problem.imported_name_clash(span, name, other.name.span))
            return
        if found.file is not self._main:
            spelling.pascal(found.decl.name, "a type", self._problems)
        self.types[name] = found
        self._new.append(found)
