"""Serves JSON-RPC on standard input and output: a message, or a batch of them, on each line."""

import asyncio
from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import NamedTuple, Unpack

from msgspec import UNSET, json

from generator.runtime.auth.authenticate import Unchecked
from generator.runtime.auth.evidence import Evidence
from generator.runtime.auth.known import NoEvidence
from generator.runtime.auth.principal import Principal
from generator.runtime.call import Call
from generator.runtime.codes import Code
from generator.runtime.hook import Hook
from generator.runtime.http.headers import HeaderMap, call_of
from generator.runtime.idempotency.choice import store_of
from generator.runtime.implementation_check import warn_if_incomplete
from generator.runtime.limits import LARGE
from generator.runtime.offload import offload
from generator.runtime.rpc_codes import INVALID_REQUEST, NUMBERS, PARSE_ERROR
from generator.runtime.shutdown import Shutdown
from generator.runtime.stdio import Channel, LineTooLong
from generator.runtime.stdio_session import (
    StdioSession,
    guard_of,
    headers_of,
    serve_session,
)
from generator.runtime.unions import encode
from generator.styles.jsonrpc.runtime.calls import Calls
from generator.styles.jsonrpc.runtime.messages import (
    CANCEL,
    BatchTooLarge,
    ErrorObject,
    ErrorResponse,
    Id,
    Invalid,
    Request,
    Unreadable,
    read,
    refusal,
    told,
)
from generator.styles.jsonrpc.runtime.method import Methods
from generator.styles.jsonrpc.runtime.replies import RefusedCall, ended
from generator.styles.jsonrpc.runtime.settings import (
    JsonRpcStdioOptions,
    JsonRpcStdioSettings,
)
from generator.styles.jsonrpc.runtime.streamed import Items, Streamed, structured

_NO_EVIDENCE = NoEvidence()
_CANCELLED = ErrorObject(NUMBERS[Code.CANCELLED], "The call was cancelled.")

Messages = Request | Invalid | list[Request | Invalid]


async def serve(
    service: object,
    methods: Methods,
    discover: Callable[[], bytes],
    *,
    principal: Principal | Unchecked | None = None,
    hooks: Sequence[Hook] = (),
    **options: Unpack[JsonRpcStdioOptions],
) -> None:
    """Serve until standard input ends; what a generated ``serve_stdio`` does."""
    settings = JsonRpcStdioSettings(**options)
    shutdown = Shutdown()
    warn_if_incomplete(service, methods.operations)
    calls = Calls(
        service,
        methods,
        cache(lambda: json.format(discover(), indent=-1)),  # one line
        settings,
        shutdown,
        _no_evidence,
        store_of(service, settings.idempotency),
        partial(guard_of, principal, hooks),
    )

    def session(channel: Channel) -> Session:
        return Session(calls, channel, settings, shutdown)

    await serve_session(service, settings, session)


def _no_evidence(*_: object) -> Evidence:
    return _NO_EVIDENCE


class Asked(NamedTuple):
    """What came with a line: headers, its bytes; made: takes the calls in it."""

    headers: HeaderMap
    size: int
    made: list[Call]


class Session(StdioSession):
    """The calls of one client."""

    def __init__(
        self,
        calls: Calls,
        channel: Channel,
        settings: JsonRpcStdioSettings,
        shutdown: Shutdown,
    ) -> None:
        super().__init__(channel, settings, shutdown)
        self._calls = calls
        self._max_batch = settings.max_batch

    async def take(self, line: bytes | LineTooLong) -> bytes | None:
        """Begin what a line asks for; gives what is to be answered at once."""
        if isinstance(line, LineTooLong):
            most = self._settings.max_body_size
            return refusal(INVALID_REQUEST, f"A message has at most {most} bytes.")
        try:
            if len(line) >= LARGE:
                message = await offload(read, line, self._max_batch)
            else:
                message = read(line, self._max_batch)
        except Unreadable:
            return refusal(PARSE_ERROR, "Parse error")
        except BatchTooLarge:
            too_many = f"A batch holds at most {self._max_batch} requests."
            return refusal(INVALID_REQUEST, too_many)
        id = message.id if isinstance(message, Request) else UNSET
        if isinstance(message, Request) and id is UNSET and message.method == CANCEL:
            self._cancel(message)
            return None
        if id is not UNSET and self.runs(id):
            return _refused(id, INVALID_REQUEST, "A call of this id has no answer yet.")
        if self.full:
            text = f"At most {self._settings.max_calls} calls run at a time."
            number = NUMBERS[Code.RESOURCE_EXHAUSTED]
            if isinstance(message, list):
                return refusal(number, text)
            # Of a notification nobody waits to hear.
            return None if message.id is UNSET else _refused(message.id, number, text)
        made: list[Call] = []
        # What has no id, or many, cannot be cancelled.
        key = object() if id is UNSET else id
        asked = Asked(headers_of(told(line)), len(line), made)
        self.begin(key, self._respond(message, asked), made)
        # What is cancelled by the next line has begun, and says that it was.
        await asyncio.sleep(0)
        return None

    def _cancel(self, message: Request) -> None:
        """End a call that nobody waits for any more."""
        id = message.params.get("id") if isinstance(message.params, dict) else None
        if isinstance(id, str | int | float) and not isinstance(id, bool):
            self.cancel(id)

    async def _respond(
        self,
        message: Messages,
        asked: Asked,
    ) -> bytes | None:
        """The answer to what a line holds; None if it has none."""
        try:
            if isinstance(message, Request) and message.method in self._calls.streamed:
                streamed = self._calls.streamed[message.method]
                return await self._stream(streamed, message, asked)
            headers, size, made = asked
            evidence = _NO_EVIDENCE
            return await self._calls.answers(message, headers, evidence, size, made)
        except RefusedCall as error:
            return error.body
        except asyncio.CancelledError:
            if not isinstance(message, Request) or message.id is UNSET:
                raise
            return encode(ErrorResponse(_CANCELLED, message.id))

    async def _stream(
        self,
        streamed: Streamed,
        message: Request,
        asked: Asked,
    ) -> bytes | None:
        """Send the items as notifications; gives the response, which ends them."""
        id = message.id
        if id is UNSET:
            return None  # who wants no answer wants no items
        operation = streamed.method.operation
        call = call_of(asked.headers, operation.name, "jsonrpc")
        call.received, call.wire = asked.size, streamed.wire
        asked.made.append(call)
        items = Items(streamed)
        form = (encode(streamed.method.name), encode(id))
        try:
            async for item in await items.open(message, call, _NO_EVIDENCE):
                line = _item(encode(item), *form)
                call.sent += len(line)
                await self._channel.send(line)
            answer = b'{"jsonrpc":"2.0","result":null,"id":%b}' % form[1]
        except (Exception, asyncio.CancelledError) as error:  # noqa: BLE001
            answer = ended(operation, error, id, streamed.shutdown)
        finally:
            await items.close()
        call.sent += len(answer)
        return answer


def _item(item: bytes, method: bytes, id: bytes) -> bytes:
    """An item as a notification, which names its call: others may run beside it."""
    form = b'{"jsonrpc":"2.0","method":%b,"params":%b,"call":%b}'
    return form % (method, structured(item), id)


def _refused(id: Id, number: int, text: str) -> bytes:
    return encode(ErrorResponse(ErrorObject(number, text), id))
