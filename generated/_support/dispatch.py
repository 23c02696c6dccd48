"""Serves one call of one operation, alike in every style: check, call, mask."""

import asyncio
import contextvars
import functools
import inspect
import logging
import time
import types
import typing
import uuid
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from .call import CURRENT, Call
from .codes import Code
from .errors import (
    InvalidArgument,
    NotModified,
    PreconditionFailed,
    PreconditionRequired,
    ServiceError,
    Violation,
)
from .objections import of_error
from .operation import Operation

logger = logging.getLogger(__name__)

# What every operation may raise without declaring it.
_BUILT_IN = {
    ServiceError,
    InvalidArgument,
    NotModified,
    PreconditionFailed,
    PreconditionRequired,
}


class _Target:
    """One operation with the method that serves it; all that a call would ask again."""

    __slots__ = ("accepts", "etag", "is_async", "method", "op", "read")

    def __init__(self, service: object, op: Operation[Any]) -> None:
        method = getattr(service, op.method, None)
        self.op = op
        self.method: Callable[..., Any] | None = None if op.streaming else method
        self.is_async = inspect.iscoroutinefunction(method)
        self.accepts = _classes(op.response)
        self.etag = op.etag if op.etag is not None and op.etag.guards else None
        self.read = None if self.etag is None else getattr(service, self.etag.get, None)


class Dispatcher:
    """Calls the methods of one service object, be they ``def`` or ``async def``."""

    def __init__(self, service: object, operations: Iterable[Operation[Any]]) -> None:
        self._targets = {op: _Target(service, op) for op in operations}

    async def __call__(
        self,
        op: Operation[Any],
        raw: Mapping[str, Any],
        call: Call,
    ) -> Any:
        """Serve one call: raw JSON data in, the method's value out.

        Raises only what may leave the server: InvalidArgument, the operation's declared
        errors, built-in ServiceErrors; anything else becomes `internal` without its text.
        """
        target = self._targets[op]
        method = target.method
        if method is None:
            text = f"{op.name} is not implemented."
            raise ServiceError(text, code=Code.UNIMPLEMENTED)
        arguments = op.decode(raw)
        token = CURRENT.set(call)
        try:
            if call.deadline is not None:
                result = await _until(call.deadline, _serve(target, arguments, call))
            elif target.is_async and target.etag is None:
                result = await method(**arguments)
            else:
                result = await _serve(target, arguments, call)
        except Exception as error:
            if type(error) in op.errors:
                if objections := of_error(typing.cast(ServiceError, error)):
                    raise _untravelled(op, objections) from error
                raise
            if type(error) in _BUILT_IN:
                raise
            raise masked(op, error) from error
        finally:
            CURRENT.reset(token)
        if isinstance(result, target.accepts):
            if found := op.objections(result):
                raise _untravelled(op, found)
            if op.safe and op.etag is not None:
                op.etag.check_read(call, result)
            return result
        if op.response is None:
            return None
        raise masked(op, TypeError(f"{op.method} returned a {type(result).__name__}"))


async def _serve(target: _Target, arguments: dict[str, Any], call: Call) -> Any:
    assert target.method is not None
    if target.etag is not None:
        target.etag.check_presence(call)
        if call.if_match is not None or call.if_none_match is not None:
            target.etag.check(call, await _current(target, arguments, call))
    return await _run(target.method, target.is_async, arguments, call)


async def _run(
    method: Callable[..., Any],
    is_async: bool,
    arguments: dict[str, Any],
    call: Call,
) -> Any:
    """Await an ``async def``; give a ``def`` a thread, in the context of the call."""
    if is_async:
        return await method(**arguments)
    context = contextvars.copy_context()
    loop = asyncio.get_running_loop()
    try:
        work = functools.partial(context.run, method, **arguments)
        result = await loop.run_in_executor(None, work)
    except asyncio.CancelledError:
        call.cancelled = True
        raise
    # A decorated `async def` may look like a `def`.
    return await result if inspect.isawaitable(result) else result


async def _current(target: _Target, arguments: dict[str, Any], call: Call) -> Any:
    """What the preconditions are about: the resource as it is now, None if there is none."""
    if target.read is None or target.etag is None:
        return None
    keys = {name: arguments[name] for name in target.etag.keys}
    try:
        is_async = inspect.iscoroutinefunction(target.read)
        return await _run(target.read, is_async, keys, call)
    except ServiceError as error:
        # One that the operation declares says what is missing: better than that it has changed.
        if error.code is not Code.NOT_FOUND or type(error) in target.op.errors:
            raise
        return None


async def _until(deadline: float, work: typing.Coroutine[Any, Any, Any]) -> Any:
    scope = asyncio.timeout(deadline - time.monotonic())
    try:
        async with scope:
            return await work
    except TimeoutError:
        if not scope.expired():
            raise
        text = "The deadline passed."
        raise ServiceError(text, code=Code.DEADLINE_EXCEEDED) from None


def _untravelled(op: Operation[Any], objections: Iterable[Violation]) -> ServiceError:
    """Send nothing that would arrive as something else."""
    found = "; ".join(f"{one.pointer} {one.detail}" for one in objections)
    text = f"{op.method} gave back what no style can carry: {found}"
    return masked(op, ValueError(text))


def _classes(response: Any) -> tuple[type, ...]:
    """The classes of which a value of this annotation can be."""
    origin = typing.get_origin(response)
    if response is None:
        return (types.NoneType,)
    if response is float:
        return (float, int)
    if response is Any:  # a class, but one that isinstance() refuses
        return (object,)
    if origin in (types.UnionType, typing.Union):
        branches = typing.get_args(response)
        return tuple(kind for branch in branches for kind in _classes(branch))
    kind = response if origin is None else origin
    return (kind,) if isinstance(kind, type) else (object,)


def masked(op: Operation[Any], error: Exception) -> ServiceError:
    """What a caller may know of an exception that nobody declared; the log has the rest."""
    correlation = uuid.uuid4().hex
    logger.error("%s failed (correlation id %s)", op.name, correlation, exc_info=error)
    return ServiceError(
        f"An internal error occurred. Correlation id: {correlation}", code=Code.INTERNAL
    )
