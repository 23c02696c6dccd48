"""What clients share that post every call to one path: where a request goes, and what came back.

Their protocols tell errors by the numbers of `rpc_codes`.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING

from ..call import NO_OPTIONS, CallOptions, carried_by, headers_of
from ..codes import Code
from ..errors import ServiceError
from ..rpc_codes import INVALID_REQUEST, PARSE_ERROR
from .message import HttpRequest, HttpResponse
from .statuses import bare, retry_after

if TYPE_CHECKING:
    from ..transport import WireRequest

# The numbers that say no more than that the request is not one, and the statuses that do so, too.
_OF_HTTP = {PARSE_ERROR, INVALID_REQUEST}
_UNTOLD = {HTTPStatus.OK, HTTPStatus.BAD_REQUEST}


def addressed(
    path: str,
    always: Mapping[str, str],
    options: CallOptions,
) -> tuple[str, Mapping[str, str]]:
    """Path and headers of a request: what every call has, what its caller adds, credentials."""
    if options is NO_OPTIONS:
        return path, always
    headers = {**always, **headers_of(options)}
    carried = carried_by(options)
    if carried is None:
        return path, headers
    return carried.in_path(path), carried.in_headers(headers)


def failure(
    number: int,
    message: str,
    error: ServiceError,
    response: HttpResponse,
) -> ServiceError:
    """The error that a response tells by number; its status, where HTTP itself refused the request.

    error: what the number and its data stand for.
    """
    if number in _OF_HTTP and response.status not in _UNTOLD:
        return bare(response.status, response.headers, message)
    if error.retry_after is None:
        error.retry_after = retry_after(response.headers)
    return error


def foreign(response: HttpResponse, text: str) -> ServiceError:
    """What it means that a response holds no answer; text: what is wrong with it if it is a 200."""
    if response.status == HTTPStatus.OK:
        return ServiceError(text, code=Code.INTERNAL)
    return bare(response.status, response.headers)


def shown(request: HttpRequest, text: str) -> "WireRequest":
    """The request, readable; text: its body for people."""
    from ..transport import WireRequest

    return WireRequest(
        start=f"{request.method} {request.path or '/'}",
        headers=tuple(request.headers.items()),
        body=request.body or b"",
        text=text,
    )


def shown_json(request: HttpRequest) -> "WireRequest":
    """The same for a body of JSON."""
    import msgspec

    return shown(request, msgspec.json.format(request.body or b"", indent=2).decode())
