"""Turns an exception into a JSON-RPC error object, and an error object into the exception.

``error.data`` says what the number cannot: ``code`` (the canonical one), ``error`` and ``fields``
of a declared error, ``violations`` of an invalid input, ``reason`` of a condition that failed,
``retryAfter`` in seconds.
"""

from typing import Any

import msgspec

from generator.runtime.codes import Code
from generator.runtime.errors import (
    REASONS,
    InvalidArgument,
    NotModified,
    ServiceError,
    Violation,
    condition,
)
from generator.runtime.long_stack import prepared
from generator.runtime.operation import Operation
from generator.styles.jsonrpc.runtime.codes import NUMBERS, code_of
from generator.styles.jsonrpc.runtime.messages import ErrorObject


class ErrorData(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The ``data`` member of an error object."""

    code: str = ""
    error: str | None = None
    fields: dict[str, Any] | None = None
    violations: list[Violation] = []
    reason: str | None = None
    etag: str | None = None
    retry_after: float | None = msgspec.field(name="retryAfter", default=None)


def error_object(operation: Operation[Any], error: ServiceError) -> ErrorObject:
    """What leaves the server for an exception that the dispatcher let through."""
    declared = type(error) in operation.errors
    data = ErrorData(
        code=error.code,
        error=type(error).__name__ if declared else None,
        fields=error._data() if declared else None,
        violations=[*error.violations],
        reason=REASONS.get(type(error)),
        etag=error.etag if isinstance(error, NotModified) else None,
        retry_after=error.retry_after,
    )
    return ErrorObject(NUMBERS[error.code], error.message, data)


def exception(operation: Operation[Any], error: ErrorObject) -> ServiceError:
    """What a caller gets for an error object, be it from our server or a foreign one."""
    try:
        data = msgspec.convert(error.data, prepared(ErrorData))
        code = Code(data.code)
    except (msgspec.ValidationError, ValueError):
        return _undeclared(ErrorData(), code_of(error.code), error.message)
    declared = operation.error(data.error) if data.error else None
    if declared is not None:
        try:
            revived = declared._revive(error.message, data.fields or {})
        except msgspec.ValidationError:
            pass  # a newer server: the code still says what happened
        else:
            revived.retry_after = data.retry_after
            return revived
    reason = data.reason or ""
    found = condition(reason, error.message, data.etag, data.retry_after)
    return found or _undeclared(data, code, error.message)


def _undeclared(data: ErrorData, code: Code, message: str) -> ServiceError:
    if code is Code.INVALID_ARGUMENT:
        return InvalidArgument(message, violations=data.violations)
    return ServiceError(
        message, code=code, violations=data.violations, retry_after=data.retry_after
    )
