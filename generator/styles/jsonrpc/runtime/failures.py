"""Turns an exception into a JSON-RPC error object, and an error object into the exception.

``error.data`` says what the number cannot: see ``ErrorData``.
"""

from typing import Any

from generator.runtime.codes import Code
from generator.runtime.error_data import error_data, revived
from generator.runtime.errors import InvalidArgument, ServiceError
from generator.runtime.operation import Operation
from generator.runtime.rpc_codes import NUMBERS, code_of
from generator.styles.jsonrpc.runtime.messages import ErrorObject


def error_object(operation: Operation[Any], error: ServiceError) -> ErrorObject:
    """What leaves the server for an exception that the dispatcher let through."""
    return ErrorObject(NUMBERS[error.code], error.message, error_data(operation, error))


def exception(operation: Operation[Any], error: ErrorObject) -> ServiceError:
    """What a caller gets for an error object, be it from our server or a foreign one."""
    found = revived(operation, error.message, error.data)
    if found is not None:
        return found
    code = code_of(error.code)
    if code is Code.INVALID_ARGUMENT:
        return InvalidArgument(error.message)
    return ServiceError(error.message, code=code)
