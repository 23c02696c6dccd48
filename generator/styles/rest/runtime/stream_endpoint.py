"""One route whose input or output is a stream: server-sent events, JSON lines, WebSockets."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from types import CoroutineType
from typing import Any

from generator.runtime.call import Call
from generator.runtime.codes import Code
from generator.runtime.errors import ServiceError
from generator.runtime.guard import Guard
from generator.runtime.http.asgi import (
    DisconnectedError,
    Receive,
    Reply,
    Scope,
    Send,
)
from generator.runtime.http.headers import HeaderMap
from generator.runtime.http.streaming import ndjson, sse
from generator.runtime.http.streaming.peer import Peer
from generator.runtime.http.streaming.respond import StreamSender
from generator.runtime.http.uploads import Upload
from generator.runtime.masking import masked_at
from generator.runtime.streams.outgoing import close_all
from generator.runtime.streams.target import StreamTarget
from generator.styles.rest.runtime.context import Context
from generator.styles.rest.runtime.endpoint import Endpoint
from generator.styles.rest.runtime.guarded import UNREADABLE, refused
from generator.styles.rest.runtime.items import ItemReader
from generator.styles.rest.runtime.problem import Refused, render
from generator.styles.rest.runtime.reader import media_type
from generator.styles.rest.runtime.route import Route
from generator.styles.rest.runtime.stream_forms import (
    CLOSING,
    EVENTS,
    HEADERS,
    LINES,
)
from generator.styles.rest.runtime.writer import Representation


class StreamEndpoint(Endpoint):
    """A route that streams, prepared for serving."""

    def __init__(
        self,
        route: Route[Any],
        context: Context,
        guard: Guard | None,
    ) -> None:
        super().__init__(route, context, guard)
        operation, settings = route.operation, context.settings
        self.stream = self
        self._problems = context.binding.problems
        timeout = settings.max_timeout
        self._stream_target = StreamTarget(context.service, operation, timeout)
        self._bodies = context.bodies
        self._shutdown = context.shutdown
        self._heartbeat = settings.heartbeat
        self.items: ItemReader | None = None
        if operation.takes is not None:
            limits = (settings.max_body_size, settings.body_timeout)
            self.items = ItemReader(operation, *limits)
        self.is_socket = self.items is not None and operation.gives is not None
        self._forms = {sse.EVENTS: CLOSING if route.stream_end == "close" else EVENTS}
        self._forms[ndjson.LINES] = LINES

    async def serve(
        self,
        values: Sequence[str],
        scope: Scope,
        headers: HeaderMap,
        call: Call,
        receive: Receive,
        send: Send,
    ) -> None:
        """Serve a request; raises ServiceError for what fails before the answer begins.

        Also DisconnectedError, where nobody is left to answer.
        """
        if self.is_socket:
            raise Refused(
                "Only a WebSocket is here.",
                status=426,
                code=Code.FAILED_PRECONDITION,
                headers={"upgrade": "websocket", "connection": "upgrade"},
            )
        serve = self._give if self.items is None else self._take
        await serve(values, scope, headers, call, receive, send)

    async def _take(
        self,
        values: Sequence[str],
        scope: Scope,
        headers: HeaderMap,
        call: Call,
        receive: Receive,
        send: Send,
    ) -> None:
        """Serve a stream of the client, whose body is read while the method takes its items."""
        upload = Upload(receive, headers, self._shutdown)
        assert self.items is not None
        items = self.items.lines(upload)

        async def work() -> Any:
            self._form(headers)
            self._expect_lines(headers)
            raw = self.read(values, scope["query_string"], headers, b"")
            return await self.open(raw, call, items)

        try:
            result = await upload.run(self.guarded(call, headers, scope, work))
            reply = self.write(result, values, scope, self._form(headers))
        except DisconnectedError:
            raise
        except Exception as error:  # noqa: BLE001
            reply = self.reply(error)
        await upload.answer(scope["method"], send, reply)

    async def _give(
        self,
        values: Sequence[str],
        scope: Scope,
        headers: HeaderMap,
        call: Call,
        receive: Receive,
        send: Send,
    ) -> None:
        """Serve a stream of the method; what fails before its first item is raised."""
        items: AsyncIterator[Any] | None = None
        sender: StreamSender | None = None

        async def work() -> Any:
            nonlocal items, sender
            form = self._form(headers)
            raw = await self._input(values, scope, headers, receive)
            peer.start()
            sender = self._sender(scope, send, form, peer)
            items = await self.open(raw, call)
            return items

        answered = None
        try:
            with Peer(receive) as peer:
                try:
                    answered = await self.guarded(call, headers, scope, work)
                    if sender is None:  # a hook has an answer of its own
                        sender = self._sender(scope, send, self._form(headers), peer)
                    await sender.send(answered)
                except DisconnectedError:
                    raise
                except Exception as error:
                    if sender is not None:
                        await sender.stop()
                    if sender is None or not sender.started:
                        raise
                    peer.stop()
                    await sender.fail(self.reply(error)[2])
                else:
                    await sender.stop()
                    peer.stop()
                    await sender.end()
        finally:
            if sender is not None:
                await sender.stop()
            await close_all(answered, items)

    def _sender(
        self,
        scope: Scope,
        send: Send,
        form: Representation,
        peer: Peer,
    ) -> StreamSender:
        """What streams the items; from now on a silent stream begins soon."""
        chosen = self._forms[form.headers[0][1].decode()]
        headers = [*form.headers, *HEADERS]
        sender = StreamSender(scope, send, headers, chosen, self._heartbeat, peer)
        sender.begin()
        return sender

    async def _input(
        self,
        values: Sequence[str],
        scope: Scope,
        headers: HeaderMap,
        receive: Receive,
    ) -> dict[str, Any]:
        body: Any = b""
        if self.has_body:
            if b"expect" in headers:
                self.expect(headers)
            body = self._bodies.begin(headers, receive)
            if type(body) is CoroutineType:
                body = await body
        return self.read(values, scope["query_string"], headers, body)

    def _form(self, headers: HeaderMap) -> Representation:
        """The representation that the client wants; 406 if there is none."""
        accept = headers.get(b"accept")
        return self.chosen.get(accept) or self.negotiate(accept)

    async def guarded(
        self,
        call: Call,
        headers: HeaderMap,
        scope: Scope,
        work: Callable[[], Awaitable[Any]],
    ) -> Any:
        """Do the work of a call that its guard lets pass."""

        async def readable() -> Any:
            try:
                return await work()
            except UNREADABLE as error:
                raise refused(error) from None

        if self.guard is None:
            return await readable()
        return await self.guard.run(call, self.evidence(headers, scope), readable)

    async def open(
        self,
        raw: Mapping[str, Any],
        call: Call,
        items: AsyncIterator[Any] | None = None,
    ) -> Any:
        """Begin the call: its result, or the iterator of its items."""
        return await self._stream_target.open(raw, call, items, self._shutdown)

    def reply(self, error: Exception) -> Reply:
        """What a failure tells the caller."""
        if not isinstance(error, ServiceError):
            error = masked_at(self.name, error)
        try:
            return self.failed(error, self._problems)
        except Exception as unprintable:  # noqa: BLE001
            return render(masked_at(self.name, unprintable), {})

    def _expect_lines(self, headers: HeaderMap) -> None:
        """Refuse a body that is no stream, before it is read (415)."""
        content_type = headers.get(b"content-type", b"").decode("latin-1")
        if media_type(content_type) != ndjson.LINES:
            found = "has no Content-Type"
            if content_type:
                found = f"is of media type {content_type}"
            raise Refused(
                f"The body {found}; it must be {ndjson.LINES}.",
                status=415,
                headers={self._offers: ndjson.LINES},
            )
        if headers.get(b"content-encoding", b"identity").lower() != b"identity":
            raise Refused(
                "The body must not be compressed.",
                status=415,
                headers={"accept-encoding": "identity"},
            )

    @property
    def accepts(self) -> str:
        """The media types of its body."""
        return ndjson.LINES if self.items is not None else super().accepts
