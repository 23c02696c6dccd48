"""Tells how an operation can fail: as it declares, and as the contract brings about by itself."""

from collections.abc import Iterator

from generator.model import Api, NamedRef, Operation, Verb
from generator.runtime.codes import Code
from generator.styles.style import ErrorCase

_INVALID = ErrorCase(name="invalid input", code=Code.INVALID_ARGUMENT)
_NOT_SIGNED_IN = ErrorCase(name="not signed in", code=Code.UNAUTHENTICATED)
_NOT_ALLOWED = ErrorCase(name="scope missing", code=Code.PERMISSION_DENIED)
_NOT_CHANGED = ErrorCase(name="not changed", code=Code.FAILED_PRECONDITION, reason="NOT_MODIFIED")
_CHANGED = ErrorCase(name="changed meanwhile", code=Code.ABORTED, reason="PRECONDITION_FAILED")
_NO_TAG = ErrorCase(
    name="no entity tag", code=Code.FAILED_PRECONDITION, reason="PRECONDITION_REQUIRED"
)


def error_cases(api: Api, operation: Operation) -> Iterator[ErrorCase]:
    """The declared errors, then the others."""
    for name in operation.errors:
        yield ErrorCase(name=name, code=api.errors[name].code, declared=True)
    if api.request(operation).fields:
        yield _INVALID
    if operation.auth:
        yield _NOT_SIGNED_IN
    if any(one.scopes for choice in operation.auth for one in choice):
        yield _NOT_ALLOWED
    resource = api.resources.get(operation.resource or "")
    if resource is None or resource.etag is None:
        return
    if operation.safe and operation.output == NamedRef(name=resource.record):
        yield _NOT_CHANGED
    if not operation.safe and operation.verb is not Verb.CREATE:
        yield _CHANGED
        if resource.require_if_match:
            yield _NO_TAG
