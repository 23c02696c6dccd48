"""Turns the arguments of one operation into a request message and back, and so its value.

An update's mask is decided here: the client derives it from what its caller passed, the server
reads it so that absent, null and a value mean what they mean in every style (AIP-134).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from types import NoneType
from typing import Any

import msgspec
from google.protobuf.descriptor import Descriptor
from google.protobuf.message import DecodeError
from msgspec import UNSET, inspect

from generator.formats.protobuf.runtime.functions import ABSENT, Functions
from generator.formats.protobuf.runtime.masks import Masks, is_flat, parse
from generator.formats.protobuf.runtime.messages import Messages
from generator.formats.protobuf.runtime.scan import Scan
from generator.formats.protobuf.runtime.selection import Selection
from generator.formats.protobuf.runtime.shapes import ManyOf, Member, Record
from generator.runtime.aside import LARGE
from generator.runtime.errors import InvalidArgument, Violation
from generator.runtime.operation import Operation
from generator.runtime.patch import Update, mark, wholes
from generator.runtime.validation.violations import detail

# What protobuf and the conversions raise for a value that does not fit.
UNFIT = (
    TypeError,
    ValueError,
    LookupError,
    AttributeError,
    ArithmeticError,
    RecursionError,
)

# Paths of a mask: what is done with so many takes half a second.
_MOST_PATHS = 100_000


class Requests:
    """The request message of one operation.

    A client only writes it and a server only reads it: the code for either is made when needed.
    """

    def __init__(
        self,
        messages: Messages,
        operation: Operation[Any],
        message: Descriptor,
    ) -> None:
        self._operation = operation
        self._messages = messages
        self._record = messages.shapes.record(operation.request, message)
        self._class = messages.cls(message.full_name)
        self._set: dict[str, Callable[..., None]] = {}

    @cached_property
    def _members(self) -> dict[str, Member]:
        return {
            declared.encode_name: member
            for declared, member in self._messages.shapes.members(self._record)
        }

    @cached_property
    def _raw(self) -> Callable[..., dict[str, Any]]:
        return self._messages.raw.of_record(self._record)

    @cached_property
    def _scan(self) -> Scan:
        definitions = self._operation.schema.definitions
        return Scan(self._record, self._messages.shapes, definitions)

    @cached_property
    def _maskable(self) -> dict[str, str]:
        """What an update can leave out: the fields of the message, by JSON names."""
        return {
            field.encode_name: self._members[field.encode_name].name
            for field in msgspec.structs.fields(self._operation.request)
            if field.default is UNSET
        }

    @cached_property
    def _defaults(self) -> dict[str, Any]:
        """What to clear a list or map with that protobuf does not tell from an empty one."""
        response = self._operation.response
        if not isinstance(response, type) or not issubclass(response, msgspec.Struct):
            return {}
        return {
            field.encode_name: field.default_factory()
            for field in msgspec.structs.fields(response)
            if isinstance(self._members.get(field.encode_name), ManyOf)
            and field.encode_name in self._maskable
            and field.default_factory is not msgspec.NODEFAULT
        }

    @cached_property
    def _flat(self) -> frozenset[str]:
        """What is one value to a mask: fields of the message with nothing to name below."""
        found = ((self._members[name], path) for name, path in self._maskable.items())
        return frozenset(path for member, path in found if is_flat(member))

    @cached_property
    def _deep(self) -> frozenset[str]:
        """The others, by JSON names."""
        names = self._maskable.items()
        return frozenset(name for name, path in names if path not in self._flat)

    @cached_property
    def _many(self) -> frozenset[str]:
        """What protobuf does not tell from absent when it is empty, by JSON names."""
        members = self._members
        return frozenset(n for n in self._maskable if isinstance(members[n], ManyOf))

    @cached_property
    def _changes(self) -> Record:
        """The request without what no update changes: its keys."""
        info = self._record.info
        names = self._maskable
        fields = tuple(field for field in info.fields if field.encode_name in names)
        return replace(self._record, info=inspect.StructType(info.cls, fields))

    def write(self, values: Mapping[str, Any]) -> Any:
        """A caller's keyword arguments → the message; InvalidArgument for what cannot travel."""
        by_name = self._operation.encode(values, whole=bool(self._maskable))
        try:
            return self._message(by_name)
        except UNFIT as error:
            # The judge of every input says what is wrong in the words that the server has.
            return self._judged(by_name, error)

    def _message(self, values: Mapping[str, Any]) -> Any:
        message = self._class()
        if self._maskable:
            values = self._masked(message, values)
        for name, value in values.items():
            write = self._set.get(name) or self._setter(name)
            write(message, value)
        return message

    def _masked(self, message: Any, values: Mapping[str, Any]) -> dict[str, Any]:
        """Say what changes in the mask; gives what the message then holds."""
        held: dict[str, Any] = {}
        masked: list[str] = []
        for name, value in values.items():
            path = self._maskable.get(name)
            if path is None:
                held[name] = value
            elif value is None:  # the mask names what the message lacks
                masked.append(path)
                if name in self._defaults:
                    held[name] = self._defaults[name]
            else:
                held[name] = value
                if name in self._deep:
                    masks = Masks(self._messages.shapes)
                    masked.extend(masks.paths(self._members[name], value, (name,)))
                else:
                    masked.append(path)
        if masked:
            message.update_mask.paths.extend(masked)
        return held

    def _setter(self, name: str) -> Callable[..., None]:
        setter = self._set[name] = self._messages.fill.of_member(self._members[name])
        return setter

    def _judged(self, values: Mapping[str, Any], error: Exception) -> Any:
        try:
            arguments = self._operation.decode(msgspec.to_builtins(values))
            mark(arguments, self._operation.request, wholes(values))
            given = self._operation.encode(arguments, whole=True)
            kept = {name: value for name, value in given.items() if name in values}
            return self._message(kept)
        except UNFIT:
            unfit = self._unfit(values)
            raise self._operation.refusal(values, error, unfit) from error

    def _unfit(self, values: Mapping[str, Any]) -> Iterator[Violation]:
        for name, value in values.items():
            try:
                self._message({name: value})
            except UNFIT as error:
                yield Violation(f"/{name}", f"cannot travel in protobuf: {error}")

    def read(self, data: bytes) -> dict[str, Any]:
        """The bytes of a request → plain JSON data by JSON names."""
        if len(data) >= LARGE and (found := self._scan.violations(data)):
            raise InvalidArgument(violations=found)
        try:
            message = self._class.FromString(data)
        except DecodeError as error:
            wrong = Violation("", "is not a message of the expected type")
            found = self._scan.violations(data) or [wrong]
            raise InvalidArgument(violations=found) from error
        try:
            raw = self._raw(message)
        except ValueError as error:
            raise InvalidArgument(violations=[Violation("", str(error))]) from error
        return self._unmasked(message, raw) if self._maskable else raw

    def _unmasked(self, message: Any, raw: dict[str, Any]) -> dict[str, Any]:
        """Only what the mask names, and null for what it names and the message lacks.

        Without a mask, what is populated counts (AIP-134).
        """
        maskable = self._maskable
        if len(message.update_mask.paths) > _MOST_PATHS:
            text = detail("maxItems", _MOST_PATHS, {})
            raise InvalidArgument(violations=[Violation("/updateMask", text)])
        paths = set(message.update_mask.paths)
        if paths == {"*"}:
            paths = {*maskable.values()}
        if not paths and raw.keys().isdisjoint(self._deep):
            empty = [name for name in self._many if not raw.get(name)]
            return {name: item for name, item in raw.items() if name not in empty}
        if not paths or not self._flat.issuperset(paths):
            return self._selected(paths, raw)
        for name, path in maskable.items():
            if path not in paths:
                raw.pop(name, None)
            else:
                raw.setdefault(name, None)
        return raw

    def _selected(self, paths: set[str], raw: dict[str, Any]) -> dict[str, Any]:
        """The same, where something has depth or a path does."""
        filled = {name for name, default in self._defaults.items() if default}
        selection = Selection(self._messages.shapes, filled)
        if paths:
            changes = selection.named(self._changes, raw, parse(sorted(paths)))
        else:
            changes = selection.populated(self._changes, raw)
        kept = {name: item for name, item in raw.items() if name not in self._maskable}
        update = Update(kept | changes)
        update.whole = tuple(selection.whole)
        return update


class Responses:
    """The response message of one operation: empty, around its value, or the value itself."""

    def __init__(
        self,
        messages: Messages,
        response: Any,
        message: Descriptor,
        *,
        result: str | None,
    ) -> None:
        """response: the type of the value; result: the field that holds it."""
        self._messages = messages
        self._response = response
        self._result = result
        self._message = message
        self._class = messages.cls(message.full_name)
        self._nullable = messages.shapes.is_nullable(response)

    @cached_property
    def _fill(self) -> Callable[..., Any] | None:
        return self._function(self._messages.fill)

    @cached_property
    def _read(self) -> Callable[..., Any] | None:
        return self._function(self._messages.read)

    def _function(self, functions: Functions) -> Callable[..., Any] | None:
        shapes = self._messages.shapes
        if self._result is not None:
            field = self._message.fields_by_name[self._result]
            return functions.of_member(shapes.member(self._response, field))
        if self._response in (None, NoneType):
            return None
        return functions.of_record(shapes.record(self._response, self._message))

    def write(self, value: Any) -> bytes:
        """The value of a service's method → the bytes of the response."""
        message = self._class()
        if self._fill is not None and not (value is None and self._nullable):
            self._fill(message, value)
        data: bytes = message.SerializeToString(deterministic=True)
        return data

    def read(self, data: bytes) -> Any:
        """The bytes of a response → the value; UNFIT or DecodeError if it does not fit."""
        message = self._class.FromString(data)
        if self._read is None:
            return None
        value = self._read(message)
        if value is ABSENT:
            if self._nullable:
                return None
            raise ValueError("the response holds no value")
        return value
