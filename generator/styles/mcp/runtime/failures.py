"""Turns an exception into the text of a result with ``isError``, and that into the exception.

The text is JSON: ``code`` (the canonical one), ``message``, ``error`` and ``fields`` of a declared
error, ``violations`` of an invalid input, ``reason`` of a condition that failed, ``retryAfter`` in
seconds. Where the protocol answers with an error object (who may not call), its ``data`` is the
same.
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


class Failure(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What an agent reads of a call that failed."""

    code: str = ""
    error: str | None = None
    message: str = ""
    fields: dict[str, Any] | None = None
    violations: list[Violation] = []
    reason: str | None = None
    etag: str | None = None
    retry_after: float | None = msgspec.field(name="retryAfter", default=None)


def failure_of(operation: Operation[Any], error: ServiceError) -> Failure:
    """What leaves the server for an exception that the dispatcher let through."""
    declared = type(error) in operation.errors
    return Failure(
        code=error.code,
        error=type(error).__name__ if declared else None,
        message=error.message,
        fields=error._data() if declared else None,
        violations=[*error.violations],
        reason=REASONS.get(type(error)),
        etag=error.etag if isinstance(error, NotModified) else None,
        retry_after=error.retry_after,
    )


def exception(operation: Operation[Any], text: bytes | str) -> ServiceError:
    """What a caller gets for such a text, be it of our server or a foreign one's."""
    try:
        failure = msgspec.json.decode(text, type=prepared(Failure))
        code = Code(failure.code)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        said = text if isinstance(text, str) else text.decode(errors="replace")
        return ServiceError(said, code=Code.UNKNOWN)
    declared = operation.error(failure.error) if failure.error else None
    if declared is not None:
        try:
            revived = declared._revive(failure.message, failure.fields or {})
        except msgspec.ValidationError:
            pass  # a newer server: the code still says what happened
        else:
            revived.retry_after = failure.retry_after
            return revived
    reason = failure.reason or ""
    retry_after = failure.retry_after
    found = condition(reason, failure.message, failure.etag, retry_after)
    if found is not None:
        return found
    if code is Code.INVALID_ARGUMENT:
        return InvalidArgument(failure.message, violations=failure.violations)
    return ServiceError(
        failure.message,
        code=code,
        violations=failure.violations,
        retry_after=retry_after,
    )
