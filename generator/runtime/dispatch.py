"""Serves one call of one operation, alike in every style: check, call, mask."""

import inspect
import time
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from types import CoroutineType
from typing import TYPE_CHECKING, Any, NamedTuple

from .call import CURRENT, Call
from .codes import Code
from .coroutines import proceed, until
from .errors import ServiceError
from .forwarding import as_service
from .idempotency.header import HEADER
from .implementation import method_of, not_carried, unimplemented
from .limits import LARGE
from .locks import HELD, ResourceLocks
from .masking import is_declared, leaving
from .offload import offload
from .operation import Operation
from .patch import Update, mark
from .results import Results
from .run_method import run_method

if TYPE_CHECKING:
    from .idempotency.once import Once
    from .idempotency.store import IdempotencyStore


class Begun(NamedTuple):
    """Work that waits for something, as ``proceed`` takes it."""

    work: Coroutine[Any, Any, Any]
    waits_for: Any


class Target:
    """An operation with the method that serves it; what every call would ask is asked once."""

    def __init__(
        self,
        service: object,
        op: Operation[Any],
        max_timeout: float | None = None,
        store: "IdempotencyStore | None" = None,
    ) -> None:
        """``store``: where calls with an Idempotency-Key leave their answers; None: nowhere."""
        method = method_of(as_service(service), op.method)
        self._op = op
        self._max_timeout = max_timeout
        # What bounds the work where the caller names no deadline.
        self._timeout = min(filter(None, (op.timeout, max_timeout)), default=None)
        # What streams is a `StreamTarget`'s.
        self._method: Callable[..., Any] | None = None if op.streaming else method
        self._is_async = inspect.iscoroutinefunction(method)
        self._guard = op.etag if op.etag is not None and op.etag.guards else None
        self._locks = None if self._guard is None else ResourceLocks.of(service)
        reads = "" if self._guard is None else self._guard.get
        self._read = getattr(service, reads, None) if reads else None
        self._decode: Callable[[Mapping[str, Any]], dict[str, Any]] | None = None
        self._read_all: Callable[[bytes], dict[str, Any] | None] | None = None
        # A result as every style can carry it; made when the first call comes.
        self._checked: Callable[[Any, Call], Any]
        # All that most calls need: to await the method.
        simple = self._is_async and self._guard is None and self._timeout is None
        self._direct = self._method if simple else None
        self._once = None if store is None or not op.keyed else _once(op, store)

    async def serve(self, raw: Mapping[str, Any], call: Call, size: int = 0) -> Any:
        """Serve one call: raw JSON data in, the method's value out; see ``begin``."""
        result = self.begin(raw, call, size)
        return await proceed(*result) if type(result) is Begun else result

    def begin(self, raw: Mapping[str, Any], call: Call, size: int = 0) -> Any:
        """Serve one call up to where it waits: the method's value if it never does, else Begun.

        size: how many bytes the data came in; what is large is judged in a thread.

        Raises only what may leave the server: InvalidArgument, the operation's declared
        errors, built-in ServiceErrors; anything else becomes `internal` without its text.
        """
        decode = self._decode or self._prepare()
        if size >= LARGE:
            return begun(self._serve_large(raw, call))
        arguments = decode(raw)
        if type(raw) is Update:
            mark(arguments, self._op.request, raw.whole)
        return self.call(arguments, call)

    def call(self, arguments: dict[str, Any], call: Call) -> Any:
        """The same with the arguments of the method, which have been checked."""
        if self._decode is None:
            self._prepare()
        once = self._once
        if once is not None and HEADER in call.headers:
            self._limit(call)
            return begun(once.serve(arguments, call, self._work_to_end))
        direct = self._direct
        if direct is None or call.deadline is not None:
            return begun(self._finish(self._work(arguments, call), call))
        failure: BaseException | None = None
        result: Any = None
        work: Any = None
        waits_for: Any = None
        token = CURRENT.set(call)
        try:
            work = direct(**arguments)
            # A method that is only marked as a coroutine function gives any awaitable.
            if type(work) is not CoroutineType:
                work = _awaited(work)
            waits_for = work.send(None)
        except StopIteration as done:
            work, result = None, done.value
        except BaseException as error:
            failure = leaving(self._op, error)
            if failure is error:
                raise
            raise failure from error
        finally:
            # A failure's traceback holds this frame, and the frame the whole input.
            failure = None
            CURRENT.reset(token)
        if work is not None:
            return begun(self._finish(proceed(work, waits_for), call))
        return self._checked(result, call)

    @property
    def key(self) -> str | None:
        """The one argument, if any text but "" will do for it, and there is no other."""
        return self._op.key

    def arguments(self, text: bytes) -> dict[str, Any] | None:
        """The arguments that a JSON text of all the input holds, checked; None if not so simple.

        None, too, where nothing serves the operation: what is no request is told as such first.
        """
        if self._decode is None:
            if self._method is None:
                return None
            self._prepare()
        return None if self._read_all is None else self._read_all(text)

    async def _serve_large(self, raw: Mapping[str, Any], call: Call) -> Any:
        arguments = await offload(self._op.decode_large, raw)
        if type(raw) is Update:
            mark(arguments, self._op.request, raw.whole)
        result = self.call(arguments, call)
        return await proceed(*result) if type(result) is Begun else result

    def _limit(self, call: Call) -> None:
        """Give the call the deadline that holds here."""
        if call.deadline is None:
            if self._timeout is not None:
                call.deadline = time.monotonic() + self._timeout
        elif self._max_timeout is not None:
            call.deadline = min(call.deadline, time.monotonic() + self._max_timeout)

    def _work(
        self, arguments: dict[str, Any], call: Call, *, to_end: bool = False
    ) -> Coroutine[Any, Any, Any]:
        """All that is done for a call, within its deadline."""
        self._limit(call)
        work = self._guarded(arguments, call, to_end=to_end)
        return work if call.deadline is None else until(call.deadline, work)

    async def _work_to_end(self, arguments: dict[str, Any], call: Call) -> Any:
        """All that is done for a call whose outcome counts, be it too late for its caller."""
        return await self._finish(self._work(arguments, call, to_end=True), call)

    async def _finish(self, work: Awaitable[Any], call: Call) -> Any:
        """What becomes of a call that waits, or that may."""
        failure: BaseException | None = None
        token = CURRENT.set(call)
        try:
            result = await work
        except BaseException as error:
            failure = leaving(self._op, error)
            if failure is error:
                raise
            raise failure from error
        finally:
            # A failure's traceback holds this frame, and the frame the whole input.
            failure = None
            CURRENT.reset(token)
        return self._checked(result, call)

    def _prepare(self) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
        """What a call is checked with, made when the first one comes: it takes a while."""
        if self._op.streaming:
            raise not_carried(self._op.name)
        if self._method is None:
            raise unimplemented(self._op.name)
        self._checked = Results(self._op).checked
        self._read_all = self._op.read
        self._decode = decode = self._op.decode
        return decode

    async def _guarded(
        self,
        arguments: dict[str, Any],
        call: Call,
        *,
        to_end: bool,
    ) -> Any:
        """Call the method if the preconditions hold; one write of a resource at a time."""
        assert self._method is not None
        if self._guard is None:
            return await run_method(
                self._method,
                self._is_async,
                arguments,
                call,
                to_end=to_end,
            )
        assert self._locks is not None
        self._guard.check_presence(call)
        keys = {name: arguments[name] for name in self._guard.keys}
        hold = await self._locks.acquire((self._guard.resource, *keys.values()))
        token = HELD.set((*HELD.get(), hold))
        try:
            conditions = (call.if_match, call.if_none_match)
            if self._guard.get and conditions != (None, None):
                self._guard.check(call, await self._current(keys, call))
            return await run_method(
                self._method,
                self._is_async,
                arguments,
                call,
                hold,
                to_end=to_end,
            )
        finally:
            hold.release()
            HELD.reset(token)

    async def _current(self, keys: dict[str, Any], call: Call) -> Any:
        """What the preconditions are about: the resource as it is now, None if there is none."""
        if self._read is None:
            return None
        try:
            is_async = inspect.iscoroutinefunction(self._read)
            return await run_method(self._read, is_async, keys, call)
        except ServiceError as error:
            # One that the operation declares says what is missing: better than that it changed.
            if error.code is not Code.NOT_FOUND or is_declared(self._op, error):
                raise
            return None


def begun(work: Coroutine[Any, Any, Any]) -> Any:
    """The value of work that never waits, else how it goes on."""
    try:
        return Begun(work, work.send(None))
    except StopIteration as done:
        return done.value


def _once(op: Operation[Any], store: "IdempotencyStore") -> "Once":
    from .idempotency.once import Once

    return Once(op, store)


async def _awaited(work: Awaitable[Any]) -> Any:
    return await work
