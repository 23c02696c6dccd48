"""Turns the arguments of one operation into a request message and back, and so its value.

An update's mask is decided here: the client derives it from what its caller passed, the server
reads it so that absent, null and a value mean what they mean in every style (AIP-134).
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from types import NoneType
from typing import Any

import msgspec
from google.protobuf.message import DecodeError
from msgspec import UNSET

from generator.runtime.aside import LARGE
from generator.runtime.errors import InvalidArgument, Violation
from generator.runtime.operation import Operation
from generator.runtime.violations import LIMIT
from generator.styles.grpc.runtime.functions import ABSENT, Functions
from generator.styles.grpc.runtime.method import Service
from generator.styles.grpc.runtime.scan import Scan
from generator.styles.grpc.runtime.shapes import ManyOf, Member

# What protobuf and the conversions raise for a value that does not fit.
UNFIT = (
    TypeError,
    ValueError,
    LookupError,
    AttributeError,
    ArithmeticError,
    RecursionError,
)


# Of a path that no mask has, so much is repeated.
_LONGEST_PATH = 200


class Requests:
    """The request message of one operation.

    A client only writes it and a server only reads it: the code for either is made when needed.
    """

    def __init__(self, service: Service, operation: Operation[Any]) -> None:
        self._operation = operation
        self._service = service
        self._record = service.request(operation)
        self._class = service.message_class(self._record.message.full_name)
        self._set: dict[str, Callable[..., None]] = {}

    @cached_property
    def _members(self) -> dict[str, Member]:
        return {
            declared.encode_name: member
            for declared, member in self._service.shapes.members(self._record)
        }

    @cached_property
    def _raw(self) -> Callable[..., dict[str, Any]]:
        return self._service.raw.of_record(self._record)

    @cached_property
    def _scan(self) -> Scan:
        definitions = self._operation.schema.definitions
        return Scan(self._record, self._service.shapes, definitions)

    @cached_property
    def _maskable(self) -> dict[str, str]:
        """What an update can leave out: the fields of the message, by JSON names."""
        return {
            field.encode_name: self._members[field.encode_name].name
            for field in msgspec.structs.fields(self._operation.request)
            if field.default is UNSET
        }

    @cached_property
    def _many(self) -> frozenset[str]:
        """What protobuf does not tell from absent when it is empty."""
        members = self._members
        many = (name for name in self._maskable if isinstance(members[name], ManyOf))
        return frozenset(many)

    def write(self, values: Mapping[str, Any]) -> Any:
        """A caller's keyword arguments → the message; InvalidArgument for what cannot travel."""
        by_name = self._operation.encode(values)
        try:
            return self._message(by_name)
        except UNFIT as error:
            # The judge of every input says what is wrong in the words that the server has.
            return self._judged(by_name, error)

    def _message(self, values: Mapping[str, Any]) -> Any:
        message = self._class()
        for name, value in values.items():
            if value is not None or name not in self._maskable:  # null is an `any`, too
                write = self._set.get(name) or self._setter(name)
                write(message, value)
        if self._maskable:
            masked = [self._maskable[name] for name in values if name in self._maskable]
            if masked:
                message.update_mask.paths.extend(masked)
        return message

    def _setter(self, name: str) -> Callable[..., None]:
        setter = self._set[name] = self._service.fill.of_member(self._members[name])
        return setter

    def _judged(self, values: Mapping[str, Any], error: Exception) -> Any:
        try:
            arguments = self._operation.decode(msgspec.to_builtins(values))
            return self._message(
                {
                    name: value
                    for name, value in self._operation.encode(arguments).items()
                    if name in values
                }
            )
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
        maskable = set(self._maskable.values())
        paths = set()
        unknown: list[str] = []
        for path in message.update_mask.paths:
            if path in maskable or path == "*":
                paths.add(path)
            elif len(unknown) < LIMIT:
                unknown.append(path[:_LONGEST_PATH])
        if not paths and not unknown:
            unset = [name for name in self._many if not raw.get(name)]
            return {name: item for name, item in raw.items() if name not in unset}
        if paths == {"*"}:
            paths = maskable
        elif "*" in paths:
            unknown.append("*")
        if unknown:
            unique = sorted(set(unknown))
            texts = [f"{path!r} is no field that can be updated" for path in unique]
            violations = [Violation("/updateMask", text) for text in texts]
            raise InvalidArgument(violations=violations)
        for name, path in self._maskable.items():
            if path not in paths:
                raw.pop(name, None)
            else:
                raw.setdefault(name, None)
        return raw


class Responses:
    """The response message of one operation: empty, around its value, or the value itself."""

    def __init__(self, service: Service, operation: Operation[Any]) -> None:
        entry = service.method(operation)
        methods = service.pool.FindServiceByName(service.name).methods_by_name
        method = methods[entry.name]
        self._service = service
        self._response = operation.response
        self._result = entry.result
        self._message = method.output_type
        self._class = service.message_class(self._message.full_name)
        self._nullable = service.shapes.is_nullable(operation.response)

    @cached_property
    def _fill(self) -> Callable[..., Any] | None:
        return self._function(self._service.fill)

    @cached_property
    def _read(self) -> Callable[..., Any] | None:
        return self._function(self._service.read)

    def _function(self, functions: Functions) -> Callable[..., Any] | None:
        shapes = self._service.shapes
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
