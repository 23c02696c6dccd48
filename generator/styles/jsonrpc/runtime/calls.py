"""Answers JSON-RPC messages by calling a service: one message, or a batch of them."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import Any

import msgspec
from msgspec import UNSET

from generator.runtime.auth.evidence import Evidence, Showing
from generator.runtime.auth.refusal import Refusal
from generator.runtime.call import Call
from generator.runtime.coroutines import proceed
from generator.runtime.dispatch import Begun
from generator.runtime.guard import Guard
from generator.runtime.http.headers import HeaderMap, call_of
from generator.runtime.idempotency.parts import one_of_many
from generator.runtime.idempotency.store import IdempotencyStore
from generator.runtime.operation import Operation
from generator.runtime.rpc_codes import (
    INVALID_PARAMS,
    INVALID_REQUEST,
    METHOD_NOT_FOUND,
)
from generator.runtime.shutdown import Shutdown, stopping
from generator.runtime.unions import encode
from generator.runtime.whole_calls import target_of, waited
from generator.styles.jsonrpc.runtime.messages import (
    ErrorObject,
    ErrorResponse,
    Invalid,
    Request,
    Result,
)
from generator.styles.jsonrpc.runtime.method import Methods, by_name
from generator.styles.jsonrpc.runtime.plain import PlainCalls
from generator.styles.jsonrpc.runtime.replies import RefusedCall, ended, failed
from generator.styles.jsonrpc.runtime.served import Served
from generator.styles.jsonrpc.runtime.settings import (
    JsonRpcSettings,
    JsonRpcStdioSettings,
)
from generator.styles.jsonrpc.runtime.streamed import Streamed
from generator.styles.jsonrpc.runtime.wire import served as wire_of

DISCOVER = "rpc.discover"
_INVALID_REQUEST = ErrorObject(INVALID_REQUEST, "Invalid Request")
_NOT_FOUND = ErrorObject(METHOD_NOT_FOUND, "Method not found")
_IN_A_BATCH = ErrorObject(
    INVALID_REQUEST, "The answer is a stream, for which there is no place in a batch."
)
_NO_PARAMS = ErrorObject(INVALID_PARAMS, f"{DISCOVER} takes no parameters")


class Calls:
    """What a server does with the messages of a request, whatever brought them.

    guard_of: makes what stands before an operation.

    A ``call`` is what the request as a whole says about every call in it.
    """

    def __init__(
        self,
        service: object,
        methods: Methods,
        discover: Callable[[], bytes],
        settings: JsonRpcSettings | JsonRpcStdioSettings,
        shutdown: Shutdown,
        evidence: Showing,
        store: IdempotencyStore | None,
        guard_of: Callable[[Operation[Any]], Guard | None],
    ) -> None:
        # Those that answer with a stream.
        self.streamed: dict[str, Streamed] = {}
        self._served: dict[str, Served] = {}
        for method in methods:
            operation = method.operation
            guard = guard_of(operation)
            if method.stream:
                self.streamed[method.name] = Streamed(
                    service, method, settings.max_timeout, shutdown, guard
                )
                continue
            wire = wire_of(method.name)
            target = target_of(
                service,
                operation,
                shutdown,
                max_timeout=settings.max_timeout,
                max_size=settings.max_body_size,
                store=store,
            )
            self._served[method.name] = Served(method, target, guard, wire)
        guards = [served.guard for served in self._served.values()]
        self._guarded = any(guards)
        plain = PlainCalls(self._served, shutdown, evidence)
        self.begin = plain.begin
        self._discover = discover
        self._concurrency = settings.concurrency
        self._shutdown = shutdown

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
                    result = _begin(served, message, call, size)
                    if type(result) is Begun:
                        result = await proceed(*result)
                else:
                    call.wire = served.wire
                    begin = partial(_begin, served, message, call, size)
                    work = partial(waited, begin, self._shutdown)
                    result = await served.guard.run(call, evidence, work)
                answer = encode(Result(result, message.id))
            except (Exception, asyncio.CancelledError) as error:  # noqa: BLE001
                if refusals is not None and isinstance(error, Refusal):
                    refusals.append(error)
                answer = ended(operation, error, message.id, self._shutdown)
            if call.callbacks is not None:
                call.sent = 0 if message.id is UNSET else len(answer)
        return None if message.id is UNSET else answer

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
                part = one_of_many(call, index)
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
        if message.method in self.streamed:
            return encode(ErrorResponse(_IN_A_BATCH, message.id))
        if message.method != DISCOVER:
            return encode(ErrorResponse(_NOT_FOUND, message.id))
        if message.params:
            return encode(ErrorResponse(_NO_PARAMS, message.id))
        return encode(Result(msgspec.Raw(self._discover()), message.id))


def _begin(served: Served, message: Request, call: Call, size: int) -> Any:
    """What a call gives, if it never waits, else Begun."""
    params = by_name(served.method, message.params)
    return served.target.begin(params, call, size)
