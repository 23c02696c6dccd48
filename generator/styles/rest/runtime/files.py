"""One request to a route whose body, or whose answer, is a file in pieces, of any size."""

from collections.abc import AsyncIterator, Callable, Sequence
from types import CoroutineType
from typing import Any

from generator.runtime.call import Call
from generator.runtime.codes import Code
from generator.runtime.dispatch import Begun, begun
from generator.runtime.guard import Guard
from generator.runtime.http.asgi import (
    DisconnectedError,
    Receive,
    Reply,
    Scope,
    Send,
    resume,
)
from generator.runtime.http.headers import HeaderMap
from generator.runtime.http.ranges import UnsatisfiableError
from generator.runtime.http.stored import answer
from generator.runtime.http.uploads import Upload
from generator.runtime.streams.outgoing import close_all
from generator.runtime.streams.target import StreamTarget
from generator.styles.rest.runtime.context import Context
from generator.styles.rest.runtime.endpoint import Endpoint
from generator.styles.rest.runtime.guarded import UNREADABLE, refused
from generator.styles.rest.runtime.problem import Refused
from generator.styles.rest.runtime.route import Route
from generator.styles.rest.runtime.writer import Representation

# The reply to a request that failed.
Failed = Callable[[Exception, Endpoint | None, Representation | None, Scope], Reply]


class FileEndpoint(Endpoint):
    """A route, prepared for serving."""

    def __init__(
        self,
        route: Route[Any],
        context: Context,
        guard: Guard | None,
        reply_to: Failed,
    ) -> None:
        """``reply_to`` says how a request is answered that fails before its answer begins."""
        super().__init__(route, context, guard)
        operation, settings = route.operation, context.settings
        self.stream = self
        self.reply_to = reply_to
        self.takes, self.gives = operation.takes, operation.gives
        self.media_type = route.media_type or "application/octet-stream"
        self.status = route.status
        self.files = StreamTarget(context.service, operation, settings.max_timeout)
        self.shutdown = context.shutdown
        self.silence = settings.body_timeout
        self.bodies = context.bodies

    async def serve(
        self,
        values: Sequence[str],
        scope: Scope,
        headers: HeaderMap,
        call: Call,
        receive: Receive,
        send: Send,
    ) -> None:
        """Answer a request."""
        await _Request(self, values, scope, headers, call, receive, send).serve()


class _Request:
    """One request, from its head to the last byte of the answer."""

    def __init__(
        self,
        endpoint: FileEndpoint,
        values: Sequence[str],
        scope: Scope,
        given: HeaderMap,
        call: Call,
        receive: Receive,
        send: Send,
    ) -> None:
        self._call = call
        self._endpoint = endpoint
        self._values = values
        self._scope = scope
        self._given = given
        self._receive = receive
        self._send = send
        self._form: Representation | None = None
        self._begun = False
        # What the method gave, whatever hooks have put around it.
        self._made: Any = None
        takes = endpoint.takes
        self._upload = Upload(
            receive,
            given,
            endpoint.shutdown,
            limit=None if takes is None else takes.max_length,
            timeout=endpoint.silence,
        )

    async def serve(self) -> None:
        endpoint, method = self._endpoint, self._scope["method"]
        reply_to = endpoint.reply_to
        call = self._call
        try:
            if endpoint.gives is None:
                result = await self._upload.run(self._result(call))
                form = self._negotiated()
                reply = endpoint.write(result, self._values, self._scope, form)
            else:
                await self._download(call)
                return
        except DisconnectedError:
            return
        except UnsatisfiableError as error:
            headers = {"content-range": error.content_range, "accept-ranges": "bytes"}
            unsatisfied = Refused(
                str(error),
                status=416,
                code=Code.OUT_OF_RANGE,
                headers=headers,
            )
            reply = reply_to(unsatisfied, endpoint, self._form, self._scope)
        except UNREADABLE as error:
            reply = reply_to(refused(error), endpoint, self._form, self._scope)
        except Exception as error:  # noqa: BLE001
            if self._begun:
                return  # without its end, which is how the client knows
            reply = reply_to(error, endpoint, self._form, self._scope)
        await self._upload.answer(method, self._send, reply)

    async def _result(self, call: Call) -> Any:
        """What the method gives, once the call has passed its guard."""
        guard = self._endpoint.guard
        if guard is None:
            return await self._open(call)
        evidence = self._endpoint.evidence(self._given, self._scope)
        return await guard.run(call, evidence, lambda: self._open(call))

    async def _open(self, call: Call) -> Any:
        endpoint, given = self._endpoint, self._given
        self._negotiated()
        body: Any = b""
        items: AsyncIterator[bytes] | None = None
        if endpoint.takes is not None:
            endpoint.expect(given)
            items = self._upload
        elif endpoint.has_body:
            body = endpoint.bodies.begin(given, self._receive)
            if type(body) is CoroutineType:
                body = await body
        raw = endpoint.read(self._values, self._scope["query_string"], given, body)
        work = endpoint.files.open(raw, call, items, endpoint.shutdown)
        if items is not None:
            return await work
        self._made = await self._watched(work)
        return self._made

    async def _watched(self, work: Any) -> Any:
        """Work during which the client may go away; all of the request has been read."""
        result = begun(work)
        if type(result) is Begun:
            result = await resume(*result, self._receive, self._endpoint.shutdown)
        return result

    async def _download(self, call: Call) -> None:
        content = None
        try:
            content = await self._result(call)
            await self._watched(self._respond(content))
        finally:
            await close_all(content, self._made)

    async def _respond(self, content: Any) -> None:
        """Send the file; what fails before its first piece is raised."""
        endpoint, method = self._endpoint, self._scope["method"]
        headers = [h for h in self._negotiated().headers if h[0] != b"content-type"]
        status, length = endpoint.status, None
        kept = getattr(content, "stored", None)
        if kept is None:
            headers.append((b"content-type", endpoint.media_type.encode()))
        else:
            kind = endpoint.media_type
            found = answer(method, self._given, kept, kind, status)
            status, length = found.status, found.length
            headers += found.headers
            content.replace(found.pieces())
        if length is not None:
            headers.append((b"content-length", b"%d" % length))
        start = {"type": "http.response.start", "status": status, "headers": headers}
        body = {"type": "http.response.body", "body": b""}
        if method == "HEAD" or length == 0:
            self._begun = True
            await self._send(start)
            await self._send(body)
            return
        piece = await anext(content, None)
        self._begun = True
        await self._send(start)
        while piece is not None:
            if piece:
                await self._send({**body, "body": piece, "more_body": True})
            piece = await anext(content, None)
        await self._send(body)

    def _negotiated(self) -> Representation:
        """The representation that the client wants; 406 if there is none."""
        if self._form is None:
            accept = self._given.get(b"accept")
            endpoint = self._endpoint
            self._form = endpoint.chosen.get(accept) or endpoint.negotiate(accept)
        return self._form
