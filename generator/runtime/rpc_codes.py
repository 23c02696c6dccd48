"""The numbers of errors in JSON-RPC and its kind: canonical codes to numbers, and back.

The numbers from -32768 to -32000 are the specification's own; an application's errors carry
the numbers of google.rpc.Code, so that they are the same for every contract.
"""

from .codes import Code

PARSE_ERROR = -32700
INVALID_REQUEST = -32600
METHOD_NOT_FOUND = -32601
INVALID_PARAMS = -32602
INTERNAL_ERROR = -32603

_RESERVED = {
    Code.INVALID_ARGUMENT: INVALID_PARAMS,
    Code.UNIMPLEMENTED: METHOD_NOT_FOUND,
    Code.INTERNAL: INTERNAL_ERROR,
    Code.UNKNOWN: INTERNAL_ERROR,
}
NUMBERS = {code: _RESERVED.get(code, code.number) for code in Code}
_CODES = {number: code for code, number in NUMBERS.items()} | {
    PARSE_ERROR: Code.INVALID_ARGUMENT,
    INVALID_REQUEST: Code.INVALID_ARGUMENT,
    INTERNAL_ERROR: Code.INTERNAL,
}


def code_of(number: int) -> Code:
    """The canonical code of an error that names none: `unknown` where the number says nothing."""
    return _CODES.get(number, Code.UNKNOWN)
