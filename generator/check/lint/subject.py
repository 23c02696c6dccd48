"""A bound contract as rules look at it: what is declared, and what of it goes in and comes out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from generator.check.lint.words import AMOUNTS, CURRENCY, both_numbers, is_money
from generator.diagnostics import Span
from generator.model import (
    Alias,
    Api,
    Constraints,
    Enum,
    ErrorType,
    Field,
    FieldRole,
    NamedRef,
    NullableRef,
    Operation,
    Record,
    RecordOrigin,
    ScalarRef,
    TypeDef,
    TypeRef,
    Union,
)
from generator.model.refs import followed, reached
from generator.styles.route import Route
from generator.styles.style import AnyStyle


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A contract and its bindings; ``texts`` are its files, for fixes."""

    api: Api
    bindings: tuple[tuple[AnyStyle, Any], ...]
    texts: Mapping[str, str]

    def owns(self, span: Span | None) -> bool:
        """Whether something is declared in the contract's own file, not in one that it imports."""
        return span is not None and span.file == self.api.file

    @cached_property
    def types(self) -> tuple[TypeDef, ...]:
        """What is declared under ``types``, imported ones too; nothing that follows from it."""
        return tuple(found for found in self.api.types.values() if _is_declared(found))

    @cached_property
    def records(self) -> tuple[Record, ...]:
        """The declared types with fields."""
        return tuple(found for found in self.types if isinstance(found, Record))

    @cached_property
    def enums(self) -> tuple[Enum, ...]:
        """The declared enums."""
        return tuple(found for found in self.types if isinstance(found, Enum))

    @cached_property
    def errors(self) -> tuple[ErrorType, ...]:
        """The declared errors."""
        return tuple(self.api.errors.values())

    @cached_property
    def operations(self) -> tuple[Operation, ...]:
        """The operations, in the contract's order."""
        return tuple(self.api.operations.values())

    @cached_property
    def nouns(self) -> frozenset[tuple[str, ...]]:
        """The words of all declared types and resources, in singular and plural."""
        plurals = (resource.plural.words for resource in self.api.resources.values())
        names = (*(found.name for found in self.types), *self.api.resources)
        return both_numbers(*names) | {*plurals}

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """Every field that the contract writes, once: of types, errors, inputs and outputs."""
        owners: list[tuple[Field, ...]] = [found.fields for found in self._all_records]
        owners += [error.fields for error in self.errors]
        return _once(field for fields in owners for field in fields)

    def is_money(self, field: Field) -> bool:
        """Whether a field is called price, cost and the like, or amount beside a currency."""
        return is_money(field.name) or field.span in self._beside_currencies

    @cached_property
    def _beside_currencies(self) -> frozenset[Span | None]:
        owners = [found.fields for found in self._all_records]
        owners += [error.fields for error in self.errors]
        return frozenset(
            field.span
            for fields in owners
            if any(CURRENCY & {*each.name.words} for each in fields)
            for field in fields
            if field.name.words[-1] in AMOUNTS
        )

    @cached_property
    def inputs(self) -> tuple[Field, ...]:
        """Every field that the contract writes and a caller can fill, once."""
        requests = (self.api.request(operation) for operation in self.operations)
        starts: list[TypeRef] = [NamedRef(name=record.name) for record in requests]
        starts += [op.stream_input for op in self.operations if op.stream_input is not None]
        return _once(self._fields_from(starts))

    @cached_property
    def outputs(self) -> tuple[Field, ...]:
        """Every field that the contract writes and a caller can get, once."""
        starts = [op.output for op in self.operations if op.output is not None]
        errors = (field for error in self.errors for field in error.fields)
        return _once((*self._fields_from(starts), *errors))

    def outputs_of(self, operation: Operation) -> Iterator[Field]:
        """The fields of what one operation gives, at every depth."""
        return self._fields_from([] if operation.output is None else [operation.output])

    @cached_property
    def reached(self) -> frozenset[str]:
        """The names of all types that operations, errors and resources use, at any depth."""
        starts: list[TypeRef] = []
        for operation in self.operations:
            starts.append(NamedRef(name=operation.request))
            starts += [ref for ref in (operation.output, operation.stream_input) if ref is not None]
        starts += [field.type for error in self.errors for field in error.fields]
        starts += [NamedRef(name=resource.record) for resource in self.api.resources.values()]
        names = set(reached(self.api.types, starts))
        derived = (self.api.types[name] for name in tuple(names))
        return frozenset(
            names | {t.source for t in derived if isinstance(t, Record | Union) and t.source}
        )

    def plain(self, ref: TypeRef) -> TypeRef:
        """The type behind aliases and ``?``."""
        return self._unwrapped(ref)[0]

    def limits(self, field: Field) -> tuple[Constraints, ...]:
        """The constraints of a field, and those of the aliases behind its type."""
        return (field.constraints, *self._unwrapped(field.type)[1])

    def scalar(self, field: Field) -> str | None:
        """The kind of a scalar field, behind aliases; None for anything else."""
        ref = self.plain(field.type)
        return ref.kind if isinstance(ref, ScalarRef) else None

    @cached_property
    def routes(self) -> tuple[Route, ...]:
        """Where styles with URLs of the contract's own put its operations, each by itself."""
        return tuple(
            route
            for style, binding in self.bindings
            for route in style.routes(self.api, binding)
            if route.by_contract
        )

    def _unwrapped(self, ref: TypeRef) -> tuple[TypeRef, tuple[Constraints, ...]]:
        core, limits = followed(self.api.types, ref)
        if not isinstance(core, NullableRef):
            return core, limits
        inner, others = self._unwrapped(core.item)
        return inner, (*limits, *others)

    @property
    def _all_records(self) -> Iterator[Record]:
        """Declared ones first, so that a field is seen as it was declared."""
        yield from self.records
        for found in self.api.types.values():
            if isinstance(found, Record) and found.origin is not RecordOrigin.DECLARED:
                yield found

    def _fields_from(self, starts: Iterable[TypeRef]) -> Iterator[Field]:
        for name in reached(self.api.types, starts):
            found = self.api.types[name]
            if isinstance(found, Record):
                yield from found.fields


def _is_declared(found: TypeDef) -> bool:
    match found:
        case Record():
            return found.origin is RecordOrigin.DECLARED
        case Union():
            return found.source is None
        case Enum() | Alias():
            return True


def _once(fields: Iterable[Field]) -> tuple[Field, ...]:
    """Those that the contract writes, by their places: one may be copied into many records."""
    found: dict[Span, Field] = {}
    for field in fields:
        if field.span is not None and field.role in _WRITTEN:
            found.setdefault(field.span, field)
    return tuple(found.values())


_WRITTEN = frozenset({FieldRole.PLAIN, FieldRole.FILTER, FieldRole.KEY})
