"""Decides what a contract is in protobuf: model and lock in, the content of a .proto out."""

import re
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as FrozenMap

from generator.contract.lock.ledger import Ledger
from generator.diagnostics import Problems
from generator.formats.protobuf import docs
from generator.formats.protobuf import problems as problem
from generator.formats.protobuf.declarations import Declarer, Draft
from generator.formats.protobuf.file import (
    Idempotency,
    Message,
    ProtoEnum,
    ProtoFile,
    ResponseForm,
    Rpc,
)
from generator.formats.protobuf.history import old_names
from generator.formats.protobuf.names import NameScope
from generator.formats.protobuf.settings import KEY, SettingsReader
from generator.model import (
    Api,
    Enum,
    ErrorType,
    ListRef,
    MapRef,
    NamedRef,
    NullableRef,
    Operation,
    Record,
    RecordOrigin,
    ScalarRef,
    TypeRef,
    Union,
)
from generator.naming import Name, plural

_MASK_DOC = (
    "The fields to change or, when they are absent, to clear. Without it: those that are set."
)
_NOT_IN_A_MASK = re.compile(r"_[0-9]")
_NO_RENAMES: FrozenMap[str, str] = {}
_FIELD_MASK = ("FieldMask", "google/protobuf/field_mask.proto")


def describe(api: Api, ledger: Ledger, problems: Problems) -> ProtoFile:
    """Decide the .proto of a contract."""
    return _Description(api, ledger, problems).file()


class _Description:
    def __init__(self, api: Api, ledger: Ledger, problems: Problems) -> None:
        self._api = api
        self._problems = problems
        self._reader = SettingsReader(problems)
        self._names = NameScope(problems)
        self._methods = NameScope(problems)
        self._settings = self._reader.contract(api)
        explicit = self._settings.presence == "explicit"
        self._declare = Declarer(api, ledger, problems, explicit=explicit)
        self._renames = old_names(api)
        self._ledger = ledger

    def file(self) -> ProtoFile:
        api = self._api
        settings = self._settings
        self._reader.elsewhere(api)
        service = settings.service or _service_name(api.service)
        self._names.claim(service, "the service", None)
        rpcs: list[Rpc] = []
        declarations: list[Message | ProtoEnum] = []
        for operation in api.operations.values():
            rpc, request, response = self._operation(operation)
            rpcs.append(rpc)
            declarations += [request, response]
        declarations += self._types()
        for error in api.errors.values():
            self._names.claim(error.name, f"the error {error.name}", error.span)
            declarations.append(self._declare.error(error))
        for wrapper in self._declare.shapes.wrappers.values():
            self._names.claim(wrapper.name, "a wrapper of the generator", None)
            declarations.append(wrapper)
        self._ledger.close(KEY)
        return ProtoFile(
            package=api.package,
            path=f"{api.package.replace('.', '/')}/{api.service.snake}.proto",
            service=service,
            rpcs=tuple(rpcs),
            declarations=tuple(declarations),
            imports=tuple(sorted(self._declare.shapes.imports)),
            options=settings.options,
            doc=f"{api.title}, {api.version}." if not api.description else api.description,
            service_doc=api.title,
        )

    def _operation(self, operation: Operation) -> tuple[Rpc, Message, Message]:
        settings = self._reader.operation(operation)
        name = settings.method or operation.name.text
        what = f"the operation {operation.name}"
        if self._methods.claim(name, what, operation.span):
            for taken in (f"{name}Request", f"{name}Response"):
                self._names.claim(taken, f"a message of {what}", operation.span)
        answer, result = self._answer(operation, settings.result)
        if settings.result is not None and answer is not ResponseForm.WRAPPED:
            self._reader.no_result(operation)
        rpc = Rpc(
            operation=operation.name.text,
            name=name,
            request=f"{name}Request",
            response=f"{name}Response",
            answer=answer,
            result=result,
            client_stream=operation.stream_input is not None,
            server_stream=operation.stream_output,
            idempotency=_idempotency(operation),
            deprecated=operation.deprecated is not None,
            doc=docs.of_operation(operation, self._errors(operation)),
        )
        return rpc, self._request(operation, rpc), self._response(operation, rpc)

    def _errors(self, operation: Operation) -> tuple[ErrorType, ...]:
        return tuple(self._api.errors[name] for name in operation.errors)

    def _request(self, operation: Operation, rpc: Rpc) -> Message:
        record = self._api.request(operation)
        extra: list[Draft] = []
        if operation.stream_input is not None:
            taken = {field.name.snake for field in record.fields}
            name, old = self._value_names(operation.stream_input, "item")
            name = "item" if name in taken else name
            extra.append(self._declare.value(name, operation.stream_input, old=old, told=True))
        if any(field.patch for field in record.fields):
            extra.append(self._declare.mask("update_mask", *_FIELD_MASK, _MASK_DOC))
            self._check_mask(operation, record)
        return self._declare.request(rpc.request, record, extra, _old(operation, "Request"))

    def _check_mask(self, operation: Operation, request: Record) -> None:
        """Tell of every name that a mask of this update may have and JSON cannot."""
        todo, seen = [request], {request.name}
        while todo:
            for field in todo.pop().fields:
                if not field.patch:
                    continue
                name = field.name.snake
                if field.span is not None and _NOT_IN_A_MASK.search(name):
                    found = problem.not_in_a_mask(field.span, name, operation.name.text)
                    self._problems.add(found)
                inner = self._api.types.get(
                    field.type.name if isinstance(field.type, NamedRef) else ""
                )
                if isinstance(inner, Record) and inner.name not in seen:
                    seen.add(inner.name)
                    todo.append(inner)

    def _response(self, operation: Operation, rpc: Rpc) -> Message:
        old = _old(operation, "Response")
        match rpc.answer, operation.output:
            case ResponseForm.WHOLE, NamedRef(name=name):
                record = self._api.types[name]
                assert isinstance(record, Record)
                return self._declare.whole(rpc.response, record, old)
            case ResponseForm.WRAPPED, output if output is not None and rpc.result is not None:
                doc = operation.binary.media_type if operation.binary else ""
                _, before = self._value_names(output, "result")
                result = self._declare.value(rpc.result, output, doc=doc, old=before)
                return self._declare.wrapped(rpc.response, result, old)
            case _:
                return self._declare.empty(rpc.response, old)

    def _value_names(self, ref: TypeRef, other: str) -> tuple[str, str | None]:
        """The name of a field that holds a value, and what it was before types were renamed."""
        name, old = _value_name(ref, other), _value_name(ref, other, self._renames)
        return name, None if old == name else old

    def _answer(self, operation: Operation, result: str | None) -> tuple[ResponseForm, str | None]:
        match operation.output:
            case None:
                return ResponseForm.EMPTY, None
            case NamedRef(name=name) if self._is_flat(name):
                return ResponseForm.WHOLE, None
            case output:
                binary = "content" if operation.binary else None
                return ResponseForm.WRAPPED, result or binary or _value_name(output, "result")

    def _is_flat(self, name: str) -> bool:
        known = self._api.types[name]
        origins = (RecordOrigin.PAGE, RecordOrigin.RESULT)
        return isinstance(known, Record) and known.origin in origins

    def _types(self) -> Iterator[Message | ProtoEnum]:
        reachable = self._reachable()
        for known in self._api.types.values():
            derived = isinstance(known, Record | Union) and known.source is not None
            if derived and known.name not in reachable:
                continue
            match known:
                case Record(origin=RecordOrigin.DECLARED | RecordOrigin.INPUT_VIEW):
                    self._names.claim(known.name, f"the type {known.name}", known.span)
                    yield self._declare.record(known)
                case Union():
                    self._names.claim(known.name, f"the type {known.name}", known.span)
                    yield self._declare.union(known)
                case Enum():
                    self._names.claim(known.name, f"the type {known.name}", known.span)
                    declared = self._declare.enum(known)
                    spans = {value.name: value.span for value in known.values}
                    for value in declared.values:
                        what = f"{value.json} of {known.name}" if value.json else "the zero value"
                        span = spans.get(value.json or "", known.span)
                        self._names.claim(value.name, what, span)
                    yield declared
                case _:  # aliases have no trace in a .proto; requests and pages are printed above
                    pass

    def _reachable(self) -> set[str]:
        """The names of all types that some operation or error takes or gives."""
        found: set[str] = set()
        waiting: list[TypeRef] = []
        for operation in self._api.operations.values():
            waiting.append(NamedRef(name=operation.request))
            waiting += [ref for ref in (operation.output, operation.stream_input) if ref]
        for error in self._api.errors.values():
            waiting += [field.type for field in error.fields]
        while waiting:
            for name in _named(waiting.pop()):
                if name not in found:
                    found.add(name)
                    waiting += self._parts(name)
        return found

    def _parts(self, name: str) -> Iterable[TypeRef]:
        match self._api.types[name]:
            case Record(fields=fields):
                return [field.whole or field.type for field in fields]
            case Union(variants=variants):
                return [NamedRef(name=variant.record) for variant in variants]
            case Enum():
                return []
            case alias:
                return [alias.type]


def _idempotency(operation: Operation) -> Idempotency | None:
    if operation.safe:
        return "NO_SIDE_EFFECTS"
    return "IDEMPOTENT" if operation.idempotent else None


def _service_name(name: Name) -> str:
    return name.pascal if name.words[-1] == "service" else f"{name.pascal}Service"


def _old(operation: Operation, end: str) -> str | None:
    """What a message of an operation was called before."""
    return None if operation.renamed_from is None else f"{operation.renamed_from}{end}"


def _value_name(ref: TypeRef, other: str, renames: FrozenMap[str, str] = _NO_RENAMES) -> str:
    """The field that holds a value: ``product``, ``products``, or another name."""
    match ref:
        case NamedRef(name=name):
            return Name.parse(renames.get(name, name)).snake
        case NullableRef(item=item):
            return _value_name(item, other, renames)
        case ListRef(item=NamedRef(name=name)):
            return plural(Name.parse(renames.get(name, name))).snake
        case _:
            return other


def _named(ref: TypeRef) -> Iterator[str]:
    match ref:
        case NamedRef(name=name):
            yield name
        case ListRef(item=inner) | NullableRef(item=inner) | MapRef(value=inner):
            yield from _named(inner)
        case ScalarRef():
            pass
