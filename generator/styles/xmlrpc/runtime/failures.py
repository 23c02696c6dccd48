"""Turns an exception into a fault, and a fault into the exception.

``faultCode`` is the number of the table. ``faultString`` is the message, and in a line of its own
the JSON of what a number cannot say: ``code`` (the canonical one), ``error`` and ``fields`` of a
declared error, ``violations`` of an invalid input, ``reason`` of a condition that failed,
``retryAfter`` in seconds, and ``message`` where XML cannot hold it.
"""

import re
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
from generator.runtime.unions import encode
from generator.styles.xmlrpc.runtime.codes import NUMBERS, code_of
from generator.styles.xmlrpc.runtime.writing import FORBIDDEN, PROLOGUE, escaped

_REPLACEMENT = "\ufffd"


class ErrorData(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What the last line of a fault's text says."""

    code: str
    message: str | None = None
    error: str | None = None
    fields: dict[str, Any] | None = None
    violations: list[Violation] = []
    reason: str | None = None
    etag: str | None = None
    retry_after: float | None = msgspec.field(name="retryAfter", default=None)


_read = msgspec.json.Decoder(prepared(ErrorData)).decode


def told(operation: Operation[Any], error: ServiceError) -> tuple[int, str]:
    """What leaves the server for an exception that the dispatcher let through."""
    declared = type(error) in operation.errors
    message = FORBIDDEN.sub(_REPLACEMENT, error.message)
    data = ErrorData(
        code=error.code,
        message=None if message == error.message else error.message,
        error=type(error).__name__ if declared else None,
        fields=error._data() if declared else None,
        violations=[*error.violations],
        reason=REASONS.get(type(error)),
        etag=error.etag if isinstance(error, NotModified) else None,
        retry_after=error.retry_after,
    )
    line = FORBIDDEN.sub(_escape, encode(data).decode())
    return NUMBERS[error.code], f"{message}\n{line}"


def fault(number: int, text: str) -> str:
    """A fault as a struct: what a call comes to within a multicall."""
    text = escaped(FORBIDDEN.sub(_REPLACEMENT, text))
    return (
        f"<struct><member><name>faultCode</name><value><int>{number}</int></value></member>"
        f"<member><name>faultString</name><value><string>{text}</string></value></member></struct>"
    )


def response(fault: str) -> bytes:
    """A fault as a response."""
    text = f"{PROLOGUE}<methodResponse><fault><value>{fault}</value></fault></methodResponse>\n"
    return text.encode()


def exception(operation: Operation[Any], number: int, text: str) -> ServiceError:
    """What a caller gets for a fault, be it from our server or a foreign one."""
    message, _, line = text.rpartition("\n")
    try:
        data = _read(line)
        code = Code(data.code)
    except (msgspec.DecodeError, ValueError, RecursionError):
        return _undeclared(None, code_of(number), text)
    message = message if data.message is None else data.message
    declared = operation.error(data.error) if data.error else None
    if declared is not None:
        try:
            revived = declared._revive(message, data.fields or {})
        except msgspec.ValidationError:
            pass  # a newer server: the code still says what happened
        else:
            revived.retry_after = data.retry_after
            return revived
    found = condition(data.reason or "", message, data.etag, data.retry_after)
    return found or _undeclared(data, code, message)


def _undeclared(data: ErrorData | None, code: Code, message: str) -> ServiceError:
    violations = [] if data is None else data.violations
    if code is Code.INVALID_ARGUMENT:
        return InvalidArgument(message, violations=violations)
    after = None if data is None else data.retry_after
    return ServiceError(message, code=code, violations=violations, retry_after=after)


def _escape(found: re.Match[str]) -> str:
    """A character in a string of JSON that XML cannot hold."""
    return f"\\u{ord(found[0]):04x}"
