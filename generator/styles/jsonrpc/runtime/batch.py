"""Several calls of a JSON-RPC client in one request: a batch (specification, section 6)."""

import contextlib
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import fields
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

import msgspec
from msgspec import UNSET

from generator.runtime.auth.carried import Carried
from generator.runtime.auth.sending import Authorized
from generator.runtime.call import Call, CallOptions, carried_by, headers_of
from generator.runtime.codes import Code
from generator.runtime.credentials import deadline_of, sender_of
from generator.runtime.errors import ServiceError
from generator.runtime.http.message import HttpRequest, HttpResponse
from generator.runtime.http.posted import foreign
from generator.runtime.operation import Operation
from generator.styles.jsonrpc.runtime.codec import (
    NOT_A_RESPONSE,
    JsonRpcCodec,
    failure_of,
)
from generator.styles.jsonrpc.runtime.messages import Response
from generator.styles.jsonrpc.runtime.recorded import Reply, recorded, stand_in

if TYPE_CHECKING:
    from generator.runtime.auth.sending import Sender
    from generator.styles.jsonrpc.runtime.client import (
        AsyncJsonRpcClient,
        SyncJsonRpcClient,
    )

T = TypeVar("T")
C = TypeVar("C")
S = TypeVar("S", bound="SyncJsonRpcClient")
A = TypeVar("A", bound="AsyncJsonRpcClient")

_many = msgspec.json.Decoder(list[msgspec.Raw]).decode
_one = msgspec.json.Decoder(Response).decode
_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
_NAME = "batch"
_UNANSWERED = "The server did not answer this call."


class _Batch(Generic[C]):
    """The calls of one batch."""

    def __init__(self, client: C, codec: JsonRpcCodec, options: CallOptions) -> None:
        self._client: Any = client
        self._codec = codec
        self._options = options
        self._stand_in = stand_in(client)
        self._operations: list[Operation[Any]] = []
        self._messages: list[bytes] = []
        self._replies: dict[str | int, Reply[Any]] = {}

    def notify(self, call: Callable[[C], object]) -> None:
        """Add a call without an answer: whether it succeeds, nobody is told.

        As ``call``, of which nothing comes back.
        """
        made = recorded(self._stand_in, call)
        self._messages.append(self._codec.message(made.operation, made.values, UNSET))
        self._operations.append(made.operation)

    def _add(self, call: Callable[[C], Any]) -> Reply[Any]:
        made = recorded(self._stand_in, call)
        id = self._codec.id()
        self._messages.append(self._codec.message(made.operation, made.values, id))
        self._operations.append(made.operation)
        reply = self._replies[id] = Reply(made.operation)
        return reply

    def _timeout(self, options: CallOptions) -> float | None:
        """Seconds for all of it: the batch's, or the client's."""
        return self._client._timeout if options.timeout is None else options.timeout

    def _senders(self, options: CallOptions) -> "list[Sender]":
        """What gives the calls their credentials."""
        operations = dict.fromkeys(self._operations)
        given = self._client._credentials
        senders = (sender_of(operation, options, given) for operation in operations)
        return [sender for sender in senders if sender is not None]

    def _request(
        self,
        options: CallOptions,
        carried: Iterable[Carried | None],
    ) -> HttpRequest:
        names = [field.name for field in fields(CallOptions)]
        own = {name: getattr(options, name) for name in names}
        given = Authorized(**own, carried=_merged(carried))
        return self._codec.batch(self._messages, next(iter(self._replies), None), given)

    def _behind_hooks(self, make: Callable[[CallOptions, Call], Any]) -> Any:
        """What hooks see is one call, named ``batch``."""
        from generator.runtime.hooked import hooked
        from generator.styles.jsonrpc.runtime.wire import called

        client, options = self._client, self._options
        client._check_open()
        call = Call(
            operation=_NAME,
            style=client._style,
            headers=headers_of(options),
            deadline=deadline_of(self._timeout(options)),
        )
        call.wire = called(_NAME, client._transport.address)
        return hooked(client._hooks, call, options, make)

    def _settle(self, response: HttpResponse, call: Call | None) -> None:
        """Give each call its own response; raises what became of the batch as a whole."""
        if call is not None:
            call.status = response.status
        lost = self._read(response)
        self._fail(lost or ServiceError(_UNANSWERED, code=Code.INTERNAL))

    @contextlib.contextmanager
    def _failing(self) -> Iterator[None]:
        """What the batch fails with as a whole, its calls fail with, too."""
        try:
            yield
        except ServiceError as error:
            self._fail(error)
            raise

    def _read(self, response: HttpResponse) -> ServiceError | None:
        """Give each call its own response; gives the error of one that is nobody's."""
        body = response.body
        if not self._replies:
            if response.status >= HTTPStatus.BAD_REQUEST:
                raise foreign(response, NOT_A_RESPONSE)
            return None
        lost: ServiceError | None = None
        try:
            parts = _many(body) if body.lstrip()[:1] == b"[" else [body]
            messages = [_one(part) for part in parts]
        except _UNREADABLE:
            raise foreign(response, NOT_A_RESPONSE) from None
        for message in messages:
            id = message.id
            reply = self._replies.pop(id, None) if isinstance(id, str | int) else None
            if reply is not None:
                self._take(reply, message, response)
            elif message.error is not UNSET and id is None:
                lost = failure_of(self._operations[0], message.error, response)
        if lost is not None and body.lstrip()[:1] != b"[":
            raise lost  # the batch as a whole
        return lost

    def _take(
        self,
        reply: Reply[Any],
        message: Response,
        response: HttpResponse,
    ) -> None:
        operation = reply._operation
        try:
            if message.error is not UNSET:
                raise failure_of(operation, message.error, response)
            if message.result is UNSET:
                raise foreign(response, NOT_A_RESPONSE)
            reply._value = self._codec.value(operation, message.result)
        except ServiceError as error:
            reply._error = error

    def _fail(self, error: ServiceError) -> None:
        """What all calls come to that have no answer."""
        while self._replies:
            self._replies.popitem()[1]._error = error


class SyncBatch(_Batch[S]):
    """Calls that are sent together when its ``with`` block ends."""

    def call(self, call: Callable[[S], T]) -> Reply[T]:
        """Add a call: ``batch.call(lambda client: client.method(…))``.

        Raises InvalidArgument for an input that cannot be written, and TypeError for what is no
        call, or one that streams. Its options are those of the batch.
        """
        return self._add(call)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, error: object, *_: object) -> None:
        """Send the batch, unless an exception ends the block; ServiceError if that fails."""
        if error is None and self._messages:
            if self._client._hooks:
                self._behind_hooks(self._send)
            else:
                self._send(self._options)

    def _send(self, options: CallOptions, call: Call | None = None) -> None:
        client = self._client
        client._check_open()
        senders = self._senders(options)
        carried = [carried_by(sender.authorized(options)) for sender in senders]
        request = self._request(options, carried)
        with self._failing():
            self._settle(client._transport.send(request, self._timeout(options)), call)


class AsyncBatch(_Batch[A]):
    """Calls that are sent together when its ``async with`` block ends."""

    def call(self, call: Callable[[A], Awaitable[T]]) -> Reply[T]:
        """Add a call: ``batch.call(lambda client: client.method(…))``, which is not awaited.

        Raises InvalidArgument for an input that cannot be written, and TypeError for what is no
        call, or one that streams. Its options are those of the batch.
        """
        return self._add(call)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, error: object, *_: object) -> None:
        """Send the batch, unless an exception ends the block; ServiceError if that fails."""
        if error is None and self._messages:
            if self._client._hooks:
                await self._behind_hooks(self._send)
            else:
                await self._send(self._options)

    async def _send(self, options: CallOptions, call: Call | None = None) -> None:
        client = self._client
        client._check_open()
        timeout = self._timeout(options)
        deadline = deadline_of(timeout)
        senders = self._senders(options)
        authorized = [await one.authorized_async(options, deadline) for one in senders]
        request = self._request(options, map(carried_by, authorized))
        with self._failing():
            self._settle(await client._transport.send(request, timeout), call)


def _merged(found: Iterable[Carried | None]) -> Carried:
    """What carries the credentials of all calls, which share one request."""
    headers: dict[str, str] = {}
    query: dict[str, str] = {}
    cookies: dict[str, str] = {}
    for carried in filter(None, found):
        for into, given in (
            (headers, carried.headers),
            (query, carried.query),
            (cookies, carried.cookies),
        ):
            for name, value in given.items():
                if into.setdefault(name, value) != value:
                    text = f"calls of a batch need different credentials in {name!r}"
                    raise ValueError(f"{text}: send them in batches of their own")
    return Carried(headers=headers, query=query, cookies=cookies)
