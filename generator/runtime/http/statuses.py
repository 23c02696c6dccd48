"""The error code that a bare HTTP status stands for, alike in every client.

For answers that are not of our servers: a proxy's page, another service at that address.
"""

import time
from collections.abc import Mapping

from ..codes import Code
from ..errors import ServiceError

# A 404 says that nothing is at this URL: a resource that is not there has an error body.
_CODE_OF: dict[int, Code] = {
    400: Code.INVALID_ARGUMENT,
    401: Code.UNAUTHENTICATED,
    403: Code.PERMISSION_DENIED,
    404: Code.UNIMPLEMENTED,
    405: Code.UNIMPLEMENTED,
    408: Code.DEADLINE_EXCEEDED,
    409: Code.ABORTED,
    412: Code.ABORTED,
    413: Code.RESOURCE_EXHAUSTED,
    415: Code.INVALID_ARGUMENT,
    422: Code.INVALID_ARGUMENT,
    428: Code.FAILED_PRECONDITION,
    429: Code.RESOURCE_EXHAUSTED,
    431: Code.RESOURCE_EXHAUSTED,
    499: Code.CANCELLED,
    500: Code.INTERNAL,
    501: Code.UNIMPLEMENTED,
    502: Code.UNAVAILABLE,
    503: Code.UNAVAILABLE,
    504: Code.DEADLINE_EXCEEDED,
}


def code_of(status: int) -> Code:
    """The code that a bare status stands for."""
    return _CODE_OF.get(status, Code.UNKNOWN)


def bare(status: int, headers: Mapping[str, str], message: str = "") -> ServiceError:
    """The error that a status stands for, when nothing else in the response tells it."""
    return ServiceError(
        message or f"The server answered with HTTP status {status}.",
        code=code_of(status),
        retry_after=retry_after(headers),
    )


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds, from either form of Retry-After (RFC 9110 §10.2.3)."""
    text = headers.get("retry-after")
    if text is None:
        return None
    if text.isascii() and text.isdigit():
        return float(text[:9])
    import email.utils

    try:
        moment = email.utils.parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(0.0, moment.timestamp() - time.time())
