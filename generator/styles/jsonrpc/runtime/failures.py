"""Turns an exception into a JSON-RPC error object, and an error object into the exception.

``error.data`` says what the number cannot: see ``ErrorData``.
"""

from typing import Any

from generator.runtime.error_data import bare_error, error_data, revived
from generator.runtime.errors import ServiceError
from generator.runtime.operation import Operation
from generator.runtime.rpc_codes import NUMBERS, code_of
from generator.styles.jsonrpc.runtime.messages import ErrorObject


def error_object(operation: Operation[Any], error: ServiceError) -> ErrorObject:
    """What leaves the server for an exception that the dispatcher let through."""
    return ErrorObject(NUMBERS[error.code], error.message, error_data(operation, error))


def exception(operation: Operation[Any], error: ErrorObject) -> ServiceError:
    """What a caller gets for an error object, be it from our server or a foreign one."""
    found = revived(operation, error.message, error.data)
    return found or bare_error(code_of(error.code), error.message)
