"""One route whose input or output is a stream: server-sent events, JSON lines, WebSockets."""

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from typing import Any

from generator.runtime.call import Call
from generator.runtime.codes import Code
from generator.runtime.errors import ServiceError
from generator.runtime.http.asgi import DisconnectedError, Receive, Reply, Scope, Send
from generator.runtime.http.headers import HeaderMap
from generator.runtime.http.streaming import ndjson, sse
from generator.runtime.http.streaming.peer import Peer
from generator.runtime.http.streaming.respond import Form, StreamSender
from generator.runtime.http.uploads import Upload
from generator.runtime.masking import masked_at
from generator.runtime.shutdown import Shutdown
from generator.runtime.streams.target import StreamTarget
from generator.runtime.unions import encode
from generator.styles.rest.runtime.endpoint import Endpoint
from generator.styles.rest.runtime.items import ItemReader
from generator.styles.rest.runtime.problem import Refused, render
from generator.styles.rest.runtime.reader import media_type
from generator.styles.rest.runtime.route import Binding, ProblemType, Route
from generator.styles.rest.runtime.settings import RestSettings
from generator.styles.rest.runtime.writer import Representation

_EVENTS = Form(
    item=sse.event,
    failure=lambda problem: sse.event(problem, "error"),
    end=sse.event(b"", "end"),
    heartbeat=sse.HEARTBEAT,
)
_CLOSING = _EVENTS._replace(end=b"")
_LINES = Form(
    item=lambda data: b'{"item":%s}\n' % data,
    failure=lambda problem: ndjson.error(problem) + b"\n",
    end=ndjson.END + b"\n",
    heartbeat=ndjson.HEARTBEAT,
)
# Nothing on the way may keep, change or hold back what is sent: not a cache, not a proxy.
_HEADERS = [(b"cache-control", b"no-store, no-transform"), (b"x-accel-buffering", b"no")]


class StreamEndpoint(Endpoint):
    """A route that streams, prepared for serving."""

    streams = True

    def __init__(
        self,
        route: Route[Any],
        binding: Binding,
        service: object,
        settings: RestSettings,
        shutdown: Shutdown,
    ) -> None:
        super().__init__(route, binding, service, settings.max_timeout)
        operation = route.operation
        self._problems: Mapping[type[ServiceError], ProblemType] = binding.problems
        self._stream_target = StreamTarget(service, operation, settings.max_timeout)
        self._shutdown = shutdown
        self._heartbeat = settings.heartbeat
        self.items: ItemReader | None = None
        if operation.takes is not None:
            limits = (settings.max_body_size, settings.body_timeout)
            self.items = ItemReader(operation, *limits)
        self.is_socket = self.items is not None and operation.gives is not None
        self._forms = {sse.EVENTS: _CLOSING if route.stream_end == "close" else _EVENTS}
        self._forms[ndjson.LINES] = _LINES

    async def serve(
        self,
        values: Sequence[str],
        scope: Scope,
        headers: HeaderMap,
        call: Call,
        receive: Receive,
        send: Send,
        body: bytes,
        form: Representation,
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
        query = scope["query_string"]
        if self.items is not None:
            self._expect_lines(headers)
            raw = self.read(values, query, headers, b"")
            upload = Upload(receive, headers, self._shutdown)
            try:
                result = await upload.run(self.open(raw, call, self.items.lines(upload)))
                reply = self.write(result, values, scope, form)
            except DisconnectedError:
                raise
            except Exception as error:  # noqa: BLE001
                reply = self.reply(error)
            await upload.answer(scope["method"], send, reply)
            return
        raw = self.read(values, query, headers, body)
        with Peer(receive) as peer:
            await self._respond(scope, send, form, peer, lambda: self.open(raw, call))

    async def open(
        self, raw: Mapping[str, Any], call: Call, items: AsyncIterator[Any] | None = None
    ) -> Any:
        """Begin the call: its result, or the iterator of its items."""
        return await self._stream_target.open(raw, call, items, self._shutdown)

    async def _respond(
        self,
        scope: Scope,
        send: Send,
        form: Representation,
        peer: Peer,
        work: Callable[[], Awaitable[AsyncIterator[Any]]],
    ) -> None:
        """Stream the items; what fails before the first of them is raised."""
        chosen = self._forms[form.headers[0][1].decode()]
        sender = StreamSender(
            scope, send, [*form.headers, *_HEADERS], chosen, self._heartbeat, peer
        )
        items: AsyncIterator[Any] | None = None
        try:
            sender.begin()
            items = await work()
            await sender.send(items, encode)
            await sender.stop()
            peer.stop()
            await sender.end()
        except DisconnectedError:
            raise
        except Exception as error:
            await sender.stop()
            if not sender.started:
                raise
            peer.stop()
            await sender.fail(self.reply(error)[2])
        finally:
            await sender.stop()
            await close(items)

    def reply(self, error: Exception) -> Reply:
        """What a failure tells the caller."""
        if not isinstance(error, ServiceError):
            error = masked_at(self.name, error)
        try:
            return render(error, self._problems, self.challenge, self.places)
        except Exception as unprintable:  # noqa: BLE001
            return render(masked_at(self.name, unprintable), {})

    def _expect_lines(self, headers: HeaderMap) -> None:
        """Refuse a body that is no stream, before it is read (415)."""
        content_type = headers.get(b"content-type", b"").decode("latin-1")
        if media_type(content_type) != ndjson.LINES:
            found = f"is of media type {content_type}" if content_type else "has no Content-Type"
            raise Refused(
                f"The body {found}; it must be {ndjson.LINES}.",
                status=415,
                headers={"accept": ndjson.LINES},
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


async def close(items: AsyncIterator[Any] | None) -> None:
    """End the method, wherever it is."""
    end = getattr(items, "aclose", None)
    if end is not None:
        with contextlib.suppress(Exception):
            await end()
