"""Serves one call of one operation, alike in every style: check, call, mask."""

import asyncio
import inspect
import time
import typing
from collections.abc import Callable, Mapping
from typing import Any

from .aside import aside
from .call import CURRENT, Call
from .codes import Code
from .errors import ServiceError
from .gateway import as_service
from .implementation import method_of, unimplemented
from .limits import LARGE
from .locks import HELD, ResourceLocks
from .masking import leaving, masked
from .operation import Operation
from .patch import Update, mark
from .running import run
from .stepping import proceed
from .validation.exact import Test, holds
from .validation.results import InexactError, made_exact


class Target:
    """An operation with the method that serves it; what every call would ask is asked once."""

    def __init__(
        self, service: object, op: Operation[Any], max_timeout: float | None = None
    ) -> None:
        method = method_of(as_service(service), op.method)
        self._op = op
        self._max_timeout = max_timeout
        # What bounds the work where the caller names no deadline.
        self._timeout = min(filter(None, (op.timeout, max_timeout)), default=None)
        self._method: Callable[..., Any] | None = None if op.streaming else method
        self._is_async = inspect.iscoroutinefunction(method)
        self._tag = op.etag if op.safe else None
        self._guard = op.etag if op.etag is not None and op.etag.guards else None
        self._locks = None if self._guard is None else ResourceLocks.of(service)
        reads = "" if self._guard is None else self._guard.get
        self._read = getattr(service, reads, None) if reads else None
        self._decode: Callable[[Mapping[str, Any]], dict[str, Any]] | None = None
        self._is_exact: Test | None = None
        # All that most calls need: to await the method.
        self._direct = self._method if self._is_async and self._guard is None else None

    async def serve(self, raw: Mapping[str, Any], call: Call, size: int = 0) -> Any:
        """Serve one call: raw JSON data in, the method's value out.

        size: how many bytes the data came in; what is large is judged aside.

        Raises only what may leave the server: InvalidArgument, the operation's declared
        errors, built-in ServiceErrors; anything else becomes `internal` without its text.
        """
        decode = self._decode or self._prepare()
        if size < LARGE:
            arguments = decode(raw)
        else:
            arguments = await aside(self._op.decode_large, raw)
        if type(raw) is Update:
            mark(arguments, self._op.request, raw.whole)
        if call.deadline is None:
            if self._timeout is not None:
                call.deadline = time.monotonic() + self._timeout
        elif self._max_timeout is not None:
            call.deadline = min(call.deadline, time.monotonic() + self._max_timeout)
        failure: BaseException | None = None
        token = CURRENT.set(call)
        try:
            if call.deadline is not None:
                result = await _until(call.deadline, self._guarded(arguments, call))
            elif self._direct is not None:
                result = await self._direct(**arguments)
            else:
                result = await self._guarded(arguments, call)
        except BaseException as error:
            failure = leaving(self._op, error)
            if failure is error:
                raise
            raise failure from error
        finally:
            # A failure's traceback holds this frame, and the frame the whole input.
            failure = None
            CURRENT.reset(token)
        if self._is_exact is None:
            return None
        if not holds(self._is_exact, result):
            result = self._made_exact(result)
        if self._tag is not None:
            self._tag.check_read(call, result)
        return result

    def _prepare(self) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
        """What a call is checked with, made when the first one comes: it takes a while."""
        if self._method is None:
            raise unimplemented(self._op.name)
        self._is_exact = self._op.is_exact
        self._decode = decode = self._op.decode
        return decode

    def _made_exact(self, result: Any) -> Any:
        """The result in its exact types; one that has them not is the service's own failure."""
        try:
            return made_exact(result, self._op.response)
        except InexactError as error:
            text = f"{self._op.method} returned what no style can carry: {error}"
            raise masked(self._op, ValueError(text)) from error
        except Exception as error:
            raise masked(self._op, error) from error

    async def _guarded(self, arguments: dict[str, Any], call: Call) -> Any:
        """Call the method if the preconditions hold; one write of a resource at a time."""
        assert self._method is not None
        if self._guard is None:
            return await run(self._method, self._is_async, arguments, call)
        assert self._locks is not None
        self._guard.check_presence(call)
        keys = {name: arguments[name] for name in self._guard.keys}
        hold = await self._locks.acquire((self._guard.resource, *keys.values()))
        token = HELD.set((*HELD.get(), hold))
        try:
            conditions = (call.if_match, call.if_none_match)
            if self._guard.get and conditions != (None, None):
                self._guard.check(call, await self._current(keys, call))
            return await run(self._method, self._is_async, arguments, call, hold)
        finally:
            hold.release()
            HELD.reset(token)

    async def _current(self, keys: dict[str, Any], call: Call) -> Any:
        """What the preconditions are about: the resource as it is now, None if there is none."""
        if self._read is None:
            return None
        try:
            is_async = inspect.iscoroutinefunction(self._read)
            return await run(self._read, is_async, keys, call)
        except ServiceError as error:
            # One that the operation declares says what is missing: better than that it changed.
            if error.code is not Code.NOT_FOUND or type(error) in self._op.errors:
                raise
            return None


async def _until(deadline: float, work: typing.Coroutine[Any, Any, Any]) -> Any:
    """Work that never waits needs no timer."""
    try:
        waits_for = work.send(None)
    except StopIteration as done:
        return done.value
    scope = asyncio.timeout(deadline - time.monotonic())
    try:
        async with scope:
            return await proceed(work, waits_for)
    except TimeoutError:
        if not scope.expired():
            raise
        text = "The deadline passed."
        raise ServiceError(text, code=Code.DEADLINE_EXCEEDED) from None
