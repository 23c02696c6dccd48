"""Turns the arguments of one operation into a request message and back, and so its value.

An update's mask is decided here: the client derives it from what its caller passed, the server
reads it so that absent, null and a value mean what they mean in every style (AIP-134).
"""

from collections.abc import Callable, Iterator, Mapping
from types import NoneType
from typing import Any

import msgspec
from google.protobuf.message import DecodeError
from msgspec import UNSET

from generator.runtime.errors import InvalidArgument, Violation
from generator.runtime.operation import Operation
from generator.styles.grpc.runtime.functions import ABSENT
from generator.styles.grpc.runtime.method import Service
from generator.styles.grpc.runtime.shapes import is_nullable

# What protobuf and the conversions raise for a value that does not fit.
UNFIT = (
    TypeError,
    ValueError,
    LookupError,
    AttributeError,
    ArithmeticError,
    RecursionError,
)


class Requests:
    """The request message of one operation."""

    def __init__(self, service: Service, operation: Operation[Any]) -> None:
        method = service.pool.FindServiceByName(service.name).methods_by_name[
            service.method(operation).name
        ]
        self._operation = operation
        self._class = service.message_class(method.input_type.full_name)
        record = service.shapes.record(operation.request, method.input_type)
        members = {
            declared.encode_name: member
            for declared, member in service.shapes.members(record)
        }
        self._set = {
            name: service.fill.of_member(member) for name, member in members.items()
        }
        self._raw = service.raw.of_record(record)
        self._maskable = {
            field.encode_name: members[field.encode_name].name
            for field in msgspec.structs.fields(operation.request)
            if field.default is UNSET
        }

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
            if value is not None:
                self._set[name](message, value)
        if self._maskable:
            masked = [self._maskable[name] for name in values if name in self._maskable]
            if masked:
                message.update_mask.paths.extend(masked)
        return message

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
            raise InvalidArgument(violations=[*self._unfit(values)]) from error

    def _unfit(self, values: Mapping[str, Any]) -> Iterator[Violation]:
        for name, value in values.items():
            try:
                self._message({name: value})
            except UNFIT as error:
                yield Violation(f"/{name}", f"cannot travel in protobuf: {error}")

    def read(self, data: bytes) -> dict[str, Any]:
        """The bytes of a request → plain JSON data by JSON names."""
        try:
            message = self._class.FromString(data)
        except DecodeError as error:
            detail = "is not a message of the expected type"
            raise InvalidArgument(violations=[Violation("", detail)]) from error
        raw: dict[str, Any] = self._raw(message)
        return self._unmasked(message, raw) if self._maskable else raw

    def _unmasked(self, message: Any, raw: dict[str, Any]) -> dict[str, Any]:
        """Only what the mask names, and null for what it names and the message lacks.

        Without a mask, what is populated counts (AIP-134).
        """
        paths = set(message.update_mask.paths)
        if not paths:
            empty = [name for name in self._maskable if raw.get(name) in ([], {})]
            return {name: item for name, item in raw.items() if name not in empty}
        if paths == {"*"}:
            paths = set(self._maskable.values())
        unknown = sorted(paths.difference(self._maskable.values()))
        if unknown:
            raise InvalidArgument(
                violations=[
                    Violation(
                        "/updateMask", f"{path!r} is no field that can be updated"
                    )
                    for path in unknown
                ]
            )
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
        method = service.pool.FindServiceByName(service.name).methods_by_name[
            entry.name
        ]
        message = method.output_type
        self._class = service.message_class(message.full_name)
        self._nullable = is_nullable(operation.response)
        self._fill: Callable[..., Any] | None = None
        self._read: Callable[..., Any] | None = None
        if entry.result is not None:
            field = message.fields_by_name[entry.result]
            member = service.shapes.member(operation.response, field)
            self._fill, self._read = (
                service.fill.of_member(member),
                service.read.of_member(member),
            )
        elif operation.response not in (None, NoneType):
            record = service.shapes.record(operation.response, message)
            self._fill, self._read = (
                service.fill.of_record(record),
                service.read.of_record(record),
            )

    def write(self, value: Any) -> bytes:
        """The value of a service's method → the bytes of the response."""
        message = self._class()
        if self._fill is not None and not (value is None and self._nullable):
            self._fill(message, value)
        data: bytes = message.SerializeToString()
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
