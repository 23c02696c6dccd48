"""Answers calls of XML-RPC by calling a service: one, or those that one holds."""

import asyncio
from collections.abc import Awaitable, Sequence
from functools import partial
from typing import Any, NamedTuple

from generator.runtime.auth.authenticate import Authenticate
from generator.runtime.auth.evidence import Evidence
from generator.runtime.call import Call
from generator.runtime.coroutines import proceed
from generator.runtime.dispatch import Begun, Target, begun
from generator.runtime.errors import ServiceError
from generator.runtime.guard import Guard
from generator.runtime.hook import Hook
from generator.runtime.http.headers import HeaderMap, call_of
from generator.runtime.idempotency.parts import one_of_many
from generator.runtime.idempotency.store import IdempotencyStore
from generator.runtime.masking import written
from generator.runtime.operation import Operation
from generator.runtime.rpc_codes import (
    INVALID_PARAMS,
    INVALID_REQUEST,
    METHOD_NOT_FOUND,
)
from generator.runtime.shutdown import Shutdown, stopping
from generator.runtime.streams.whole import WholeTarget
from generator.runtime.whole_calls import target_of, waited
from generator.runtime.wire import Wire
from generator.styles.xmlrpc.runtime.failures import fault, told
from generator.styles.xmlrpc.runtime.method import Method, Methods
from generator.styles.xmlrpc.runtime.outcome import Outcome
from generator.styles.xmlrpc.runtime.plain import Message
from generator.styles.xmlrpc.runtime.settings import XmlRpcSettings
from generator.styles.xmlrpc.runtime.system import MULTICALL, System
from generator.styles.xmlrpc.runtime.wire import served as wire_of
from generator.styles.xmlrpc.runtime.writing import anything

_NO_METHOD = fault(METHOD_NOT_FOUND, "There is no method of this name.")
_NO_CALL = fault(INVALID_REQUEST, "A call is a struct with 'methodName' and 'params'.")
_NESTED = fault(INVALID_REQUEST, f"{MULTICALL} cannot be called within itself.")
_NO_CALLS = fault(INVALID_PARAMS, f"{MULTICALL} takes one array of structs.")


class Served(NamedTuple):
    """A method, what serves it, and what stands before it."""

    method: Method
    target: Target | WholeTarget
    guard: Guard | None
    wire: Wire


class Asked(NamedTuple):
    """What a request says about every call in it.

    size: its bytes; evidence: who calls; made: takes each call.
    """

    headers: HeaderMap
    size: int
    evidence: Evidence
    made: list[Call]


class Calls:
    """What a server does with the calls of a request, whatever brought them."""

    def __init__(
        self,
        service: object,
        methods: Methods,
        system: System,
        settings: XmlRpcSettings,
        shutdown: Shutdown,
        store: IdempotencyStore | None = None,
        authenticate: Authenticate | None = None,
        hooks: Sequence[Hook] = (),
    ) -> None:
        self._served: dict[str, Served] = {}
        for method in methods:
            operation = method.operation
            target = target_of(
                service,
                operation,
                shutdown,
                max_timeout=settings.max_timeout,
                max_size=settings.max_body_size,
                store=store,
            )
            guard = Guard.of(operation, "xmlrpc", authenticate, hooks)
            wire = wire_of(method.name)
            self._served[method.name] = Served(method, target, guard, wire)
        self._guarded = any(served.guard for served in self._served.values())
        self._system = system
        self._settings = settings
        self._shutdown = shutdown

    def begin(
        self,
        message: Message,
        headers: HeaderMap,
        size: int,
        made: list[Call],
    ) -> Any:
        """Answer a call that nothing stands before: the response, or Begun if it waits.

        None for another message; ``made`` gets the call. What most requests are goes this way.
        """
        name = message.method
        served = None if name is None else self._served.get(name)
        if served is None or served.guard is not None or self._shutdown.over:
            return None
        call = call_of(headers, served.method.operation.name, "xmlrpc")
        call.received = size
        made.append(call)
        outcome = self._unguarded(served, message.params, message.marked, call, size)
        if type(outcome) is Begun:
            return begun(_later(outcome, call))
        return _sent(outcome, call)

    async def answer(self, message: Message, asked: Asked) -> bytes:
        """The response to a call, which may be one of many."""
        name, params, _, marked = message
        if name == MULTICALL:
            return (await self._all(params, marked, asked)).response
        call = call_of(asked.headers, "", "xmlrpc")
        call.received = asked.size
        return _sent(await self._one(name, params, marked, call, asked), call)

    async def _one(
        self,
        name: object,
        params: list[Any],
        marked: bool,
        call: Call,
        asked: Asked,
    ) -> Outcome:
        """What one call comes to."""
        served = self._served.get(name) if type(name) is str else None
        if served is None:
            return self._without_method(name, params)
        operation = served.method.operation
        if self._shutdown.over:
            return _failed(operation, stopping())
        call.operation = operation.name
        asked.made.append(call)
        if served.guard is None:
            outcome = self._unguarded(served, params, marked, call, asked.size)
            return await proceed(*outcome) if type(outcome) is Begun else outcome
        call.wire = served.wire
        begin = partial(_begin, served, params, marked, call, asked.size)
        work = partial(waited, begin, self._shutdown)
        return await self._ending(served, served.guard.run(call, asked.evidence, work))

    def _unguarded(
        self,
        served: Served,
        params: list[Any],
        marked: bool,
        call: Call,
        size: int,
    ) -> Any:
        """What a call comes to that nothing stands before, if it never waits, else Begun."""
        try:
            result = _begin(served, params, marked, call, size)
            if type(result) is Begun:
                return begun(self._ending(served, proceed(*result)))
            return Outcome(served.method.result(result))
        except (Exception, asyncio.CancelledError) as error:  # noqa: BLE001
            return _failed(served.method.operation, self._shutdown.reason(error))

    async def _ending(self, served: Served, work: Awaitable[Any]) -> Outcome:
        """What work comes to that waits."""
        try:
            return Outcome(served.method.result(await work))
        except (Exception, asyncio.CancelledError) as error:  # noqa: BLE001
            return _failed(served.method.operation, self._shutdown.reason(error))

    async def _all(self, params: list[Any], marked: bool, asked: Asked) -> Outcome:
        """What many calls come to, in their order; so many of them run at a time."""
        if len(params) != 1 or type(params[0]) is not list:
            return Outcome(_NO_CALLS, failed=True)
        calls = params[0]
        most = self._settings.max_batch
        if len(calls) > most:
            text = f"{MULTICALL} takes at most {most} calls."
            return Outcome(fault(INVALID_REQUEST, text), failed=True)
        call = call_of(asked.headers, "", "xmlrpc")
        answers = [""] * len(calls)
        queue = iter(enumerate(calls))

        async def work() -> None:
            for index, given in queue:
                part: Any = self._part(given, marked, one_of_many(call, index), asked)
                # What the hooks of one call set in its context is not for the next one.
                if self._guarded:
                    part = asyncio.create_task(part)
                answers[index] = (await part).within

        try:
            async with asyncio.TaskGroup() as workers:
                for _ in range(min(self._settings.concurrency, len(calls))):
                    workers.create_task(work())
        except asyncio.CancelledError:
            if not self._shutdown.over:
                raise
            self._shutdown.answer()  # each call has its own
        return Outcome(f"<array><data>{''.join(answers)}</data></array>")

    async def _part(
        self,
        given: Any,
        marked: bool,
        call: Call,
        asked: Asked,
    ) -> Outcome:
        """What one call of many comes to."""
        match given:
            case {"methodName": str(name), "params": list(params)} if len(given) == 2:
                if name == MULTICALL:
                    return Outcome(_NESTED, failed=True)
                outcome = await self._one(name, params, marked, call, asked)
                if call.callbacks is not None:
                    call.sent = len(outcome.within.encode())
                return outcome
            case _:
                return Outcome(_NO_CALL, failed=True)

    def _without_method(self, name: object, params: list[Any]) -> Outcome:
        """What the protocol itself answers, or that there is no such method."""
        if type(name) is not str or not self._system.knows(name):
            return Outcome(_NO_METHOD, failed=True)
        try:
            return Outcome(anything(self._system.answer(name, params)))
        except ValueError as error:
            return Outcome(fault(INVALID_PARAMS, str(error)), failed=True)


def _begin(
    served: Served,
    params: list[Any],
    marked: bool,
    call: Call,
    size: int,
) -> Any:
    """What a call gives, if it never waits, else Begun."""
    return served.target.begin(served.method.raw(params, marked=marked), call, size)


def _sent(outcome: Outcome, call: Call) -> bytes:
    """The response to the only call of a request."""
    answer = outcome.response
    if call.callbacks is not None:
        call.sent = len(answer)
    return answer


async def _later(outcome: Begun, call: Call) -> bytes:
    return _sent(await proceed(*outcome), call)


def _failed(operation: Operation[Any], error: Exception) -> Outcome:
    """The fault of a call that failed; what no caller may know of is masked."""

    def write(failure: ServiceError) -> Outcome:
        return Outcome(fault(*told(operation, failure)), failed=True)

    return written(operation, error, write)
