"""Turns the operations of a contract into rpcs, with the messages that are theirs alone."""

import re
from collections.abc import Mapping as FrozenMap
from dataclasses import dataclass

from generator.diagnostics import Problems
from generator.formats.protobuf import docs
from generator.formats.protobuf import problems as problem
from generator.formats.protobuf.declarations import Declarer, Draft
from generator.formats.protobuf.file import Idempotency, Message, ResponseForm, Rpc
from generator.formats.protobuf.history import old_names
from generator.formats.protobuf.names import NameScope
from generator.formats.protobuf.settings import ContractSettings, OperationSettings, SettingsReader
from generator.kinds import BYTES
from generator.model import (
    Alias,
    Api,
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
CHUNK = "chunk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """An operation as an rpc, and the messages that are declared for it alone."""

    rpc: Rpc
    messages: tuple[Message, ...]


class Rpcs:
    """Decides the rpcs of one contract, one after another."""

    def __init__(
        self,
        api: Api,
        declare: Declarer,
        settings: ContractSettings,
        reader: SettingsReader,
        names: NameScope,
        problems: Problems,
    ) -> None:
        """declare: numbers the messages; names: those that they must not share."""
        self._api = api
        self._declare = declare
        self._settings = settings
        self._reader = reader
        self._names = names
        self._methods = NameScope(problems)
        self._problems = problems
        self._renames = old_names(api)

    def of(self, operation: Operation) -> Described:
        """Decide how an operation travels."""
        settings = self._reader.operation(operation)
        name = settings.method or operation.name.text
        request, item, has_request = self._takes(operation, settings, f"{name}Request")
        response, form, result = self._gives(operation, settings, f"{name}Response")
        rpc = Rpc(
            operation=operation.name.text,
            name=name,
            request=request,
            response=response,
            answer=form,
            result=result,
            item=item,
            client_stream=operation.stream_input is not None,
            server_stream=operation.stream_output,
            idempotency=_idempotency(operation),
            deprecated=operation.deprecated is not None,
            doc=docs.of_operation(operation, self._errors(operation)),
        )
        own = [request] if has_request else []
        own += [response] if form is not ResponseForm.BARE else []
        self._claim(operation, name, own)
        messages = [self._request(operation, rpc)] if has_request else []
        if form is not ResponseForm.BARE:
            messages.append(self._response(operation, rpc))
        return Described(rpc=rpc, messages=tuple(messages))

    def _claim(self, operation: Operation, name: str, messages: list[str]) -> None:
        what = f"the operation {operation.name}"
        if self._methods.claim(name, what, operation.span):
            for taken in messages:
                self._names.claim(taken, f"a message of {what}", operation.span)

    def _errors(self, operation: Operation) -> tuple[ErrorType, ...]:
        return tuple(self._api.errors[name] for name in operation.errors)

    def _takes(
        self, operation: Operation, settings: OperationSettings, own: str
    ) -> tuple[str, str | None, bool]:
        """The request, its field for an item, and whether the message is the operation's own.

        An item is the message itself where nothing else travels with it.
        """
        item = operation.stream_input
        if item is None:
            return own, None, True
        fields = self._api.request(operation).fields
        message = self._message(item)
        if message is not None and not fields and self._is_bare(settings):
            return message, None, False
        name = _item_name(item)
        taken = {field.name.snake for field in fields}
        return own, "item" if name in taken else name, True

    def _gives(
        self, operation: Operation, settings: OperationSettings, own: str
    ) -> tuple[str, ResponseForm, str | None]:
        """The response, what it is to the value, and its field for it."""
        output = operation.output
        flat = isinstance(output, NamedRef) and self._is_flat(output.name)
        message = None if output is None else self._message(output)
        if settings.bare:
            self._check_bare(operation, message)
        elif settings.result is not None and (output is None or flat):
            self._reader.no_result(operation)
        if output is None:
            return own, ResponseForm.EMPTY, None
        if flat:
            return own, ResponseForm.WHOLE, None
        if message is not None and self._is_bare(settings):
            return message, ResponseForm.BARE, None
        named = None if settings.bare else settings.result
        return own, ResponseForm.WRAPPED, named or _result_name(operation, output)

    def _is_bare(self, settings: OperationSettings) -> bool:
        """Whether what can be a message itself is one; a name on the operation wraps it."""
        return settings.bare or (self._settings.bare and settings.result is None)

    def _check_bare(self, operation: Operation, message: str | None) -> None:
        """Report an operation that has nothing that could be the message itself."""
        if message is not None:
            return
        item, name = operation.stream_input, operation.name
        if operation.output is not None:
            what = "a file" if operation.binary else _described(operation.output)
            self._reader.not_bare(operation, f"{name} gives {what}")
        elif item is None:
            self._reader.not_bare(operation, f"{name} gives nothing")
        elif self._message(item) is None:
            self._reader.not_bare(operation, f"an item of {name} is {_described(item)}")
        elif self._api.request(operation).fields:
            what = f"the items of {name} travel with its other inputs"
            self._reader.not_bare(operation, what)

    def _message(self, ref: TypeRef) -> str | None:
        """The message that a value of a type is by itself: that of a record or a union."""
        while isinstance(ref, NamedRef):
            match self._api.types[ref.name]:
                case Record(name=name) | Union(name=name):
                    return name
                case Alias(type=inner):
                    ref = inner
                case _:
                    return None
        return None

    def _request(self, operation: Operation, rpc: Rpc) -> Message:
        record = self._api.request(operation)
        extra: list[Draft] = []
        if operation.stream_input is not None and rpc.item is not None:
            item = operation.stream_input
            old = _changed(_item_name(item, self._renames), _item_name(item))
            # A first message may hold the other inputs alone: none is told from an empty one.
            several = bool(record.fields)
            told = several or self._settings.presence == "explicit"
            extra.append(
                self._declare.value(rpc.item, item, old=old, told=told, empty_counts=several)
            )
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
            case ResponseForm.WHOLE, NamedRef() as whole:
                record = self._api.types[whole.name]
                assert isinstance(record, Record)
                return self._declare.whole(rpc.response, record, old)
            case ResponseForm.WRAPPED, output if output is not None and rpc.result is not None:
                doc = operation.binary.media_type if operation.binary else ""
                name = _result_name(operation, output)
                before = _changed(_result_name(operation, output, self._renames), name)
                result = self._declare.value(rpc.result, output, doc=doc, old=before)
                return self._declare.wrapped(rpc.response, result, old)
            case _:
                return self._declare.empty(rpc.response, old)

    def _is_flat(self, name: str) -> bool:
        known = self._api.types[name]
        origins = (RecordOrigin.PAGE, RecordOrigin.RESULT)
        return isinstance(known, Record) and known.origin in origins


def _idempotency(operation: Operation) -> Idempotency | None:
    if operation.safe:
        return "NO_SIDE_EFFECTS"
    return "IDEMPOTENT" if operation.idempotent else None


def _old(operation: Operation, end: str) -> str | None:
    """What a message of an operation was called before."""
    return None if operation.renamed_from is None else f"{operation.renamed_from}{end}"


def _changed(old: str, name: str) -> str | None:
    """What a field was called before types were renamed; None where it was called the same."""
    return None if old == name else old


def _item_name(item: TypeRef, renames: FrozenMap[str, str] = _NO_RENAMES) -> str:
    """The field for an item of the client's stream: ``frame``, ``item``, or ``chunk``."""
    return CHUNK if item == BYTES.ref else _value_name(item, "item", renames)


def _result_name(
    operation: Operation, output: TypeRef, renames: FrozenMap[str, str] = _NO_RENAMES
) -> str:
    """The field for the value, or an item of the server's stream."""
    if operation.stream_output and output == BYTES.ref:
        return CHUNK
    return "content" if operation.binary else _value_name(output, "result", renames)


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


def _described(ref: TypeRef) -> str:
    """A type in words."""
    match ref:
        case NullableRef(item=item):
            return _described(item)
        case ListRef():
            return "a list"
        case MapRef():
            return "a map"
        case ScalarRef(kind=kind):
            return f"a value of the type {kind}"
        case NamedRef(name=name):
            return f"a value of the type {name}"
