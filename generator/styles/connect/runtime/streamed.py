"""Calls that stream over HTTP: messages in envelopes, and a last one that says how it ended."""

import asyncio
from collections.abc import Awaitable, Callable
from types import CoroutineType
from typing import Any

from generator.formats.protobuf_rpc.runtime.stream_answers import Failed, StreamAnswers
from generator.runtime.call import Call
from generator.runtime.codes import Code
from generator.runtime.errors import ServiceError
from generator.runtime.http.asgi import (
    BodyTimeoutError,
    BodyTooLargeError,
    DisconnectedError,
    RawHeaders,
    Receive,
    Scope,
    Send,
)
from generator.runtime.http.headers import HeaderMap
from generator.runtime.http.status_of import STATUS_OF
from generator.runtime.http.streaming.peer import Peer
from generator.runtime.http.uploads import Upload
from generator.styles.connect.runtime.codes import BY_NUMBER
from generator.styles.connect.runtime.compression import (
    GZIP,
    is_gzip,
    too_large,
)
from generator.styles.connect.runtime.endpoint import Endpoint
from generator.styles.connect.runtime.incoming import Incoming
from generator.styles.connect.runtime.metadata import Metadata
from generator.styles.connect.runtime.outgoing import Outgoing
from generator.styles.connect.runtime.protocols import Protocol
from generator.styles.connect.runtime.text import from_text
from generator.styles.connect.runtime.web import only

# Nothing on the way may keep, change or hold back what is sent: not a cache, not a proxy.
_HEADERS: RawHeaders = [
    (b"cache-control", b"no-store, no-transform"),
    (b"x-accel-buffering", b"no"),
]


class Streamed:
    """One way to ask an rpc that streams: a protocol, and how its messages are written."""

    def __init__(
        self,
        endpoint: Endpoint,
        answers: StreamAnswers,
        protocol: Protocol,
        media_type: str,
        *,
        text: bool = False,
    ) -> None:
        self._endpoint = endpoint
        self._answers = answers
        self._protocol = protocol
        self._text = text
        self._name = endpoint.operation.name
        self._takes = endpoint.operation.takes is not None
        self._gives = endpoint.operation.gives is not None
        self._head = [
            (b"content-type", media_type.encode()),
            *endpoint.headers,
            *_HEADERS,
        ]

    async def serve(
        self,
        headers: HeaderMap,
        scope: Scope,
        receive: Receive,
        send: Send,
    ) -> None:
        """Answer one request."""
        call = Call(operation=self._name, style="connect", headers=Metadata(headers))
        zips = self._zips(headers)
        head = self._head
        if zips:
            head = [*head, (self._protocol.encoding, GZIP.encode())]
        answer = Outgoing(head, scope, send, zips, text=self._text)
        serve = self._take if self._takes else self._give
        try:
            status = await serve(call, headers, scope, receive, answer)
            call.status = 200 if status is None else STATUS_OF[BY_NUMBER[status.code]]
        except DisconnectedError:
            pass
        except asyncio.CancelledError:
            if not answer.gone:
                raise
        finally:
            call.answered()

    def _zips(self, headers: HeaderMap) -> bool:
        """Whether messages of the answer are compressed."""
        if not self._endpoint.shared.compress:
            return False
        accepted = headers.get(self._protocol.accepted, b"").decode("latin-1").lower()
        return GZIP in (each.strip() for each in accepted.split(","))

    async def _give(
        self,
        call: Call,
        headers: HeaderMap,
        scope: Scope,
        receive: Receive,
        answer: Outgoing,
    ) -> Any:
        """Serve a stream of the method; gives the status of a failure."""

        async def message() -> bytes:
            try:
                found = await self._message(headers, receive)
            except DisconnectedError:
                # To hooks, that is a call that is cancelled, as it is in every style.
                answer.gone = True
                raise asyncio.CancelledError from None
            peer.start()
            await answer.begin()
            return found

        with Peer(receive) as peer:
            status = await self._status(call, headers, scope, message, answer)
            peer.stop()
            messages = self._endpoint.shared.messages
            await answer.end(self._protocol.end(status, (), messages))
            return status

    async def _message(self, headers: HeaderMap, receive: Receive) -> bytes:
        """The one message of a request."""
        shared = self._endpoint.shared
        is_compressed = is_gzip(headers.get(self._protocol.encoding))
        try:
            body: Any = (shared.read_text if self._text else shared.read_wrapped)(
                headers,
                receive,
            )
            if type(body) is CoroutineType:
                body = await body
        except BodyTooLargeError:
            raise too_large(shared.limit) from None
        except BodyTimeoutError as error:
            raise ServiceError(str(error), code=Code.DEADLINE_EXCEEDED) from None
        if self._text:
            body = await from_text(body)
        return await only(body, shared.limit, is_compressed=is_compressed)

    async def _take(
        self,
        call: Call,
        headers: HeaderMap,
        scope: Scope,
        receive: Receive,
        answer: Outgoing,
    ) -> Any:
        """Serve a stream of the client, whose body is read while the method takes its items."""
        shared = self._endpoint.shared
        upload = Upload(receive, headers, shared.shutdown)
        messages = Incoming(
            upload,
            headers,
            self._protocol,
            shared.limit,
            shared.timeout,
            text=self._text,
        )
        status: Any = None
        last: bytes = b""
        try:
            last = await upload.run(
                self._called(call, headers, scope, messages.next, answer),
            )
        except Failed as failed:
            status = failed.status
        except ServiceError as error:  # the server stops before the call begins
            status = shared.failures.write(self._endpoint.operation, error)
        end = self._protocol.end(status, (), self._endpoint.shared.messages)
        if self._gives:
            await answer.end(end)
            return status
        whole = end if status is not None else await answer.wrapped(last) + end
        await upload.answer(
            "POST",
            answer.put,
            (200, answer.headers(), answer.written(whole)),
        )
        return status

    async def _status(
        self,
        call: Call,
        headers: HeaderMap,
        scope: Scope,
        message: Callable[[], Awaitable[bytes | None]],
        answer: Outgoing,
    ) -> Any:
        try:
            await self._called(call, headers, scope, message, answer)
        except Failed as failed:
            return failed.status
        return None

    async def _called(
        self,
        call: Call,
        headers: HeaderMap,
        scope: Scope,
        message: Callable[[], Awaitable[bytes | None]],
        answer: Outgoing,
    ) -> bytes:
        """Call the method; Failed, whatever goes wrong."""
        shared = self._endpoint.shared
        try:
            call.deadline = self._protocol.deadline(headers)
        except ServiceError as error:
            status = shared.failures.write(self._endpoint.operation, error)
            raise Failed(status) from None
        evidence = shared.evidence(headers, scope)
        return await self._answers.answer(call, evidence, message, answer.send)
