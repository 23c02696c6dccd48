"""Turns HTTP requests into JSON-RPC messages and their answers into responses: an ASGI app."""

import asyncio
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, Unpack

from msgspec import UNSET

from generator.runtime.auth.authenticate import Authenticate
from generator.runtime.dispatch import Begun, begun
from generator.runtime.guard import Guard
from generator.runtime.hook import Hook
from generator.runtime.http.asgi import Reply, resume
from generator.runtime.http.headers import HeaderMap
from generator.runtime.http.post_app import PostApp, Posted
from generator.runtime.idempotency.choice import store_of
from generator.runtime.limits import LARGE
from generator.runtime.offload import offload
from generator.runtime.operation import Operation
from generator.runtime.rpc_codes import INVALID_REQUEST, PARSE_ERROR
from generator.styles.jsonrpc.runtime.calls import Calls
from generator.styles.jsonrpc.runtime.events import EventMethod, takes_events
from generator.styles.jsonrpc.runtime.messages import (
    BatchTooLarge,
    Invalid,
    Request,
    Unreadable,
    read,
    refusal,
)
from generator.styles.jsonrpc.runtime.method import Methods
from generator.styles.jsonrpc.runtime.replies import RefusedCall
from generator.styles.jsonrpc.runtime.settings import JsonRpcOptions, JsonRpcSettings

_JSON = (b"content-type", b"application/json")
_PARSE_ERROR = refusal(PARSE_ERROR, "Parse error")


class JsonRpcApp(PostApp):
    """Serves one service; what a generated ``create_app`` returns, which explains the limits."""

    paths = frozenset({"", "/", "/jsonrpc", "/jsonrpc/"})
    # The names that have been in use for it.
    media_types = frozenset(
        {
            b"application/json",
            b"application/json-rpc",
            b"application/jsonrequest",
        }
    )
    answers = b"application/json"

    def __init__(
        self,
        service: object,
        methods: Methods,
        discover: Callable[[], bytes],
        *,
        authenticate: Authenticate | None = None,
        hooks: Sequence[Hook] = (),
        **options: Unpack[JsonRpcOptions],
    ) -> None:
        settings = JsonRpcSettings(**options)
        super().__init__(service, methods.operations, settings)

        def guard_of(operation: Operation[Any]) -> Guard | None:
            return Guard.of(operation, "jsonrpc", authenticate, hooks)

        self._calls = Calls(
            service,
            methods,
            cache(discover),
            settings,
            self._shutdown,
            self._evidence,
            store_of(service, settings.idempotency),
            guard_of,
        )
        self._events = {
            name: EventMethod(streamed, settings.heartbeat)
            for name, streamed in self._calls.streamed.items()
        }
        self._max_batch = settings.max_batch

    def answer(self, posted: Posted) -> Any:
        """The response to what a body holds: one message, or a batch of them."""
        body = posted.body
        if len(body) >= LARGE:
            return self._large(posted)
        answer = self._calls.begin(body, posted.headers, posted.scope, posted.made)
        if answer is not UNSET:
            return answer
        return self._messages(read(body, self._max_batch), posted)

    def refusal(self, status: int, phrase: str, *headers: tuple[bytes, bytes]) -> Reply:
        """An answer of HTTP's own; its error object is for clients that read nothing else."""
        return status, [_JSON, *headers], refusal(INVALID_REQUEST, phrase)

    def failed(self, error: Exception) -> Reply:
        """The answer to what holds no message, and to who may not make the only call in it."""
        match error:
            case Unreadable():
                return 200, [_JSON], _PARSE_ERROR
            case BatchTooLarge():
                too_many = f"A batch holds at most {self._max_batch} requests."
                return 200, [_JSON], refusal(INVALID_REQUEST, too_many)
            case RefusedCall():
                status, headers = self.challenged(error.refusal)
                if error.body is None:
                    return status, headers, b""
                return status, [_JSON, *headers], error.body
            case _:
                return super().failed(error)

    def is_read(self, accept: bytes, headers: HeaderMap) -> bool:
        """Whether a client reads JSON; what answers with a stream is known with the body."""
        if self._events and takes_events(headers):
            return True
        return super().is_read(accept, headers)

    async def _large(self, posted: Posted) -> Any:
        message = await offload(read, posted.body, self._max_batch)
        answer = self._messages(message, posted)
        if type(answer) is Begun:
            return await resume(*answer, posted.receive, self._shutdown)
        return await answer if asyncio.iscoroutine(answer) else answer

    def _messages(
        self, message: Request | Invalid | list[Request | Invalid], posted: Posted
    ) -> Any:
        evidence = self._evidence(posted.headers, posted.scope)
        if isinstance(message, Request) and message.method in self._events:
            return self._events[message.method].serve(message, posted, evidence)
        size, made = len(posted.body), posted.made
        return begun(self._calls.answers(message, posted.headers, evidence, size, made))
