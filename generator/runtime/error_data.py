"""What JSON can say of an error, in every style that has no status for all of it, and back.

``code`` is the canonical one, ``error`` and ``fields`` are of a declared error, ``violations`` of
an invalid input, ``reason`` and ``etag`` of a condition that failed, ``retryAfter`` is in seconds.
"""

from typing import Any

import msgspec

from .codes import Code
from .errors import (
    REASONS,
    InvalidArgument,
    NotModified,
    ServiceError,
    Violation,
    condition,
)
from .long_stack import prepared
from .operation import Operation


class ErrorData(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """An error but for its message."""

    code: str = ""
    error: str | None = None
    fields: dict[str, Any] | None = None
    violations: list[Violation] = []
    reason: str | None = None
    etag: str | None = None
    retry_after: float | None = msgspec.field(name="retryAfter", default=None)


def error_data(operation: Operation[Any], error: ServiceError) -> ErrorData:
    """What leaves the server for an exception that the dispatcher let through."""
    declared = type(error) in operation.errors
    return ErrorData(
        code=error.code,
        error=type(error).__name__ if declared else None,
        fields=error._data() if declared else None,
        violations=[*error.violations],
        reason=REASONS.get(type(error)),
        etag=error.etag if isinstance(error, NotModified) else None,
        retry_after=error.retry_after,
    )


def revived(
    operation: Operation[Any],
    message: str,
    told: object,
) -> ServiceError | None:
    """The exception that plain JSON data tell; None for data that no ``error_data`` made."""
    try:
        data = msgspec.convert(told, prepared(ErrorData))
        code = Code(data.code)
    except (msgspec.ValidationError, ValueError):
        return None
    declared = operation.error(data.error) if data.error else None
    if declared is not None:
        try:
            error = declared._revive(message, data.fields or {})
        except msgspec.ValidationError:
            pass  # a newer server: the code still says what happened
        else:
            error.retry_after = data.retry_after
            return error
    found = condition(data.reason or "", message, data.etag, data.retry_after)
    if found is not None:
        return found
    if code is Code.INVALID_ARGUMENT:
        return InvalidArgument(message, violations=data.violations)
    return ServiceError(
        message, code=code, violations=data.violations, retry_after=data.retry_after
    )


def bare_error(code: Code, message: str) -> ServiceError:
    """The exception of which nothing is known but this."""
    if code is Code.INVALID_ARGUMENT:
        return InvalidArgument(message)
    return ServiceError(message, code=code)
