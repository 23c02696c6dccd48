"""Turns whatever ended a call into the JSON of its answer."""

from typing import Any

from msgspec import UnsetType

from generator.runtime.auth.refusal import Refusal
from generator.runtime.errors import ServiceError
from generator.runtime.masking import written
from generator.runtime.operation import Operation
from generator.runtime.shutdown import Shutdown
from generator.runtime.unions import encode
from generator.styles.jsonrpc.runtime.failures import error_object
from generator.styles.jsonrpc.runtime.messages import ErrorResponse, Id


class RefusedCall(Exception):
    """The only call of a request came without credentials that do, and ``body`` says so."""

    def __init__(self, refusal: Refusal, body: bytes | None) -> None:
        super().__init__(refusal.message)
        self.refusal = refusal
        self.body = body


def ended(
    operation: Operation[Any],
    error: BaseException,
    id: Id | UnsetType,
    shutdown: Shutdown,
) -> bytes:
    """The answer of a call that failed; raises a cancellation that no end of a server is."""
    return failed(operation, shutdown.reason(error), id)


def failed(operation: Operation[Any], error: Exception, id: Id | UnsetType) -> bytes:
    """The answer of a call that failed; what no caller may know of is masked."""

    def write(failure: ServiceError) -> bytes:
        return encode(ErrorResponse(error_object(operation, failure), id))

    return written(operation, error, write)
