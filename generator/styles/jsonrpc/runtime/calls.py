"""Answers JSON-RPC messages by calling a service: one message, or a batch of them."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from copy import copy
from functools import partial
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from generator.runtime.auth.authenticate import Authenticate
from generator.runtime.auth.evidence import Evidence
from generator.runtime.auth.refusal import Refusal
from generator.runtime.call import Call
from generator.runtime.coroutines import proceed
from generator.runtime.dispatch import Begun, Target, begun
from generator.runtime.guard import Guard
from generator.runtime.hooks import Hook
from generator.runtime.http.headers import HeaderMap, call_of
from generator.runtime.idempotency.header import HEADER, numbered
from generator.runtime.idempotency.store import IdempotencyStore
from generator.runtime.operation import Operation
from generator.runtime.shutdown import Shutdown, stopping
from generator.runtime.unions import encode
from generator.styles.jsonrpc.runtime.codes import (
    INVALID_PARAMS,
    INVALID_REQUEST,
    METHOD_NOT_FOUND,
)
from generator.styles.jsonrpc.runtime.events import EventMethod, in_a_batch
from generator.styles.jsonrpc.runtime.messages import (
    ErrorObject,
    ErrorResponse,
    Id,
    Invalid,
    Request,
    Result,
    read_plain,
)
from generator.styles.jsonrpc.runtime.method import Methods, by_name
from generator.styles.jsonrpc.runtime.replies import RefusedCall, failed
from generator.styles.jsonrpc.runtime.served import Served, target_of
from generator.styles.jsonrpc.runtime.settings import JsonRpcSettings
from generator.styles.jsonrpc.runtime.wire import served as wire_of

DISCOVER = "rpc.discover"
_INVALID_REQUEST = ErrorObject(INVALID_REQUEST, "Invalid Request")
_NOT_FOUND = ErrorObject(METHOD_NOT_FOUND, "Method not found")
_NO_PARAMS = ErrorObject(INVALID_PARAMS, f"{DISCOVER} takes no parameters")


class Calls:
    """What a server does with the messages of a request, whatever brought them.

    A ``call`` is what the request as a whole says about every call in it.
    """

    def __init__(
        self,
        service: object,
        methods: Methods,
        discover: Callable[[], bytes],
        settings: JsonRpcSettings,
        shutdown: Shutdown,
        store: IdempotencyStore | None = None,
        authenticate: Authenticate | None = None,
        hooks: Sequence[Hook] = (),
    ) -> None:
        # Those that answer with a stream.
        self._events: dict[str, EventMethod] = {}
        self._served: dict[str, Served] = {}
        # Those of them that nothing stands before.
        self._open: dict[str, Served] = {}
        for method in methods:
            operation = method.operation
            guard = Guard.of(operation, "jsonrpc", authenticate, hooks)
            if method.stream:
                events = EventMethod(service, method, settings, shutdown, guard)
                self._events[method.name] = events
                continue
            wire = wire_of(method.name)
            target = target_of(service, operation, settings, shutdown, store)
            self._served[method.name] = served = Served(method, target, guard, wire)
            if guard is None:
                self._open[method.name] = served
        self._guarded = len(self._open) < len(self._served)
        self._discover = discover
        self._concurrency = settings.concurrency
        self._shutdown = shutdown

    def events(self, message: object) -> EventMethod | None:
        """What answers a message with a stream, if anything does."""
        if not isinstance(message, Request):
            return None
        return self._events.get(message.method)

    def answers(
        self,
        message: Request | Invalid | list[Request | Invalid],
        headers: HeaderMap,
        evidence: Evidence,
        size: int,
        made: list[Call],
    ) -> Coroutine[Any, Any, bytes | None]:
        """The answer to whatever a request of so many bytes holds; ``made``: the calls in it."""
        call = call_of(headers, "", "jsonrpc")
        if isinstance(message, list):
            # How many bytes of it each call has, nobody asks.
            return self.answer_batch(message, call, evidence, size, made)
        call.received = size
        return self._only(message, call, evidence, size, made)

    async def _only(
        self,
        message: Request | Invalid,
        call: Call,
        evidence: Evidence,
        size: int,
        made: list[Call],
    ) -> bytes | None:
        """The response to the only message of a request; RefusedCall for who may not call."""
        refusals: list[Refusal] = []
        answer = await self.answer(message, call, evidence, size, made, refusals)
        if refusals:
            raise RefusedCall(refusals[0], answer)
        return answer

    async def answer(
        self,
        message: Request | Invalid,
        call: Call,
        evidence: Evidence,
        size: int,
        made: list[Call],
        refusals: list[Refusal] | None = None,
    ) -> bytes | None:
        """The response to one message as JSON; None for a notification.

        refusals: gets what keeps a caller out, whose response says it as well.
        """
        if not isinstance(message, Request):
            return encode(ErrorResponse(_INVALID_REQUEST, message.id))
        served = self._served.get(message.method)
        over = self._shutdown.over
        if served is None:
            answer = self._without_method(message)
        elif over:
            answer = failed(served.method.operation, stopping(), message.id)
        else:
            operation = served.method.operation
            call.operation = operation.name
            made.append(call)
            try:
                if served.guard is None:
                    params = by_name(served.method, message.params)
                    result = served.target.begin(params, call, size)
                    if type(result) is Begun:
                        result = await proceed(*result)
                else:
                    call.wire = served.wire
                    work = partial(self._serve, served, message, call, size)
                    result = await served.guard.run(call, evidence, work)
                answer = encode(Result(result, message.id))
            except (Exception, asyncio.CancelledError) as error:  # noqa: BLE001
                if refusals is not None and isinstance(error, Refusal):
                    refusals.append(error)
                answer = self._failed(operation, error, message.id)
            if call.callbacks is not None:
                call.sent = 0 if message.id is UNSET else len(answer)
        return None if message.id is UNSET else answer

    async def _serve(
        self,
        served: Served,
        message: Request,
        call: Call,
        size: int,
    ) -> Any:
        """What a call gives, once it has passed its guard."""
        try:
            params = by_name(served.method, message.params)
            result = served.target.begin(params, call, size)
            return await proceed(*result) if type(result) is Begun else result
        except asyncio.CancelledError:
            if self._shutdown.over:
                raise self._shutdown.answer() from None
            raise

    def begin(self, body: bytes, headers: HeaderMap, made: list[Call]) -> Any:
        """Answer a plain call up to where it waits: the answer if it never does, else Begun.

        UNSET for what is to be read closely.
        """
        plain = read_plain(body)
        served = None if plain is None else self._open.get(plain[0].method)
        if plain is None or served is None or self._shutdown.over:
            return UNSET
        (message, params), (method, target, *_) = plain, served
        operation, id = method.operation, message.id
        try:
            arguments = target.arguments(params)
            if arguments is None:
                return UNSET
            assert isinstance(target, Target)
            call = call_of(headers, operation.name, "jsonrpc")
            call.received = len(body)
            made.append(call)
            result = target.call(arguments, call)
            if type(result) is Begun:
                return begun(self._finish(proceed(*result), call, operation, id))
            answer = encode(Result(result, id))
        except Exception as error:  # noqa: BLE001
            answer = self._failed(operation, error, id)
        if made and made[0].callbacks is not None:
            made[0].sent = len(answer)
        return None if id is UNSET else answer

    async def _finish(
        self,
        work: Awaitable[Any],
        call: Call,
        operation: Operation[Any],
        id: Id | UnsetType,
    ) -> bytes | None:
        """The answer of a call that waits."""
        try:
            answer = encode(Result(await work, id))
        except (Exception, asyncio.CancelledError) as error:  # noqa: BLE001
            answer = self._failed(operation, error, id)
        if call.callbacks is not None:
            call.sent = len(answer)
        return None if id is UNSET else answer

    def _failed(
        self,
        operation: Operation[Any],
        error: BaseException,
        id: Id | UnsetType,
    ) -> bytes:
        """The answer of a call that failed; raises a cancellation that no end of a server is."""
        if isinstance(error, asyncio.CancelledError) and self._shutdown.over:
            error = self._shutdown.answer()
        if not isinstance(error, Exception):
            raise error
        return failed(operation, error, id)

    async def answer_batch(
        self,
        messages: Sequence[Request | Invalid],
        call: Call,
        evidence: Evidence,
        size: int,
        made: list[Call],
    ) -> bytes | None:
        """The responses to a batch in its order; None when it has notifications only.

        The calls run side by side, but never more than ``concurrency`` at a time.
        """
        answers: list[bytes | None] = [None] * len(messages)
        queue = iter(enumerate(messages))

        async def work() -> None:
            for index, message in queue:
                part = _part(call, index)
                work: Any = self.answer(message, part, evidence, size, made)
                # What the hooks of one call set in its context is not for the next one.
                if self._guarded:
                    work = asyncio.create_task(work)
                answers[index] = await work

        try:
            async with asyncio.TaskGroup() as workers:
                for _ in range(min(self._concurrency, len(messages))):
                    workers.create_task(work())
        except asyncio.CancelledError:
            if not self._shutdown.over:
                raise
            self._shutdown.answer()  # each call has its own
        given = [answer for answer in answers if answer is not None]
        return b"[" + b",".join(given) + b"]" if given else None

    def _without_method(self, message: Request) -> bytes:
        """The answer of the protocol itself: its document, or that there is no such method."""
        if message.method in self._events:
            return in_a_batch(message.id)
        if message.method != DISCOVER:
            return encode(ErrorResponse(_NOT_FOUND, message.id))
        if message.params:
            return encode(ErrorResponse(_NO_PARAMS, message.id))
        return encode(Result(msgspec.Raw(self._discover()), message.id))


def _part(call: Call, index: int) -> Call:
    """One call of a batch, whose one Idempotency-Key stands for all of them."""
    part = copy(call)
    key = call.idempotency_key
    if key is not None:
        part.headers = {**call.headers, HEADER: numbered(key, index + 1)}
    return part
