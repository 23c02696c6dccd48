"""Turns an exception into the text of a result with ``isError``, and that into the exception.

The text is JSON, as agents read it: ``message``, and what ``error_data`` tells. Where the protocol
answers with an error object (who may not call), its ``data`` is the latter.
"""

from typing import Any

import msgspec

from generator.runtime.codes import Code
from generator.runtime.error_data import bare_error, error_data, revived
from generator.runtime.errors import ServiceError
from generator.runtime.operation import Operation
from generator.runtime.rpc_codes import code_of
from generator.runtime.unions import encode
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


def text_of(operation: Operation[Any], error: ServiceError) -> str:
    """What leaves the server for an exception that the dispatcher let through."""
    data = encode(error_data(operation, error))
    return (b'{"message":%b,%b' % (encode(error.message), data[1:])).decode()


def exception(operation: Operation[Any], text: str) -> ServiceError:
    """What a caller gets for such a text, be it of our server or a foreign one's."""
    try:
        told = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError):
        told = None
    message = told.get("message") if isinstance(told, dict) else None
    said = message if isinstance(message, str) else text
    return revived(operation, said, told) or ServiceError(said, code=Code.UNKNOWN)


def of_number(
    operation: Operation[Any],
    number: int,
    message: str,
    data: object,
) -> ServiceError:
    """What a caller gets for an error object, be it from our server or a foreign one."""
    code = _CODES.get(number) or code_of(number)
    return revived(operation, message, data) or bare_error(code, message)
