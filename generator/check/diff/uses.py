"""Where the things of a model travel: in which operations' inputs, answers and errors."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.diagnostics import Span
from generator.model import (
    Alias,
    Api,
    Enum,
    Field,
    Operation,
    Record,
    RecordOrigin,
    TypeRef,
    Union,
)
from generator.model.change import Way
from generator.model.refs import leaf

Leg = tuple[str, Way]  # an operation, by its name, and what of it


@dataclass(frozen=True, slots=True)
class Carried:
    """A copy of a field; parameter: whether it is one of the operation itself."""

    field: Field
    parameter: bool


@dataclass(frozen=True, slots=True)
class _Walk:
    leg: Leg
    seen: set[str]


class Uses:
    """What of one model travels where.

    A field is known by its place: the records that are derived from a declared one (requests,
    input views, patches) hold copies of its fields, which keep the place of the original.
    """

    def __init__(self, api: Api) -> None:
        self._api = api
        self._types: dict[str, dict[Leg, None]] = {}
        self._fields: dict[Span, dict[Leg, Carried]] = {}
        # Views and patches keep the place of the declared type, which stands before them.
        self._declared: dict[Span, str] = {}
        for name, type_ in api.types.items():
            if type_.span is not None:
                self._declared.setdefault(type_.span, name)
        for name, operation in api.operations.items():
            self._operation(name, operation)

    def of_type(self, name: str) -> Iterable[Leg]:
        """Where values of a declared type travel, as a whole."""
        return self._types.get(name, {})

    def of_field(self, field: Field | None) -> dict[Leg, Carried]:
        """Where a declared field travels, and as which copy of it."""
        return {} if field is None or field.span is None else self._fields.get(field.span, {})

    def declared(self, name: str) -> str:
        """The declared type of which a type is a view or a patch, or the name itself."""
        span = self._api.types[name].span
        return name if span is None else self._declared[span]

    def _operation(self, name: str, operation: Operation) -> None:
        into = _Walk((name, Way.INTO), set())
        self._named(operation.request, into)
        if operation.item is not None:
            self._named(operation.item, into)
        if operation.stream_input is not None:
            self._ref(operation.stream_input, into)
        if operation.output is not None:
            self._ref(operation.output, _Walk((name, Way.OUT), set()))
        errors = _Walk((name, Way.ERRORS), set())
        for error in operation.errors:
            self._record(self._api.errors[error].fields, errors)

    def _ref(self, ref: TypeRef, walk: _Walk) -> None:
        name = leaf(ref)
        if name is not None:
            self._named(name, walk)

    def _named(self, name: str, walk: _Walk) -> None:
        if name in walk.seen:
            return
        walk.seen.add(name)
        self._types.setdefault(self.declared(name), {})[walk.leg] = None
        match self._api.types[name]:
            case Record(fields=fields, origin=origin):
                self._record(fields, walk, parameter=origin is RecordOrigin.REQUEST)
            case Union(variants=variants):
                for variant in variants:
                    self._named(variant.record, walk)
            case Alias(type=ref):
                self._ref(ref, walk)
            case Enum():
                pass

    def _record(self, fields: Iterable[Field], walk: _Walk, *, parameter: bool = False) -> None:
        for field in fields:
            if field.span is not None:
                found = self._fields.setdefault(field.span, {})
                known = found.get(walk.leg)
                if known is None or (field.required and not known.field.required):
                    found[walk.leg] = Carried(field, parameter)
            self._ref(field.whole or field.type, walk)
            self._ref(field.type, walk)
