"""Turns an exception into the text of a result with ``isError``, and that into the exception.

The text is JSON: ``message``, and what ``ErrorData`` has. Where the protocol answers with an error
object (who may not call), its ``data`` is the same without the message.
"""

from typing import Any

import msgspec

from generator.runtime.codes import Code
from generator.runtime.error_data import ErrorData, error_data, revived
from generator.runtime.errors import InvalidArgument, ServiceError
from generator.runtime.operation import Operation
from generator.runtime.rpc_codes import code_of
from generator.styles.mcp.runtime.versions import (
    HEADER_MISMATCH,
    MISSING_CAPABILITY,
    UNSUPPORTED_VERSION,
)

_CODES = {
    HEADER_MISMATCH: Code.INTERNAL,
    MISSING_CAPABILITY: Code.UNIMPLEMENTED,
    UNSUPPORTED_VERSION: Code.UNIMPLEMENTED,
}


class Failure(ErrorData, frozen=True, omit_defaults=True, kw_only=True):
    """What an agent reads of a call that failed."""

    message: str = ""


def failure_of(operation: Operation[Any], error: ServiceError) -> Failure:
    """What leaves the server for an exception that the dispatcher let through."""
    data = msgspec.structs.asdict(error_data(operation, error))
    return Failure(message=error.message, **data)


def exception(operation: Operation[Any], text: str) -> ServiceError:
    """What a caller gets for such a text; that of a foreign server is the message."""
    try:
        told = msgspec.json.decode(text, type=dict[str, Any])
        message = msgspec.convert(told.get("message", ""), str)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return ServiceError(text, code=Code.UNKNOWN)
    found = revived(operation, message, told)
    return found or ServiceError(text, code=Code.UNKNOWN)


def of_number(
    operation: Operation[Any],
    number: int,
    message: str,
    data: object,
) -> ServiceError:
    """What a caller gets for an error object, be it from our server or a foreign one."""
    found = revived(operation, message, data)
    if found is not None:
        return found
    code = _CODES.get(number) or code_of(number)
    if code is Code.INVALID_ARGUMENT:
        return InvalidArgument(message)
    return ServiceError(message, code=code)
