"""Turns an exception into a ``google.rpc.Status`` with details, and a status into the exception.

A declared error travels as ErrorInfo (its name and its fields as text, for everyone) and as its own
message (its fields with their types, for those who know the contract); an invalid input as
BadRequest, with a JSON Pointer as the field.
"""

from typing import Any

import msgspec
from google.protobuf.message import DecodeError

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
from generator.styles.grpc.runtime.method import Service
from generator.styles.grpc.runtime.shapes import Record
from generator.styles.grpc.runtime.wire import UNFIT

DETAILS_KEY = "grpc-status-details-bin"
_PREFIX = "type.googleapis.com/"
_CODES = {code.number: code for code in Code}
# Details travel in the trailers, of which a peer takes 8 KiB by default; in base64, a third more.
_MAX_STATUS = 5000
_MAX_MESSAGE = 1000


class Failures:
    """The statuses of one service."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._status = service.message_class("google.rpc.Status")
        self._bad_request = service.message_class("google.rpc.BadRequest")
        self._error_info = service.message_class("google.rpc.ErrorInfo")
        self._retry_info = service.message_class("google.rpc.RetryInfo")

    def write(self, operation: Operation[Any], error: ServiceError) -> Any:
        """What leaves the server for an exception that the dispatcher let through."""
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
            self._add_violations(status, error)
        if error.retry_after is not None:
            info = self._retry_info()
            info.retry_delay.seconds = max(0, int(error.retry_after))
            info.retry_delay.nanos = int(max(0.0, error.retry_after) % 1 * 1e9)
            _add(status, info)
        return status

    def _add_declared(self, status: Any, error: ServiceError) -> None:
        name = type(error).__name__
        info = self._error_info(reason=name, domain=self._service.package)
        _add(status, info)
        if not error._members:
            return
        record, message = self._declared(type(error))
        self._service.fill.of_record(record)(message, error.fields)
        _add(status, message)
        if status.ByteSize() > _MAX_STATUS:
            del status.details[1:]
        for name, value in error._data().items():
            info.metadata[name] = value if isinstance(value, str) else _json(value)
        if status.ByteSize() + info.ByteSize() <= _MAX_STATUS:
            status.details[0].value = info.SerializeToString(deterministic=True)

    def _add_violations(self, status: Any, error: ServiceError) -> None:
        request = self._bad_request()
        room = _MAX_STATUS - status.ByteSize()
        for count, violation in enumerate(error.violations):
            added = request.field_violations.add()
            added.field = _text(violation.pointer)
            added.description = _text(violation.detail)
            if request.ByteSize() > room:
                del request.field_violations[count:]
                omitted = len(error.violations) - count
                status.message = f"{status.message} ({omitted} more violations)"
                break
        _add(status, request)

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
            error = self._revived(operation, parts, status.message or text)
            error = error or self._plain(parts, found, status.message or text)
            error.retry_after = self._retry_after(parts)
        except (DecodeError, *UNFIT, msgspec.ValidationError):
            error = ServiceError(text, code=found)
        return error

    def _revived(
        self, operation: Operation[Any], parts: dict[str, bytes], text: str
    ) -> ServiceError | None:
        info = self._error_info.FromString(parts.get("google.rpc.ErrorInfo", b""))
        if info.domain != self._service.package:
            return None
        declared = operation.error(info.reason)
        if declared is None:
            return condition(info.reason, text, info.metadata.get("etag"))
        if not declared._members:
            return declared(text)
        record, message = self._declared(declared)
        message.MergeFromString(parts[message.DESCRIPTOR.full_name])
        fields = self._service.read.of_record(record)(message)
        return declared(text, **msgspec.structs.asdict(fields))

    def _plain(self, parts: dict[str, bytes], code: Code, text: str) -> ServiceError:
        if code is Code.INVALID_ARGUMENT:
            details = parts.get("google.rpc.BadRequest", b"")
            found = self._bad_request.FromString(details).field_violations
            violations = [Violation(one.field, one.description) for one in found]
            return InvalidArgument(text, violations=violations)
        return ServiceError(text, code=code)

    def _retry_after(self, parts: dict[str, bytes]) -> float | None:
        """Seconds, where the server said so."""
        if "google.rpc.RetryInfo" not in parts:
            return None
        delay = self._retry_info.FromString(parts["google.rpc.RetryInfo"]).retry_delay
        return float(delay.seconds + delay.nanos / 1e9)

    def _declared(self, error: type[ServiceError]) -> tuple[Record, Any]:
        name = f"{self._service.package}.{error.__name__}"
        message = self._service.message_class(name)()
        return self._service.shapes.record(error._struct(), message.DESCRIPTOR), message


def _add(status: Any, message: Any) -> None:
    detail = status.details.add()
    detail.type_url = f"{_PREFIX}{message.DESCRIPTOR.full_name}"
    detail.value = message.SerializeToString(deterministic=True)


def _text(text: str) -> str:
    """Text that UTF-8 can hold, cut to what a status may say."""
    return text.encode("utf-8", "replace")[:_MAX_MESSAGE].decode("utf-8", "ignore")


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
