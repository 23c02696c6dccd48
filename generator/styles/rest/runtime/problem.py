"""Errors as RFC 9457 problem documents, both ways."""

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from generator.runtime.codes import Code
from generator.runtime.errors import (
    REASONS,
    InvalidArgument,
    KeyInUse,
    KeyReused,
    NotModified,
    PreconditionFailed,
    PreconditionRequired,
    ServiceError,
)
from generator.runtime.http.message import HttpResponse
from generator.runtime.http.status_of import STATUS_OF
from generator.runtime.http.statuses import code_of, retry_after
from generator.runtime.operation import Operation
from generator.styles.rest.runtime.places import Places
from generator.styles.rest.runtime.route import UNDECLARED, ProblemType
from generator.styles.rest.runtime.status import PHRASES

if TYPE_CHECKING:
    from generator.runtime.http.asgi import Reply

PROBLEM = "application/problem+json"
_CONDITIONS: dict[int, type[ServiceError]] = {
    304: NotModified,
    412: PreconditionFailed,
    428: PreconditionRequired,
}


class Refused(ServiceError):
    """HTTP itself refuses the request: a status that no code of the contract has."""

    def __init__(
        self,
        message: str,
        *,
        status: int,
        code: Code = Code.INVALID_ARGUMENT,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message, code=code)
        self.status = status
        self.headers = dict(headers or {})


def render(
    error: ServiceError,
    known: Mapping[type[ServiceError], ProblemType],
    challenge: str = UNDECLARED,
    places: Places | None = None,
    metadata: str | None = None,
) -> "Reply":
    """The response with which an error leaves; a 401 has the challenge (RFC 9110 §11.6.1).

    places: where the inputs of the operation are, if it is known which one was called.
    metadata: the URL of what RFC 9728 says of the server.
    """
    # A client, which only reads problems, refuses nobody.
    from generator.runtime.auth.refusal import Refusal

    headers = {"content-type": PROBLEM}
    status = STATUS_OF[error.code]
    document: dict[str, Any] = {"type": "about:blank", "title": ""}
    problem_type = known.get(type(error))
    if problem_type is not None:
        status = problem_type.status
        document["type"] = problem_type.uri
        document["title"] = problem_type.title
    elif isinstance(error, Refused):
        status = error.status
        headers |= error.headers
    elif isinstance(error, PreconditionFailed):
        status = 412
    elif isinstance(error, NotModified):  # of anything but a read (RFC 9110 §13.1.2)
        status = 412
        headers |= {"etag": error.etag} if error.etag else {}
        document["reason"] = REASONS[NotModified]
    elif isinstance(error, PreconditionRequired):
        status = 428
    elif isinstance(error, KeyReused):
        status = 422
    if isinstance(error, KeyInUse | KeyReused):
        document["reason"] = REASONS[type(error)]
    if isinstance(error, Refusal):
        challenge = error.challenge(metadata)
        headers |= {"www-authenticate": challenge} if challenge else {}
    elif status == 401:
        headers["www-authenticate"] = challenge
    document["title"] = document["title"] or PHRASES[status]
    document["status"] = status
    if error.message:
        document["detail"] = error.message
    document["code"] = error.code.value
    if error.violations and places is not None:
        document["errors"] = [places.write(violation) for violation in error.violations]
    if problem_type is not None:
        document["error"] = type(error).__name__
        document |= error._data()
    if error.retry_after is not None:
        headers["retry-after"] = str(max(0, math.ceil(error.retry_after)))
    body = msgspec.json.encode(document)
    raw = [(k.encode(), v.encode("latin-1", "replace")) for k, v in headers.items()]
    return status, raw, body


def revive(
    operation: Operation[Any],
    response: HttpResponse,
    places: Places,
) -> ServiceError:
    """The error that a response stands for: the declared class if it names one."""
    document = _document(response)
    message = str(document.get("detail") or document.get("title") or "")
    try:
        code = Code(str(document.get("code")))
    except ValueError:
        code = code_of(response.status)
        message = message or f"The server answered with HTTP status {response.status}."
    declared = operation.error(str(document.get("error")))
    if declared is not None:
        try:
            error = declared._revive(message, document)
        except msgspec.ValidationError:
            error = ServiceError(message, code=code)
    elif response.status in _CONDITIONS:
        error = _condition(response, message, document.get("reason"))
    elif code is Code.INVALID_ARGUMENT:
        violations = places.read(document.get("errors", []))
        error = InvalidArgument(message, violations=violations)
    else:
        about_key = _about_key(document.get("reason"), message)
        error = about_key or ServiceError(message, code=code)
    error.retry_after = retry_after(response.headers)
    return error


def _condition(
    response: HttpResponse,
    message: str,
    reason: object,
) -> ServiceError:
    """A condition of RFC 9110, section 13, that stopped the call."""
    kind = _CONDITIONS[response.status]
    if kind is NotModified or reason == REASONS[NotModified]:
        return NotModified(etag=response.headers.get("etag"))
    return kind(message)


def _about_key(reason: object, message: str) -> ServiceError | None:
    """The error of an Idempotency-Key."""
    kinds: tuple[type[KeyInUse | KeyReused], ...] = (KeyInUse, KeyReused)
    return next((kind(message) for kind in kinds if REASONS[kind] == reason), None)


def _document(response: HttpResponse) -> dict[str, Any]:
    if "json" not in response.headers.get("content-type", ""):
        return {}
    try:
        document = msgspec.json.decode(response.body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return {}
    return document if isinstance(document, dict) else {}
