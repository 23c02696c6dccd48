"""Where the things of a model travel: in which operations' inputs, answers and errors."""

from collections.abc import Iterable

from generator.diagnostics import Span
from generator.model import (
    Alias,
    Api,
    Enum,
    Field,
    ListRef,
    MapRef,
    NamedRef,
    NullableRef,
    Operation,
    Record,
    ScalarRef,
    TypeRef,
    Union,
)
from generator.model.change import Flow


class Uses:
    """The flows of one model.

    A field is known by its place: the records that are derived from a declared one (requests,
    input views, patches) hold copies of its fields, which keep the place of the original.
    """

    def __init__(self, api: Api) -> None:
        self._api = api
        self._types: dict[str, Flow] = {}
        self._fields: dict[Span, Flow] = {}
        for name, operation in api.operations.items():
            self._operation(name, operation)

    def of_type(self, name: str) -> Flow:
        """Where values of a declared type travel, as a whole."""
        return self._types.get(name, Flow())

    def of_field(self, field: Field) -> Flow:
        """Where a declared field travels, with whatever records take it over."""
        return Flow() if field.span is None else self._fields.get(field.span, Flow())

    def of_fields(self, fields: Iterable[Field]) -> Flow:
        """Where any of some fields travels."""
        found = Flow()
        for field in fields:
            found |= self.of_field(field)
        return found

    def _operation(self, name: str, operation: Operation) -> None:
        into = Flow(into=frozenset({name}))
        self._named(operation.request, into, set())
        if operation.item is not None:
            self._named(operation.item, into, set())
        if operation.stream_input is not None:
            self._ref(operation.stream_input, into, set())
        if operation.output is not None:
            self._ref(operation.output, Flow(out=frozenset({name})), set())
        errors = Flow(errors=frozenset({name}))
        for error in operation.errors:
            self._record(self._api.errors[error].fields, errors, set())

    def _ref(self, ref: TypeRef, flow: Flow, seen: set[str]) -> None:
        match ref:
            case ListRef(item=inner) | MapRef(value=inner) | NullableRef(item=inner):
                self._ref(inner, flow, seen)
            case NamedRef(name=name):
                self._named(name, flow, seen)
            case ScalarRef():
                pass

    def _named(self, name: str, flow: Flow, seen: set[str]) -> None:
        if name in seen:
            return
        seen.add(name)
        self._add(name, flow)
        match self._api.types[name]:
            case Record() as record:
                if record.source is not None:
                    self._add(record.source, flow)
                self._record(record.fields, flow, seen)
            case Union() as union:
                if union.source is not None:
                    self._add(union.source, flow)
                for variant in union.variants:
                    self._named(variant.record, flow, seen)
            case Alias() as alias:
                self._ref(alias.type, flow, seen)
            case Enum():
                pass

    def _record(self, fields: Iterable[Field], flow: Flow, seen: set[str]) -> None:
        for field in fields:
            if field.span is not None:
                self._fields[field.span] = self._fields.get(field.span, Flow()) | flow
            self._ref(field.whole or field.type, flow, seen)
            self._ref(field.type, flow, seen)

    def _add(self, name: str, flow: Flow) -> None:
        self._types[name] = self._types.get(name, Flow()) | flow
