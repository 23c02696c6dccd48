"""Turns the bytes of requests into the bytes of responses by calling a service; no I/O.

What it is called with besides the bytes, a context, is for the caller to read.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from generator.formats.protobuf_rpc.runtime.failures import Failures
from generator.formats.protobuf_rpc.runtime.method import Service
from generator.formats.protobuf_rpc.runtime.stream_answers import Failed, StreamAnswers
from generator.runtime.auth.authenticate import Authenticate
from generator.runtime.auth.evidence import Evidence
from generator.runtime.call import Call
from generator.runtime.dispatch import Begun, Target, begun
from generator.runtime.errors import ServiceError
from generator.runtime.guard import Guard
from generator.runtime.hook import Hook
from generator.runtime.idempotency.store import IdempotencyStore
from generator.runtime.limits import LARGE
from generator.runtime.masking import masked
from generator.runtime.offload import offload
from generator.runtime.operation import Operation
from generator.runtime.shutdown import Shutdown
from generator.runtime.wire import Wire

C = TypeVar("C")


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """The style that brings the bytes: its name, and how it names an rpc, given its path."""

    style: str
    wire: Callable[[str], Wire]


async def _fail(_context: object, status: Any) -> bytes:
    raise Failed(status)


def _ignore(_context: object, _tag: str) -> None:
    pass


def _after(_context: object, call: Call) -> None:
    call.answered()


class Answers:
    """Serves the operations of one service."""

    def __init__(
        self,
        implementation: object,
        service: Service,
        carrier: Carrier,
        shutdown: Shutdown | None = None,
        max_timeout: float | None = None,
        store: IdempotencyStore | None = None,
        authenticate: Authenticate | None = None,
        hooks: Sequence[Hook] = (),
    ) -> None:
        self._service = service
        self._carrier = carrier
        self._authenticate = authenticate
        self._hooks = hooks
        self._implementation = implementation
        self._failures = Failures(service)
        self._shutdown = shutdown or Shutdown()
        self._max_timeout = max_timeout
        self._store = store

    def of(
        self,
        operation: Operation[Any],
        call: Callable[[C], Call],
        evidence: Callable[[C, Call], Evidence],
        fail: Callable[[C, Any], Awaitable[bytes]] = _fail,
        tag: Callable[[C, str], None] = _ignore,
        after: Callable[[C, Call], None] = _after,
    ) -> Callable[[bytes, C], Awaitable[bytes]]:
        """What answers to one operation; ``call`` reads the context.

        evidence: what a call shows of who makes it.
        fail: what a failed call comes to, given its context and the google.rpc.Status that
        its caller may see. Nothing else leaves: a host may send the text of exceptions.
        tag: what becomes of the entity tag of a value that has one.
        after: lets the call know when its answer has been written.
        """
        implementation, store = self._implementation, self._store
        begin = Target(implementation, operation, self._max_timeout, store).begin
        guard = self._guard(operation)
        failures, shutdown = self._failures, self._shutdown
        wire = self._carrier.wire(self._service.path(operation))
        body = self._service.body(operation)
        read, write = body.read, body.write
        tagged = self._service.method(operation).tagged
        etag = operation.etag if tagged else None

        async def serve(data: bytes, called: Call) -> Any:
            """What a call gives, once it has passed the guard."""
            size = len(data)
            raw = read(data) if size < LARGE else await offload(read, data)
            value = begin(raw, called, size)
            return await shutdown.wait(*value) if type(value) is Begun else value

        async def answer(data: bytes, context: C) -> bytes:
            called = call(context)
            called.received = size = len(data)
            try:
                if guard is not None:
                    called.wire = wire
                    shown = evidence(context, called)
                    work = partial(serve, data, called)
                    value = begun(guard.run(called, shown, work))
                else:
                    raw = read(data) if size < LARGE else await offload(read, data)
                    value = begin(raw, called, size)
                # A call that never waits needs not be ended.
                if type(value) is Begun:
                    value = await shutdown.wait(*value)
                response = write(value)
                if etag is not None:
                    tag(context, etag.of(value))
            except ServiceError as error:
                failure = error
            except Exception as error:  # noqa: BLE001
                failure = masked(operation, error)
            except BaseException:
                called.answered()
                raise
            else:
                if called.callbacks is not None:
                    called.sent, called.status = len(response), 0
                    after(context, called)
                return response
            try:
                status = failures.write(operation, failure, data, body)
            except Exception as error:  # noqa: BLE001
                status = failures.write(operation, masked(operation, error))
            finally:
                # Its traceback holds this frame, and the frame the whole input.
                del failure
            if called.callbacks is not None:
                called.status = status.code
                after(context, called)
            return await fail(context, status)

        return answer

    def streams(self, operation: Operation[Any]) -> StreamAnswers:
        """What answers to one operation that streams."""
        return StreamAnswers(
            self._implementation,
            self._service.body(operation),
            operation,
            self._failures,
            self._shutdown,
            self._max_timeout,
            self._carrier.wire(self._service.path(operation)),
            self._guard(operation),
        )

    def _guard(self, operation: Operation[Any]) -> Guard | None:
        style = self._carrier.style
        return Guard.of(operation, style, self._authenticate, self._hooks)
