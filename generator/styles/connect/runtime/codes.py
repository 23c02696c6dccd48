"""The error codes of Connect: their names on the wire, and the statuses of HTTP around them."""

from generator.runtime.codes import Code

# Connect protocol, "Error Codes": the names are those of the table of all styles, but for one.
NAMES: dict[Code, str] = {code: code.value for code in Code} | {
    Code.CANCELLED: "canceled",
}
BY_NAME: dict[str, Code] = {name: code for code, name in NAMES.items()}
BY_NUMBER: dict[int, Code] = {code.number: code for code in Code}

STATUS_OF: dict[Code, int] = {
    Code.CANCELLED: 499,
    Code.UNKNOWN: 500,
    Code.INVALID_ARGUMENT: 400,
    Code.DEADLINE_EXCEEDED: 504,
    Code.NOT_FOUND: 404,
    Code.ALREADY_EXISTS: 409,
    Code.PERMISSION_DENIED: 403,
    Code.RESOURCE_EXHAUSTED: 429,
    Code.FAILED_PRECONDITION: 400,
    Code.ABORTED: 409,
    Code.OUT_OF_RANGE: 400,
    Code.UNIMPLEMENTED: 501,
    Code.INTERNAL: 500,
    Code.UNAVAILABLE: 503,
    Code.DATA_LOSS: 500,
    Code.UNAUTHENTICATED: 401,
}
