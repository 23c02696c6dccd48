"""Decides what a caller may know of whatever ended a service's method.

Declared errors and the built-in ones leave as they are, if every style can carry them; anything
else becomes `internal` with a correlation id, and the log has the rest.
"""

import asyncio
import contextlib
import logging
import math
import uuid
from collections.abc import Callable
from typing import Any, TypeVar

from .auth.refusal import Refusal
from .call import CURRENT
from .codes import Code
from .errors import (
    InvalidArgument,
    KeyInUse,
    KeyReused,
    NotModified,
    PreconditionFailed,
    PreconditionRequired,
    ServiceError,
    Violation,
)
from .operation import Operation
from .places import on_the_wire
from .shared import is_copy
from .validation.results import InexactError, make_error_exact

T = TypeVar("T")
logger = logging.getLogger(__name__)

# What every operation may raise without declaring it.
_BUILT_IN = {
    ServiceError,
    InvalidArgument,
    KeyInUse,
    KeyReused,
    NotModified,
    PreconditionFailed,
    PreconditionRequired,
    Refusal,
}


def leaving(op: Operation[Any], error: BaseException) -> BaseException:
    """What leaves instead of an exception that ended a method; often the exception itself."""
    if _passes_on(error):
        return error
    try:
        error = _adopted(op, error)
        if type(error) in op.errors or type(error) in _BUILT_IN:
            assert isinstance(error, ServiceError)
            _check(error)
            if type(error) in op.errors:
                make_error_exact(error)
            if error.violations:
                error.violations = on_the_wire(op.request, error.violations)
            return error
    except InexactError as inexact:
        text = f"{op.method} raised a {type(error).__name__} that no style can carry: {inexact}"
        return masked(op, ValueError(text))
    except Exception as reason:  # noqa: BLE001
        reason.__context__ = error
        return masked(op, reason)
    if isinstance(error, ServiceError):
        undeclared = f"{op.name}, which does not declare {type(error).__name__},"
        return masked_at(undeclared, error)
    return masked(op, error)


def is_declared(op: Operation[Any], error: BaseException) -> bool:
    """Whether an operation declares an error, of whichever copy of the generated code it is."""
    return type(error) in op.errors or _own_class(op, error) is not None


def _own_class(op: Operation[Any], error: BaseException) -> type[ServiceError] | None:
    return next((cls for cls in op.errors if is_copy(type(error), cls)), None)


def _adopted(op: Operation[Any], error: BaseException) -> BaseException:
    """The operation's own error for one of another copy of the generated code."""
    own = _own_class(op, error)
    if own is None or not isinstance(error, ServiceError):
        return error
    revived = own._revive(error.message, error._data())
    revived.code = error.code
    revived.violations = error.violations
    revived.retry_after = error.retry_after
    return revived


def masked(op: Operation[Any], error: BaseException) -> ServiceError:
    """What a caller may know of an exception that nobody declared; the log has the rest."""
    return _masked(op.name, error)


def written(
    op: Operation[Any],
    error: Exception,
    write: Callable[[ServiceError], T],
) -> T:
    """What a style makes of an error; of one that nobody declared, or that it cannot write, masked.

    write: what it makes of an error that a caller may know of.
    """
    try:
        return write(error if isinstance(error, ServiceError) else masked(op, error))
    except Exception as unprintable:  # noqa: BLE001
        return write(masked(op, unprintable))


def masked_at(place: str, error: BaseException) -> ServiceError:
    """The same of one that ended a request of which no operation is known."""
    return _masked(place, error)


def _masked(what: str, error: BaseException) -> ServiceError:
    call = CURRENT.get(None)
    correlation = uuid.uuid4().hex if call is None else call.id
    # A caller gets its answer, even if the log cannot be written.
    with contextlib.suppress(Exception):
        logger.error("%s failed (correlation id %s)", what, correlation, exc_info=error)
    return ServiceError(
        f"An internal error occurred. Correlation id: {correlation}", code=Code.INTERNAL
    )


def _passes_on(error: BaseException) -> bool:
    """Whether an exception says that the process or the call itself is to end."""
    match error:
        case KeyboardInterrupt():
            return True
        case asyncio.CancelledError():
            # Else a method awaited something that somebody cancelled.
            task = asyncio.current_task()
            return task is not None and task.cancelling() > 0
        case GeneratorExit():
            # Closing a coroutine raises it where it awaits; a method's own has come from below.
            traceback = error.__traceback__
            return traceback is None or traceback.tb_next is None
        case _:
            return False


def _check(error: ServiceError) -> None:
    """TypeError or ValueError for what some style would fail to write; the code is made a Code."""
    error.code = Code(error.code)
    if type(error.message) is not str:
        error.message = str(error.message)
    error.message.encode()
    error.violations = tuple(map(_own, error.violations))
    for violation in error.violations:
        (violation.pointer + violation.detail).encode()
    if error.retry_after is not None and not math.isfinite(error.retry_after):
        raise ValueError("retry_after is not finite")
    if isinstance(error, NotModified) and error.etag is not None:
        error.etag.encode("ascii")


def _own(violation: Any) -> Violation:
    """The violation, or that of a copy of this package in which they have other fields."""
    if isinstance(violation, Violation):
        return violation
    if type(violation).__name__ != Violation.__name__:
        raise TypeError(f"not a Violation: {violation!r}")
    return Violation(violation.pointer, violation.detail)
