"""Turns an exception into a fault, and a fault into the exception.

``faultCode`` is the number of the table. ``faultString`` is the message, and in a line of its own
the JSON of what a number cannot say: see ``ErrorData``; ``message`` stands there, too, where XML
cannot hold it.
"""

import re
from typing import Any

import msgspec

from generator.runtime.codes import Code
from generator.runtime.error_data import bare_error, error_data, revived
from generator.runtime.errors import ServiceError
from generator.runtime.operation import Operation
from generator.runtime.rpc_codes import NUMBERS, code_of
from generator.runtime.unions import encode, plain
from generator.styles.xmlrpc.runtime.writing import FORBIDDEN, PROLOGUE, escaped

_REPLACEMENT = "\ufffd"
_ANYTHING = 1
_BEFORE = f"{PROLOGUE}<methodResponse><fault><value>"
_AFTER = "</value></fault></methodResponse>\n"
_decode = msgspec.json.Decoder(dict[str, Any]).decode


def told(operation: Operation[Any], error: ServiceError) -> tuple[int, str]:
    """What leaves the server for an exception that the dispatcher let through."""
    data: dict[str, Any] = plain(error_data(operation, error))
    message = FORBIDDEN.sub(_REPLACEMENT, error.message)
    if message != error.message:
        data["message"] = error.message
    line = FORBIDDEN.sub(_escape, encode(data).decode())
    return NUMBERS[error.code], f"{message}\n{line}"


def fault(number: int, text: str) -> str:
    """A fault as a struct: what a call comes to within a multicall."""
    text = escaped(FORBIDDEN.sub(_REPLACEMENT, text))
    return (
        "<struct><member><name>faultCode</name>"
        f"<value><int>{number}</int></value></member>"
        "<member><name>faultString</name>"
        f"<value><string>{text}</string></value></member></struct>"
    )


def response(fault: str) -> bytes:
    """A fault as a response."""
    return f"{_BEFORE}{fault}{_AFTER}".encode()


def exception(operation: Operation[Any], number: int, text: str) -> ServiceError:
    """What a caller gets for a fault, be it from our server or a foreign one."""
    message, _, line = text.rpartition("\n")
    try:
        data = _decode(line)
    except (msgspec.DecodeError, ValueError, RecursionError):
        data = {}
    given = data.get("message", message)
    error = revived(operation, given if type(given) is str else message, data)
    if error is not None:
        return error
    # Of a foreign server, 1 is no more than that something went wrong.
    code = Code.UNKNOWN if number == _ANYTHING else code_of(number)
    return bare_error(code, text)


def _escape(found: re.Match[str]) -> str:
    """A character in a string of JSON that XML cannot hold."""
    return f"\\u{ord(found[0]):04x}"
