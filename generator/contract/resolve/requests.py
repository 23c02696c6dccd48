"""Derives the parameters of an operation from its verb, its resource and what it says itself."""

from collections.abc import Iterable
from dataclasses import replace

from generator.contract.declare.declarations import BodyDecl, FieldDecl, OperationDecl
from generator.contract.declare.expression import ContainerExpr, NameExpr, OptionalExpr
from generator.contract.declare.parts import Spanned
from generator.contract.problems import candidates
from generator.contract.problems import operations as problem
from generator.contract.problems import types as type_problem
from generator.contract.resolve.constraints import BROKEN, merged, shape_of, spell
from generator.contract.resolve.paging import paging
from generator.contract.resolve.parameters import Parameters
from generator.contract.resolve.valued import Valued
from generator.diagnostics import Problems
from generator.kinds import BYTES, STRING, Carrier, kind_of
from generator.model import (
    Constraints,
    Enum,
    Field,
    FieldRole,
    Resource,
    ScalarRef,
    TypeRef,
    Verb,
)

_INCOMPARABLE = frozenset({Carrier.JSON, Carrier.BYTES})
_WRITING = (Verb.CREATE, Verb.REPLACE, Verb.UPDATE)


class RequestMaker:
    """Makes the parameters of the operations of one contract."""

    def __init__(self, valued: Valued, problems: Problems) -> None:
        self._valued = valued
        self._named = valued.named
        self._declared = valued.named.declared
        self._problems = problems

    def fields(
        self, decl: OperationDecl, verb: Verb | None, resource: Resource | None
    ) -> tuple[Field, ...]:
        """Keys, then plain ones and filters, then the order and the page."""
        parameters = Parameters(decl.name.span, self._problems)
        keys = [self._not_empty(field) for field in _keys(decl, verb, resource)]
        parameters.add(keys, "a key")
        if decl.input is not None:
            parameters.add(self._input(decl), "a field of the input")
        elif verb in _WRITING and resource is not None:
            fields = self._writable(decl, verb, resource)
            parameters.add(fields, "a field of the record", may_repeat_keys=True)
        additions = self._fields_of(decl.additions)
        parameters.add(additions, "a field of 'with'")
        if verb is Verb.LIST and resource is not None:
            parameters.add(self._filters(decl, resource), "a filter")
            parameters.add(self._paging(decl, resource), "a parameter of every list")
        return tuple(parameters.fields)

    def stream(self, decl: OperationDecl) -> TypeRef | None:
        """The element of ``input: stream<T>``."""
        match decl.input:
            case BodyDecl():
                return BYTES.ref
            case ContainerExpr(container="stream", item=item):
                return self.element(item)
            case _:
                return None

    def element(self, expr: ContainerExpr | NameExpr | OptionalExpr) -> TypeRef:
        """The type of what a stream consists of, or of a whole output."""
        ref, nullable = self._named.ref(expr, self._declared)
        if nullable and not _is_stream(expr):
            hint = "raise a declared error, or answer a record with an optional field"
            found = type_problem.optional_here(expr.span, "what an operation gives back", hint)
            self._problems.add(found)
        return ref

    def _fields_of(self, decls: tuple[FieldDecl, ...]) -> tuple[Field, ...]:
        return self._valued.fields_of(decls, self._declared, self._problems)

    def _input(self, decl: OperationDecl) -> Iterable[Field]:
        match decl.input:
            case tuple():
                return self._fields_of(decl.input)
            case NameExpr(name=name, span=span):
                text, what = Spanned(value=name, span=span), "the input of an operation"
                record = self._named.record(text, self._declared, what, self._problems)
                return () if record is None else _inputs(self._valued.fields[record])
            case ContainerExpr(container="stream") | BodyDecl() | None:
                return ()
            case ContainerExpr() | OptionalExpr() as expr:
                ref, _ = self._named.ref(expr, self._declared)
                what = "the input of an operation"
                found = type_problem.not_a_record(expr.span, what, spell(ref))
                if ref is not BROKEN:
                    self._problems.add(found)
                return ()

    def _writable(self, decl: OperationDecl, verb: Verb, resource: Resource) -> Iterable[Field]:
        """The fields of the resource's record that this verb sets."""
        fields = self._valued.fields[resource.record]
        creating = verb is Verb.CREATE
        writable = [
            self._not_empty(field) if field.name.text == resource.key else field
            for field in _inputs(fields)
            if creating or not (field.immutable or field.name.text == resource.key)
        ]
        if decl.only is not None:
            writable = self._narrowed(decl.only, writable, fields, resource)
        if verb is Verb.UPDATE:
            return [field.as_patch() for field in writable]
        return writable

    def _not_empty(self, key: Field) -> Field:
        """A key that is a text has a character: the path of an empty one is that of the list."""
        shape = shape_of(key.type, self._valued.types)
        if shape.core != STRING.ref:
            return key
        if merged([key.constraints, *shape.inherited]).min_length:
            return key
        return replace(key, constraints=replace(key.constraints, min_length=1))

    def _narrowed(
        self,
        only: tuple[Spanned, ...],
        writable: list[Field],
        fields: tuple[Field, ...],
        resource: Resource,
    ) -> list[Field]:
        chosen: set[str] = set()
        able = {field.name.text for field in writable}
        known = {field.name.text: field for field in fields}
        for text in only:
            if text.value in able:
                chosen.add(text.value)
            elif (field := self._known(text, known, resource)) is not None:
                if field.read_only:
                    why = "it is read_only"
                elif text.value == resource.key:
                    why = "it is the key, which never changes"
                else:
                    why = "it is immutable, and set only by create"
                hint = _choice(able)
                self._problems.add(problem.unfit_field(text.span, text.value, "only", why, hint))
        return [field for field in writable if field.name.text in chosen]

    def _known(
        self, text: Spanned, known: dict[str, Field], resource: Resource, use: str = ""
    ) -> Field | None:
        field = known.get(text.value)
        if field is None:
            names = candidates(self._problems, lambda: known)
            found = problem.unknown_field(text.span, text.value, resource.record, names, use)
            self._problems.add(found)
        return field

    def _filters(self, decl: OperationDecl, resource: Resource) -> Iterable[Field]:
        known = {field.name.text: field for field in self._valued.fields[resource.record]}
        declared = [item for item in decl.filters if isinstance(item, FieldDecl)]
        made = iter(self._fields_of(tuple(declared)))
        by_name = {field.name.text: field for field in made}
        for item in decl.filters:
            if isinstance(item, FieldDecl):
                field = by_name.get(item.name.value)
                if field is not None:
                    yield replace(field, role=FieldRole.FILTER)
            else:
                field = self._comparable(item, known, resource, "filter")
                if field is not None:
                    yield _equality(field)

    def _comparable(
        self, text: Spanned, known: dict[str, Field], resource: Resource, use: str
    ) -> Field | None:
        field = self._known(text, known, resource, use)
        if field is None or field.type is BROKEN:
            return None
        core = shape_of(field.type, self._valued.types).core
        single = isinstance(core, Enum) or (
            isinstance(core, ScalarRef) and kind_of(core).carrier not in _INCOMPARABLE
        )
        if field.write_only:
            why, hint = "it is write_only, and so in no output", None
        elif not single:
            why = f"{spell(field.type)} is not a single value to compare"
            hint = "declare a parameter: filter: {name: string?}" if use == "filter" else None
        else:
            return field
        self._problems.add(problem.unfit_field(text.span, text.value, use, why, hint))
        return None

    def _paging(self, decl: OperationDecl, resource: Resource) -> Iterable[Field]:
        known = {field.name.text: field for field in self._valued.fields[resource.record]}
        found = (self._comparable(text, known, resource, "order_by") for text in decl.order_by)
        return paging(
            resource,
            [field.name.snake for field in found if field is not None],
            decl.page_size or self._declared.decl.defaults.page_size,
            self._valued.typed.json,
            self._problems,
        )


def _choice(names: set[str]) -> str | None:
    """A hint with what is possible instead."""
    return f"one of: {', '.join(sorted(names))}" if names else None


def _keys(decl: OperationDecl, verb: Verb | None, resource: Resource | None) -> tuple[Field, ...]:
    """The keys of the resource, or of its parent when the operation is about the collection."""
    if resource is None or verb is None:
        return ()
    on_collection = verb in (Verb.CREATE, Verb.LIST) or decl.on_collection
    if on_collection and not resource.singleton:
        return resource.keys[:-1]
    return resource.keys


def _inputs(fields: Iterable[Field]) -> list[Field]:
    """The fields of a record as parameters: numbers belong to the record's own message."""
    return [
        field if field.number is None else replace(field, number=None)
        for field in fields
        if not field.read_only
    ]


def _equality(field: Field) -> Field:
    """The parameter that filters by a field's value."""
    return replace(
        field,
        constraints=Constraints(),
        required=False,
        nullable=True,
        default=None,
        role=FieldRole.FILTER,
        read_only=False,
        immutable=False,
        number=None,
        description=f"Only those with this {field.name.title.lower()}.",
        extensions=None,
    )


def _is_stream(expr: ContainerExpr | NameExpr | OptionalExpr) -> bool:
    """Whether it is an optional stream, which has been told."""
    match expr:
        case OptionalExpr(item=ContainerExpr(container="stream")):
            return True
        case _:
            return False
