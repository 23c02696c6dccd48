"""Answers the plain calls, which are most: one message, read at once, and its arguments with it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

from msgspec import UNSET, UnsetType

from generator.runtime.auth.evidence import Evidence, Showing
from generator.runtime.auth.refusal import Refusal
from generator.runtime.call import Call
from generator.runtime.coroutines import proceed
from generator.runtime.dispatch import Begun, Target, begun
from generator.runtime.http.asgi import Scope
from generator.runtime.http.headers import HeaderMap, call_of
from generator.runtime.operation import Operation
from generator.runtime.shutdown import Shutdown
from generator.runtime.unions import encode
from generator.styles.jsonrpc.runtime.messages import Id, Result, read_plain
from generator.styles.jsonrpc.runtime.replies import RefusedCall, ended
from generator.styles.jsonrpc.runtime.served import Served, waited


class PlainCalls:
    """What a server does with the only message of a request, if it can be read at once."""

    def __init__(
        self,
        served: Mapping[str, Served],
        shutdown: Shutdown,
        evidence: Showing,
    ) -> None:
        self._served = served
        self._shutdown = shutdown
        self._evidence = evidence

    def begin(
        self,
        body: bytes,
        headers: HeaderMap,
        scope: Scope,
        made: list[Call],
    ) -> Any:
        """Answer a plain call up to where it waits: the answer if it never does, else Begun.

        UNSET for what is to be read closely; ``made`` gets the call.
        """
        plain = read_plain(body)
        served = None if plain is None else self._served.get(plain[0].method)
        if plain is None or served is None or self._shutdown.over:
            return UNSET
        (message, params), (method, target, guard, _) = plain, served
        operation, id = method.operation, message.id
        try:
            arguments = target.arguments(params)
            if arguments is None:
                return UNSET
            assert isinstance(target, Target)
            call = call_of(headers, operation.name, "jsonrpc")
            call.received = len(body)
            made.append(call)
            if guard is not None:
                evidence = self._evidence(headers, scope)
                begin = partial(target.call, arguments, call)
                return begun(self._pass(served, begin, call, evidence, id))
            result = target.call(arguments, call)
            if type(result) is Begun:
                return begun(self._finish(proceed(*result), call, operation, id))
            answer = encode(Result(result, id))
        except RefusedCall:
            raise
        except Exception as error:  # noqa: BLE001
            # Before its guard, nobody is told what is wrong with the arguments.
            if guard is not None and not made:
                return UNSET
            answer = ended(operation, error, id, self._shutdown)
        if made and made[0].callbacks is not None:
            made[0].sent = len(answer)
        return None if id is UNSET else answer

    async def _pass(
        self,
        served: Served,
        begin: Callable[[], Any],
        call: Call,
        evidence: Evidence,
        id: Id | UnsetType,
    ) -> bytes | None:
        """The answer of a call that has a guard to pass; RefusedCall for who may not make it."""
        method, _, guard, call.wire = served
        assert guard is not None
        operation, judge, refusal = method.operation, guard.alone, None
        try:
            if judge is not None:
                await judge(call, evidence)
                result = begin()
                if type(result) is Begun:
                    result = await proceed(*result)
            else:
                work = partial(waited, begin, self._shutdown)
                result = await guard.run(call, evidence, work)
            answer = encode(Result(result, id))
        except (Exception, asyncio.CancelledError) as error:  # noqa: BLE001
            refusal = error if isinstance(error, Refusal) else None
            answer = ended(operation, error, id, self._shutdown)
        told = None if id is UNSET else answer
        if call.callbacks is not None:
            call.sent = len(told or b"")
        if refusal is not None:
            raise RefusedCall(refusal, told)
        return told

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
            answer = ended(operation, error, id, self._shutdown)
        if call.callbacks is not None:
            call.sent = len(answer)
        return None if id is UNSET else answer
