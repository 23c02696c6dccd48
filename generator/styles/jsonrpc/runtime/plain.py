"""Answers the plain calls, which are most: one message, read at once, and its arguments with it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Any

from msgspec import UNSET, UnsetType

from generator.runtime.auth.evidence import Showing
from generator.runtime.auth.refusal import Refusal
from generator.runtime.call import Call
from generator.runtime.coroutines import proceed
from generator.runtime.dispatch import Begun, Target, begun
from generator.runtime.guard import Guard
from generator.runtime.http.asgi import Scope
from generator.runtime.http.headers import HeaderMap, call_of
from generator.runtime.operation import Operation
from generator.runtime.shutdown import Shutdown
from generator.runtime.unions import encode
from generator.runtime.whole_calls import waited
from generator.styles.jsonrpc.runtime.messages import Id, Result, read_plain
from generator.styles.jsonrpc.runtime.replies import RefusedCall, ended
from generator.styles.jsonrpc.runtime.served import Served


class PlainCalls:
    """What a server does with the only message of a request, if it can be read at once."""

    def __init__(
        self,
        served: Mapping[str, Served],
        shutdown: Shutdown,
        evidence: Showing,
    ) -> None:
        # What a file comes in, or goes out, is never plain.
        self._served = {
            name: (method.operation, target, guard, wire)
            for name, (method, target, guard, wire) in served.items()
            if isinstance(target, Target)
        }
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

        UNSET for what is to be read closely; ``made`` gets the call, if it waits, fails, or has to
        be told when it is answered.
        """
        plain = read_plain(body)
        served = None if plain is None else self._served.get(plain[0].method)
        if plain is None or served is None or self._shutdown.over:
            return UNSET
        (message, params), (operation, target, guard, wire) = plain, served
        id = message.id
        call: Call | None = None
        try:
            arguments = target.arguments(params)
            if arguments is None:
                return UNSET
            call = call_of(headers, operation.name, "jsonrpc")
            call.received = len(body)
            if guard is None:
                result = target.call(arguments, call)
            else:
                call.wire = wire
                work = partial(target.call, arguments, call)
                result = self._pass(guard, work, call, headers, scope)
            if type(result) is Begun:
                made.append(call)
                return begun(self._finish(proceed(*result), call, operation, id))
            answer = encode(Result(result, id))
        except Exception as error:  # noqa: BLE001
            # Before its guard, nobody is told what is wrong with the arguments.
            if guard is not None and call is None:
                return UNSET
            made += [] if call is None else [call]
            answer = self._failed(operation, error, id, made)
        except BaseException:
            made += [] if call is None else [call]
            raise
        if call is not None and call.callbacks is not None:
            call.sent = 0 if id is UNSET else len(answer)
            made += [] if made else [call]
        return None if id is UNSET else answer

    def _pass(
        self,
        guard: Guard,
        begin: Callable[[], Any],
        call: Call,
        headers: HeaderMap,
        scope: Scope,
    ) -> Any:
        """What a call gives that its guard lets pass, if it never waits, else Begun."""
        evidence = self._evidence(headers, scope) if guard.looks else None
        judge = guard.alone
        if judge is None or evidence is None:
            work = partial(waited, begin, self._shutdown)
            return begun(guard.run(call, evidence, work))
        judged = begun(judge(call, evidence))
        if type(judged) is Begun:
            return begun(_after(proceed(*judged), begin))
        return begin()

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
            answer = self._failed(operation, error, id, [call])
        if call.callbacks is not None:
            call.sent = 0 if id is UNSET else len(answer)
        return None if id is UNSET else answer

    def _failed(
        self,
        operation: Operation[Any],
        error: BaseException,
        id: Id | UnsetType,
        made: Sequence[Call],
    ) -> bytes:
        """The answer of a call that failed; RefusedCall for who may not make it."""
        answer = ended(operation, error, id, self._shutdown)
        if isinstance(error, Refusal):
            told = None if id is UNSET else answer
            for call in made:
                call.sent = len(told or b"")
            raise RefusedCall(error, told)
        return answer


async def _after(judging: Awaitable[Any], begin: Callable[[], Any]) -> Any:
    """What a call gives once it is known who makes it."""
    await judging
    result = begin()
    return await proceed(*result) if type(result) is Begun else result
