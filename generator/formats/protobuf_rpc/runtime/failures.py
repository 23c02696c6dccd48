"""Turns an exception into a ``google.rpc.Status`` with details, and a status into the exception.

A declared error travels as ErrorInfo (its reason and its fields as text, for everyone) and as its
own message (its fields with their types, for those who know the contract); an invalid input as
BadRequest, whose fields and values are those of the .proto file.
"""

import re
import urllib.parse
from collections.abc import Iterator
from typing import Any

import msgspec
from google.protobuf.message import DecodeError

from generator.formats.protobuf.runtime.messages import UNFIT
from generator.formats.protobuf.runtime.places import Places, field_at
from generator.formats.protobuf.runtime.shapes import Record
from generator.formats.protobuf_rpc.runtime.method import Body, Service
from generator.runtime.codes import Code
from generator.runtime.errors import (
    REASONS,
    InvalidArgument,
    NotModified,
    ServiceError,
    Violation,
    condition,
)
from generator.runtime.operation import Operation

_PREFIX = "type.googleapis.com/"
_CODES = {code.number: code for code in Code}
# A peer takes 8 KiB of trailers by default: the text, percent-encoded, and the details in base64,
# which has a third more. In bytes.
_MAX_TRAILERS = 7700
_MAX_MESSAGE = 1000
_MAX_READ_AGAIN = 65536
# Which item of a stream a violation is in: a path of fields has no place for that.
_OF_ITEM = re.compile(r"item ([0-9]+): (.*)", re.DOTALL)
_CUT = "…(cut)"
_FIELDS_CUT = " (its fields are too long to send)"


class Failures:
    """The statuses of one service."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._messages = service.messages
        self._status = self._messages.cls("google.rpc.Status")
        self._bad_request = self._messages.cls("google.rpc.BadRequest")
        self._error_info = self._messages.cls("google.rpc.ErrorInfo")
        self._retry_info = self._messages.cls("google.rpc.RetryInfo")
        self._places = Places(self._messages.shapes)

    def write(
        self,
        operation: Operation[Any],
        error: ServiceError,
        request: bytes = b"",
        body: Body | None = None,
    ) -> Any:
        """What leaves the server for an exception that the dispatcher let through.

        request: what was asked, as ``body`` reads it.
        """
        status = self._status(code=error.code.number, message=_text(error.message))
        if type(error) in operation.errors:
            self._add_declared(status, error)
        elif type(error) in REASONS:
            info = self._error_info(
                reason=REASONS[type(error)],
                domain=self._service.package,
            )
            if isinstance(error, NotModified) and error.etag:
                info.metadata["etag"] = error.etag
            _add(status, info)
        if error.violations:
            asked = None
            # One that is large costs more than it tells.
            if body is not None and len(request) <= _MAX_READ_AGAIN:
                asked = body.again(request)
            self._add_violations(status, operation, error, asked)
        if error.retry_after is not None:
            info = self._retry_info()
            info.retry_delay.seconds = max(0, int(error.retry_after))
            info.retry_delay.nanos = int(max(0.0, error.retry_after) % 1 * 1e9)
            _add(status, info)
        return status

    def _add_declared(self, status: Any, error: ServiceError) -> None:
        reason = self._service.reasons.get(type(error), type(error).__name__)
        info = self._error_info(reason=reason, domain=self._service.package)
        _add(status, info)
        if not error._members:
            return
        record, message = self._declared(type(error))
        self._messages.fill.of_message(record)(message, error.fields)
        _add(status, message)
        room = _room(status)
        if status.ByteSize() > room:
            del status.details[1:]
            status.message += _FIELDS_CUT
        for name, value in error._data().items():
            info.metadata[name] = value if isinstance(value, str) else _json(value)
        if status.ByteSize() + info.ByteSize() <= room:
            status.details[0].value = info.SerializeToString(deterministic=True)

    def _add_violations(
        self,
        status: Any,
        operation: Operation[Any],
        error: ServiceError,
        asked: Any,
    ) -> None:
        details = self._bad_request()
        room = _room(status) - status.ByteSize()
        violations = self._violations(operation, error, asked)
        for count, (place, detail) in enumerate(violations):
            added = details.field_violations.add()
            added.field = _text(place)
            added.description = _text(detail)
            if details.ByteSize() > room:
                del details.field_violations[count:]
                omitted = len(error.violations) - count
                status.message = f"{status.message} ({omitted} more violations)"
                break
        _add(status, details)

    def _violations(
        self, operation: Operation[Any], error: ServiceError, asked: Any
    ) -> Iterator[tuple[str, str]]:
        """Where and what, in the words of the .proto file; asked: the request, if it is known."""
        record = self._service.request(operation)
        for violation in error.violations:
            at, below = _item(operation, violation.pointer)
            detail = violation.detail
            if at is None:
                path = self._places.path(record, violation.pointer, asked)
            else:
                shape = self._service.item_reader(operation).shape
                path = self._places.item_path(shape, below, asked)
                detail = f"item {at}: {detail}"
            for ours, protos in self._enum_names(record, path):
                detail = detail.replace(ours, protos)
            yield path, detail

    def _enum_names(self, record: Record, path: str) -> Iterator[tuple[str, str]]:
        """The values of the enum at a place as the contract lists them, and as the .proto does."""
        field = field_at(record, path)
        if field is not None and field.enum_type is not None:
            for cls, numbers in self._messages.enums.items():
                if cls.__name__ == field.enum_type.name:
                    values = field.enum_type.values_by_number
                    protos = [values[number].name for number in numbers.values()]
                    yield ", ".join(numbers), ", ".join(protos)

    def read(
        self,
        operation: Operation[Any],
        code: int,
        text: str,
        details: bytes,
    ) -> ServiceError:
        """The error that a status stands for: the declared class if it names one."""
        found = _CODES.get(code, Code.UNKNOWN)
        try:
            status = self._status.FromString(details)
            found_parts = ((one.type_url, one.value) for one in status.details)
            parts = {url.removeprefix(_PREFIX): value for url, value in found_parts}
            said = status.message or text
            error = self._revived(operation, parts, said)
            error = error or self._plain(operation, parts, found, said)
            error.retry_after = self._retry_after(parts)
        except (DecodeError, *UNFIT, msgspec.ValidationError):
            error = ServiceError(text, code=found)
        return error

    def _revived(
        self, operation: Operation[Any], parts: dict[str, bytes], text: str
    ) -> ServiceError | None:
        info = self._error_info.FromString(parts.get("google.rpc.ErrorInfo", b""))
        if info.domain == self._service.package:
            # A server that was generated earlier gives the name itself.
            reason: str = info.reason
            declared = operation.error(self._service.error_names.get(reason, reason))
            if declared is None:
                return condition(info.reason, text, info.metadata.get("etag"))
        else:
            declared = self._told_by_message(operation, parts)
            if declared is None:
                return None
        if not declared._members:
            return declared(text)
        record, message = self._declared(declared)
        message.MergeFromString(parts[message.DESCRIPTOR.full_name])
        fields = self._messages.read.of_message(record)(message)
        return declared(text, **msgspec.structs.asdict(fields))

    def _told_by_message(
        self, operation: Operation[Any], parts: dict[str, bytes]
    ) -> type[ServiceError] | None:
        """The declared error whose own message is there, as others write it without ErrorInfo."""
        told = (error for error in operation.errors if self._name(error) in parts)
        return next(told, None)

    def _plain(
        self, operation: Operation[Any], parts: dict[str, bytes], code: Code, text: str
    ) -> ServiceError:
        if code is Code.INVALID_ARGUMENT:
            details = parts.get("google.rpc.BadRequest", b"")
            found = self._bad_request.FromString(details).field_violations
            told = ((one.field, one.description) for one in found)
            violations = [self._violation(operation, *one) for one in told]
            return InvalidArgument(text, violations=violations)
        return ServiceError(text, code=code)

    def _retry_after(self, parts: dict[str, bytes]) -> float | None:
        """Seconds, where the server said so."""
        if "google.rpc.RetryInfo" not in parts:
            return None
        delay = self._retry_info.FromString(parts["google.rpc.RetryInfo"]).retry_delay
        return float(delay.seconds + delay.nanos / 1e9)

    def _violation(
        self,
        operation: Operation[Any],
        path: str,
        detail: str,
    ) -> Violation:
        """A violation in the words that all styles share."""
        record = self._service.request(operation)
        for ours, protos in self._enum_names(record, path):
            detail = detail.replace(protos, ours)
        in_item = None if operation.takes is None else _OF_ITEM.fullmatch(detail)
        if in_item is None:
            return Violation(self._places.pointer(record, path), detail)
        shape = self._service.item_reader(operation).shape
        place = f"/{in_item[1]}{self._places.item_pointer(shape, path)}"
        return Violation(place, in_item[2])

    def _declared(self, error: type[ServiceError]) -> tuple[Record, Any]:
        message = self._messages.cls(self._name(error))()
        shapes = self._messages.shapes
        return shapes.record(error._struct(), message.DESCRIPTOR), message

    def _name(self, error: type[ServiceError]) -> str:
        """The message that a declared error has."""
        return f"{self._service.package}.{error.__name__}"


def _item(operation: Operation[Any], pointer: str) -> tuple[str | None, str]:
    """Which item of the client's stream a pointer leads to, and where in it: ``/3/price``."""
    first, slash, below = pointer.removeprefix("/").partition("/")
    if operation.takes is None or not first.isdecimal():
        return None, ""
    return first, f"{slash}{below}"


def _add(status: Any, message: Any) -> None:
    detail = status.details.add()
    detail.type_url = f"{_PREFIX}{message.DESCRIPTOR.full_name}"
    detail.value = message.SerializeToString(deterministic=True)


def _text(text: str) -> str:
    """Text that UTF-8 can hold, cut to what a status may say."""
    data = text.encode("utf-8", "replace")
    if len(data) > _MAX_MESSAGE:
        room = _MAX_MESSAGE - len(_CUT.encode())
        return data[:room].decode("utf-8", "ignore") + _CUT
    return data.decode()


def _room(status: Any) -> int:
    """How many bytes a status may have beside its text, which travels a second time."""
    text = len(urllib.parse.quote(status.message))
    return (_MAX_TRAILERS - text) * 3 // 4


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
