"""Answers JSON-RPC messages by calling a service: one message, or a batch of them."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from msgspec import UNSET

from generator.runtime.call import Call
from generator.runtime.dispatch import Dispatcher
from generator.runtime.errors import InvalidArgument, ServiceError, Violation
from generator.styles.jsonrpc.runtime.codes import (
    INVALID_PARAMS,
    INVALID_REQUEST,
    METHOD_NOT_FOUND,
)
from generator.styles.jsonrpc.runtime.failures import error_object
from generator.styles.jsonrpc.runtime.messages import (
    ErrorObject,
    Failure,
    Invalid,
    Params,
    Request,
    Result,
    encode,
)
from generator.styles.jsonrpc.runtime.method import Method, Methods

DISCOVER = "rpc.discover"
INVALID_REQUEST_ANSWER = encode(Failure(ErrorObject(INVALID_REQUEST, "Invalid Request"), None))
_NOT_FOUND = ErrorObject(METHOD_NOT_FOUND, "Method not found")
_NO_PARAMS = ErrorObject(INVALID_PARAMS, f"{DISCOVER} takes no parameters")

CallOf = Callable[[Method], Call]
"""Makes the context of one call from what a request as a whole said (headers, deadline)."""


class Calls:
    """What a server does with the messages of a request, whatever brought them."""

    def __init__(
        self,
        service: object,
        methods: Methods,
        discover: Callable[[], bytes],
        concurrency: int,
    ) -> None:
        self._methods = methods
        self._dispatch = Dispatcher(service, methods.operations)
        self._discover = discover
        self._concurrency = concurrency

    async def answer(self, message: Request | Invalid, call_of: CallOf) -> bytes | None:
        """The response to one message as JSON; None for a notification."""
        if isinstance(message, Invalid):
            return INVALID_REQUEST_ANSWER
        outcome = await self._outcome(message, call_of)
        if message.id is UNSET:
            return None
        if isinstance(outcome, ErrorObject):
            return encode(Failure(outcome, message.id))
        return encode(Result(outcome, message.id))

    async def answer_batch(
        self, messages: Sequence[Request | Invalid], call_of: CallOf
    ) -> bytes | None:
        """The responses to a batch in its order; None when it has notifications only.

        The calls run side by side, but never more than ``concurrency`` at a time.
        """
        answers: list[bytes | None] = [None] * len(messages)
        queue = iter(enumerate(messages))

        async def work() -> None:
            for index, message in queue:
                answers[index] = await self.answer(message, call_of)

        async with asyncio.TaskGroup() as workers:
            for _ in range(min(self._concurrency, len(messages))):
                workers.create_task(work())
        given = [answer for answer in answers if answer is not None]
        return b"[" + b",".join(given) + b"]" if given else None

    async def _outcome(self, message: Request, call_of: CallOf) -> Any:
        """The result, or the error object, of one call."""
        method = self._methods.named(message.method)
        if method is None:
            return self._introspect(message) if message.method == DISCOVER else _NOT_FOUND
        try:
            params = by_name(method, message.params)
            value = await self._dispatch(method.operation, params, call_of(method))
        except ServiceError as error:
            return error_object(method.operation, error)
        return value

    def _introspect(self, message: Request) -> msgspec.Raw | ErrorObject:
        return _NO_PARAMS if message.params else msgspec.Raw(self._discover())


def by_name(method: Method, params: Params | Any) -> dict[str, Any]:
    """Parameters by name, as the schema checks them; too many by position are a violation."""
    if isinstance(params, dict):
        return params
    if params is UNSET:
        return {}
    if len(params) > len(method.params):
        surplus = range(len(method.params), len(params))
        detail = f"{method.name} takes {len(method.params)} parameters"
        raise InvalidArgument(violations=[Violation(f"/{index}", detail) for index in surplus])
    return dict(zip(method.params, params, strict=False))
