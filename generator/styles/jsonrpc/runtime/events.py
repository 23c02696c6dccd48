"""One method that answers with a stream of items: server-sent events, an item each."""

from collections.abc import AsyncIterator
from functools import partial
from typing import Any

from msgspec import UNSET

from generator.runtime.auth.evidence import Evidence
from generator.runtime.auth.refusal import Refusal
from generator.runtime.call import Call
from generator.runtime.http.accept import qualities, quality_of
from generator.runtime.http.asgi import (
    DisconnectedError,
    Message,
    RawHeaders,
    Receive,
    Reply,
    Scope,
    Send,
)
from generator.runtime.http.headers import HeaderMap, call_of
from generator.runtime.http.post_app import SENT, Posted, Sent
from generator.runtime.http.streaming import sse
from generator.runtime.http.streaming.peer import Peer
from generator.runtime.http.streaming.respond import Form, StreamSender
from generator.runtime.rpc_codes import INVALID_REQUEST
from generator.runtime.unions import encode
from generator.styles.jsonrpc.runtime.messages import (
    ErrorObject,
    ErrorResponse,
    Id,
    Request,
)
from generator.styles.jsonrpc.runtime.method import RESPONSES, Method
from generator.styles.jsonrpc.runtime.replies import RefusedCall, failed
from generator.styles.jsonrpc.runtime.streamed import Items, Streamed, structured

_JSON = (b"content-type", b"application/json")
# Nothing on the way may keep, change or hold back what is sent: not a cache, not a proxy.
_HEADERS: RawHeaders = [
    (b"content-type", sse.EVENTS.encode()),
    (b"cache-control", b"no-store, no-transform"),
    (b"x-accel-buffering", b"no"),
]
_NOT_ACCEPTED = f"The answer is a stream: the request must accept {sse.EVENTS}."


def counted(call: Call, send: Send) -> Send:
    """The same, telling a call how many bytes it has sent."""

    async def send_counted(message: Message) -> None:
        await send(message)
        call.sent += len(message.get("body", b""))

    return send_counted


class EventMethod:
    """A method, prepared for serving; heartbeat: seconds of silence after which a sign is sent."""

    def __init__(self, streamed: Streamed, heartbeat: float) -> None:
        self._streamed = streamed
        self._method = streamed.method
        self._heartbeat = heartbeat

    async def serve(
        self,
        message: Request,
        posted: Posted,
        evidence: Evidence,
    ) -> Reply | Sent:
        """Answer a request.

        The reply to send, or SENT where it has been; DisconnectedError if nobody reads it,
        RefusedCall for who may not call.
        A notification asks for no answer, and so for no items.
        """
        id = message.id
        if id is UNSET:
            return 204, [], b""
        body, headers, scope, receive, send, made = posted
        if not takes_events(headers):
            refused = ErrorObject(INVALID_REQUEST, _NOT_ACCEPTED)
            return 406, [_JSON], encode(ErrorResponse(refused, id))
        call = call_of(headers, self._method.operation.name, "jsonrpc")
        call.received, call.wire = len(body), self._streamed.wire
        made.append(call)
        if self._streamed.guard is not None:
            send = counted(call, send)
        stream = _Stream(self._method, message, scope, send, self._heartbeat)
        try:
            await self._give(stream, evidence, receive, call)
        except DisconnectedError:
            raise
        except Refusal as error:
            said = failed(self._method.operation, error, id)
            raise RefusedCall(error, said) from None
        except Exception as error:  # noqa: BLE001
            return 200, [_JSON], failed(self._method.operation, error, id)
        return SENT

    async def _give(
        self,
        stream: "_Stream",
        evidence: Evidence,
        receive: Receive,
        call: Call,
    ) -> None:
        """Send the items; what fails before the first of them is raised."""
        items = Items(self._streamed)
        try:
            with Peer(receive) as peer:
                peer.start()
                begin = partial(stream.begin, peer)
                try:
                    answered = await items.open(stream.message, call, evidence, begin)
                    stream.begin(peer)
                    await stream.send(answered)
                except DisconnectedError:
                    raise
                except Exception as error:
                    if not await stream.fails(error):
                        raise
                else:
                    await stream.end()
        finally:
            await stream.stop()
            await items.close()


class _Stream:
    """What is sent for one call."""

    def __init__(
        self,
        method: Method,
        message: Request,
        scope: Scope,
        send: Send,
        heartbeat: float,
    ) -> None:
        self._operation = method.operation
        self._id: Id = message.id if message.id is not UNSET else None
        self._scope = scope
        self._send = send
        self._heartbeat = heartbeat
        self._form = _form(method, self._id)
        self._sender: StreamSender | None = None
        self._peer: Peer | None = None
        self.message = message

    def begin(self, peer: Peer) -> None:
        """Whatever has to be asked before has been: from now on a silent stream begins soon."""
        if self._sender is not None:
            return
        headers = [*_HEADERS]
        self._peer = peer
        self._sender = StreamSender(
            self._scope, self._send, headers, self._form, self._heartbeat, peer
        )
        self._sender.begin()

    async def send(self, items: AsyncIterator[Any]) -> None:
        """Send all items."""
        assert self._sender is not None
        await self._sender.send(items)

    async def fails(self, error: Exception) -> bool:
        """Tell a failure in the stream; whether that has begun."""
        sender, peer = self._sender, self._peer
        await self.stop()
        if sender is None or peer is None or not sender.started:
            return False
        peer.stop()
        await sender.fail(failed(self._operation, error, self._id))
        return True

    async def end(self) -> None:
        """The stream is whole."""
        assert self._sender is not None and self._peer is not None
        await self.stop()
        self._peer.stop()
        await self._sender.end()

    async def stop(self) -> None:
        """No heartbeat follows."""
        if self._sender is not None:
            await self._sender.stop()


def _form(method: Method, id: Id) -> Form:
    """How the items of a call travel."""
    written = encode(id)
    if method.stream == RESPONSES:
        head, tail = b'{"jsonrpc":"2.0","result":', b',"id":%b}' % written
        return Form(
            item=lambda data: sse.event(b"%b%b%b" % (head, data, tail)),
            failure=sse.event,
            end=b"",
            heartbeat=sse.HEARTBEAT,
        )
    told = b'{"jsonrpc":"2.0","method":%b,"params":' % encode(method.name)
    head = b"event: notification\ndata: " + told  # the JSON of an item is one line
    response = b'{"jsonrpc":"2.0","result":null,"id":%b}' % written
    return Form(
        item=lambda data: b"%b%b}\n\n" % (head, structured(data)),
        failure=lambda data: sse.event(data, "error"),
        end=sse.event(response, "response"),
        heartbeat=sse.HEARTBEAT,
    )


def takes_events(headers: HeaderMap) -> bool:
    """Whether a client reads a stream of events."""
    ranges = qualities(headers.get(b"accept", b"").decode("latin-1"))
    return not ranges or quality_of(sse.EVENTS, ranges) > 0
