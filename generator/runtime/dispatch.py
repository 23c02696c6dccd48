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
from .fidelity import Test, holds
from .gateway import as_service
from .implementation import method_of, unimplemented
from .objections import of_error
from .operation import Operation
from .patch import Update, mark

logger = logging.getLogger(__name__)

# What every operation may raise without declaring it.
_BUILT_IN = {
    ServiceError,
    InvalidArgument,
    NotModified,
    PreconditionFailed,
    PreconditionRequired,
}


class Target:
    """An operation with the method that serves it; what every call would ask is asked once."""

    def __init__(self, service: object, op: Operation[Any]) -> None:
        method = method_of(as_service(service), op.method)
        self._op = op
        self._method: Callable[..., Any] | None = None if op.streaming else method
        self._is_async = inspect.iscoroutinefunction(method)
        self._accepts = _classes(op.response)
        self._tag = op.etag if op.safe else None
        self._guard = op.etag if op.etag is not None and op.etag.guards else None
        reads = "" if self._guard is None else self._guard.get
        self._read = getattr(service, reads, None)
        self._decode: Callable[[Mapping[str, Any]], dict[str, Any]] | None = None
        self._travels: Test | None = None
        # All that most calls need: to await the method.
        self._direct = self._method if self._is_async and self._guard is None else None

    async def serve(self, raw: Mapping[str, Any], call: Call) -> Any:
        """Serve one call: raw JSON data in, the method's value out.

        Raises only what may leave the server: InvalidArgument, the operation's declared
        errors, built-in ServiceErrors; anything else becomes `internal` without its text.
        """
        decode = self._decode or self._prepare()
        arguments = decode(raw)
        if type(raw) is Update:
            mark(arguments, self._op.request, raw.whole)
        token = CURRENT.set(call)
        try:
            if call.deadline is not None:
                result = await _until(call.deadline, self._guarded(arguments, call))
            elif self._direct is not None:
                result = await self._direct(**arguments)
            else:
                result = await self._guarded(arguments, call)
        except Exception as error:
            if type(error) in self._op.errors:
                if objections := of_error(typing.cast(ServiceError, error)):
                    raise _untravelled(self._op, objections) from error
                raise
            if type(error) in _BUILT_IN:
                raise
            raise masked(self._op, error) from error
        finally:
            CURRENT.reset(token)
        if isinstance(result, self._accepts):
            fits = self._travels is None or holds(self._travels, result)
            if not fits and (found := self._op.objections(result)):
                raise _untravelled(self._op, found)
            if self._tag is not None:
                self._tag.check_read(call, result)
            return result
        if self._op.response is None:
            return None
        wrong = f"{self._op.method} returned a {type(result).__name__}"
        raise masked(self._op, TypeError(wrong))

    def _prepare(self) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
        """What a call is checked with, made when the first one comes: it takes a while."""
        if self._method is None:
            raise unimplemented(self._op.name)
        self._travels = self._op.travels
        self._decode = decode = self._op.decode
        return decode

    async def _guarded(self, arguments: dict[str, Any], call: Call) -> Any:
        """Call the method if the preconditions of the call hold."""
        assert self._method is not None
        if self._guard is not None:
            self._guard.check_presence(call)
            if call.if_match is not None or call.if_none_match is not None:
                keys = {name: arguments[name] for name in self._guard.keys}
                self._guard.check(call, await self._current(keys, call))
        return await _run(self._method, self._is_async, arguments, call)

    async def _current(self, keys: dict[str, Any], call: Call) -> Any:
        """What the preconditions are about: the resource as it is now, None if there is none."""
        if self._read is None:
            return None
        try:
            is_async = inspect.iscoroutinefunction(self._read)
            return await _run(self._read, is_async, keys, call)
        except ServiceError as error:
            # One that the operation declares says what is missing: better than that it changed.
            if error.code is not Code.NOT_FOUND or type(error) in self._op.errors:
                raise
            return None


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
