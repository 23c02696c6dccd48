"""Serves one call of an operation that streams, alike in every style: check, call, mask."""

import inspect
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import closing
from functools import partial
from typing import Any

from ..bodies import stored
from ..call import CURRENT, Call
from ..coroutines import until
from ..forwarding import as_service
from ..implementation import method_of, unimplemented
from ..masking import leaving, masked
from ..operation import Operation
from ..results import Results
from ..run_method import run_method
from ..shutdown import Shutdown
from ..validation.exact import Test
from .incoming import Incoming
from .outgoing import Outgoing
from .sending import is_open_file, pieces_of

# Whether an item may leave as it is, and what makes of another what leaves.
_Checks = tuple[Test, Callable[[Any], Any]]


class StreamTarget:
    """An operation that streams, with the method that serves it."""

    def __init__(
        self, service: object, op: Operation[Any], max_timeout: float | None = None
    ) -> None:
        self._op = op
        self._max_timeout = max_timeout
        self._timeout = min(filter(None, (op.timeout, max_timeout)), default=None)
        self._method = method_of(as_service(service), op.method)
        self._is_async = inspect.iscoroutinefunction(self._method)
        self._is_generator = inspect.isasyncgenfunction(self._method)

    @property
    def is_served(self) -> bool:
        """Whether the service has a method of its own for it."""
        return self._method is not None

    async def open(
        self,
        raw: Mapping[str, Any],
        call: Call,
        items: AsyncIterator[Any] | None = None,
        shutdown: Shutdown | None = None,
    ) -> Any:
        """Begin one call; raw: the inputs that do not stream, as plain JSON data.

        items: what the client sends, decoded and checked; it raises a ServiceError for an item
        that is not what the contract says, or when the connection ends before the stream.

        Gives an `Outgoing` if the operation answers with a stream, else the result. Raises only
        what may leave the server.
        """
        op = self._op
        if self._method is None:
            raise unimplemented(op.name)
        arguments = op.decode(raw)
        if call.deadline is None:
            if self._timeout is not None:
                call.deadline = time.monotonic() + self._timeout
        elif self._max_timeout is not None:
            call.deadline = min(call.deadline, time.monotonic() + self._max_timeout)
        incoming: Incoming[Any] | None = None
        if op.takes is not None:
            assert items is not None
            incoming = arguments[op.takes.parameter] = Incoming(items)
        mask = partial(_leaving, op, incoming)
        results = Results(op)
        exact = partial(results.checked, call=call)
        begun = False
        try:
            result = await self._begin(arguments, call, shutdown, mask)
            if op.gives is None:
                return exact(result)
            body = stored(result) if op.gives.chunks else None
            found: Any = result if body is None else body.pieces()
            if op.gives.chunks and is_open_file(found):
                found = _read(found)
            if _is_iterable(found):
                begun = True
                close = _nothing if incoming is None else incoming.close
                checks: _Checks = results.is_exact, exact
                if op.gives.chunks:
                    checks = _is_piece, piece
                return Outgoing(found, call, shutdown, *checks, mask, close, body)
            given = type(result).__name__
            wanted = "an iterator"
            if op.gives.chunks:
                wanted = "an iterator of bytes or a StoredBody"
            raise masked(op, TypeError(f"{op.method} gave {given}, not {wanted}"))
        finally:
            if incoming is not None and not begun:
                incoming.close()

    async def _begin(
        self,
        arguments: dict[str, Any],
        call: Call,
        shutdown: Shutdown | None,
        mask: Callable[[BaseException], BaseException],
    ) -> Any:
        """What the method gives: the result, or what the items come from."""
        assert self._method is not None
        token = CURRENT.set(call)
        failure: BaseException | None = None
        try:
            if self._is_generator:
                return self._method(**arguments)
            work = run_method(self._method, self._is_async, arguments, call)
            if call.deadline is not None:
                work = until(call.deadline, work)
            return await (work if shutdown is None else shutdown.run(work))
        except BaseException as error:
            failure = mask(error)
            if failure is error:
                raise
            raise failure from error
        finally:
            failure = None  # its traceback holds this frame
            CURRENT.reset(token)


def _leaving(
    op: Operation[Any], incoming: "Incoming[Any] | None", error: BaseException
) -> BaseException:
    """What leaves instead of a failure; the client's own failure leaves as it came."""
    if incoming is not None and error is incoming.failure:
        return error
    return leaving(op, error)


def _is_iterable(items: Any) -> bool:
    """Whether it has items; a text or bytes as a whole would fall apart into letters."""
    if isinstance(items, str | bytes | bytearray):
        return False
    return hasattr(items, "__aiter__") or hasattr(items, "__iter__")


def _is_piece(value: Any) -> bool:
    return type(value) is bytes


def piece(value: Any) -> bytes:
    """A piece of a file; TypeError for what is not bytes."""
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value)
    raise TypeError(f"a piece of a file is bytes, not {type(value).__name__}")


def _read(file: Any) -> Iterator[bytes]:
    """An open file in pieces, not in lines, which may be of any length."""
    with closing(file):
        yield from pieces_of(file)


def _nothing() -> None:
    pass
