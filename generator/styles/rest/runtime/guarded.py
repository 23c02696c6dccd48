"""One request to a route that is guarded: what of it is read when its guard has let it pass."""

from collections.abc import Sequence
from types import CoroutineType
from typing import Any

import msgspec

from generator.formats.text.runtime.urls import NotText
from generator.formats.xml.runtime.elements import NotXml
from generator.runtime.call import Call
from generator.runtime.codes import Code
from generator.runtime.guard import Guard
from generator.runtime.http.asgi import (
    BodyReader,
    BodyTimeoutError,
    BodyTooLargeError,
    Message,
    Receive,
    Scope,
    Send,
)
from generator.runtime.http.guarded import Passage
from generator.runtime.http.headers import HeaderMap, RepeatedHeaderError
from generator.runtime.limits import LARGE
from generator.runtime.offload import offload
from generator.runtime.shutdown import Shutdown
from generator.styles.rest.runtime.endpoint import Endpoint
from generator.styles.rest.runtime.problem import Refused
from generator.styles.rest.runtime.writer import Representation

# What a request is refused for before there is an input to check.
UNREADABLE = (BodyTooLargeError, BodyTimeoutError, NotText, NotXml, RepeatedHeaderError)
_CLOSE = {"connection": "close"}  # after a request that did not end (RFC 9110 §15.5.9)


def refused(error: Exception) -> Refused:
    """The refusal of a request that cannot be read, for what reading it has raised."""
    match error:
        case BodyTooLargeError():
            return Refused(str(error), status=413, code=Code.RESOURCE_EXHAUSTED)
        case BodyTimeoutError():
            late = Code.DEADLINE_EXCEEDED
            return Refused(str(error), status=408, code=late, headers=_CLOSE)
        case _:
            return Refused(str(error), status=400)


def counted(call: Call, receive: Receive, send: Send) -> tuple[Receive, Send]:
    """The same, telling a call how many bytes it has received and sent, and its status."""

    async def receive_counted() -> Message:
        message = await receive()
        call.received += _size(message)
        return message

    async def send_counted(message: Message) -> None:
        await send(message)
        call.sent += _size(message)
        call.status = message.get("status", call.status)
        if message["type"] == "websocket.accept":
            call.status = 101

    return receive_counted, send_counted


def _size(message: Message) -> int:
    """Bytes of content in a message of ASGI."""
    content = message.get("body") or message.get("bytes") or message.get("text") or ""
    return len(content)


# One for every request: a msgspec Struct is made in a fifth of the time.
class Guarded(msgspec.Struct):
    """A request, from its headers to the value that is the answer.

    form: the representation that its client wants; None until it is known.
    """

    endpoint: Endpoint
    values: Sequence[str]
    scope: Scope
    headers: HeaderMap
    call: Call
    receive: Receive
    bodies: BodyReader
    shutdown: Shutdown
    form: Representation | None = None

    async def result(self, guard: Guard) -> Any:
        """What the call comes to.

        DisconnectedError where the client goes away; `unavailable` where the server ends first.
        """
        endpoint, scope, evidence = self.endpoint, self.scope, None
        self.call.wire = endpoint.wire(scope.get("scheme", "http"))
        if guard.looks:
            evidence = endpoint.evidence(self.headers, scope)
        passage = Passage(self.receive, self.shutdown)
        return await passage.result(guard, self.call, evidence, self._serve)

    async def _serve(self) -> Any:
        """Read the request, and begin its call."""
        endpoint, headers = self.endpoint, self.headers
        try:
            self.negotiated()
            body: Any = b""
            if endpoint.has_body:
                if b"expect" in headers:
                    endpoint.expect(headers)
                body = self.bodies.begin(headers, self.receive)
                if type(body) is CoroutineType:
                    body = await body
                self.call.received = len(body)
            query = self.scope["query_string"]
            if len(body) < LARGE:
                return endpoint.begin(self.values, query, headers, body, self.call)
            raw = await offload(endpoint.read, self.values, query, headers, body)
            return endpoint.target.begin(raw, self.call, len(body))
        except UNREADABLE as error:
            raise refused(error) from None

    def negotiated(self) -> Representation:
        """The representation that the client wants; 406 if there is none."""
        if self.form is None:
            accept = self.headers.get(b"accept")
            endpoint = self.endpoint
            self.form = endpoint.chosen.get(accept) or endpoint.negotiate(accept)
            if endpoint.has_marks:
                endpoint.unmark(self.headers, self.form)
        return self.form
