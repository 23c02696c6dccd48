"""One message in, one message out: what serves such a call, and its bare form in Connect."""

import abc
from collections.abc import Coroutine
from types import CoroutineType
from typing import Any

import msgspec

from generator.formats.protobuf_rpc.runtime.method import Body
from generator.formats.protobuf_rpc.runtime.stream_answers import Failed
from generator.runtime.auth.refusal import Refusal
from generator.runtime.call import Call
from generator.runtime.codes import Code
from generator.runtime.dispatch import Begun, Target, begun
from generator.runtime.errors import NotModified, ServiceError
from generator.runtime.http.asgi import (
    BodyTimeoutError,
    BodyTooLargeError,
    DisconnectedError,
    RawHeaders,
    Receive,
    Reply,
    Scope,
    Send,
    messages_of,
    resume,
)
from generator.runtime.http.guarded import Passage
from generator.runtime.http.headers import HeaderMap
from generator.runtime.http.status_of import STATUS_OF
from generator.runtime.limits import LARGE
from generator.runtime.masking import masked
from generator.runtime.offload import offload
from generator.styles.connect.runtime.codes import BY_NUMBER
from generator.styles.connect.runtime.compression import inflated, is_gzip, too_large
from generator.styles.connect.runtime.endpoint import Endpoint
from generator.styles.connect.runtime.failures import JSON, error_json
from generator.styles.connect.runtime.metadata import Metadata
from generator.styles.connect.runtime.protocols import CONNECT, Pairs, Protocol

_CLOSE = (
    b"connection",
    b"close",
)  # after a request that did not end (RFC 9110 §15.5.9)


class Unary(abc.ABC):
    """One way to ask an rpc that streams nothing."""

    protocol: Protocol = CONNECT

    def __init__(self, endpoint: Endpoint, target: Target, body: Body) -> None:
        self.endpoint = endpoint
        self._target = target
        self.body = body
        self._name = endpoint.operation.name
        self._wire = self.protocol.wire(endpoint.path)
        self.shared = endpoint.shared

    @abc.abstractmethod
    def message(
        self, headers: HeaderMap, scope: Scope, receive: Receive
    ) -> bytes | Coroutine[Any, Any, bytes]:
        """The message of a request; if it takes a while, a coroutine that gives it."""

    @abc.abstractmethod
    def answer(self, data: bytes, trailers: Pairs) -> Reply:
        """The response to a call that went well."""

    @abc.abstractmethod
    def refusal(self, status: Any, headers: RawHeaders, trailers: Pairs) -> Reply:
        """The response to one that failed, given its google.rpc.Status."""

    def unchanged(self, error: NotModified) -> Reply | None:
        """304, where the request can be answered so."""
        del error
        return None

    async def serve(
        self,
        headers: HeaderMap,
        scope: Scope,
        receive: Receive,
        send: Send,
    ) -> None:
        """Answer one request."""
        endpoint, shared = self.endpoint, self.shared
        asked = _Asked(self, headers, scope, receive)
        call: Call | None = None
        try:
            until = self.protocol.deadline(headers)
            call = asked.call = Call(
                operation=self._name,
                style="connect",
                headers=Metadata(headers),
                deadline=until,
            )
            guard = endpoint.guard
            if guard is None or endpoint.judge is not None:
                if endpoint.judge is not None:
                    evidence = shared.evidence(headers, scope)
                    judged = begun(endpoint.judge(call, evidence))
                    if type(judged) is Begun:
                        await shared.shutdown.wait(*judged)
                value = await asked.begin()
                # A call that never waits needs no watch over its client.
                if type(value) is Begun:
                    value = await resume(*value, receive, shared.shutdown)
            else:
                call.wire = self._wire
                shown = shared.evidence(headers, scope) if guard.looks else None
                passage = Passage(receive, shared.shutdown)
                value = await passage.result(guard, call, shown, asked.begin)
            data = self.body.write(value)
            reply = self.answer(data, endpoint.trailers(call, value))
            call.sent, call.status = len(data), 200
        except DisconnectedError:
            if call is not None:
                call.answered()
            return
        except Exception as error:  # noqa: BLE001
            reply = self._failed(error, asked)
        except BaseException:
            if call is not None:
                call.answered()
            raise
        start, content = messages_of(scope["method"], reply)
        try:
            await send(start)
            await send(content)
        finally:
            if call is not None and call.callbacks is not None:
                call.answered()

    def begin(self, data: bytes, call: Call) -> Any:
        """Serve a message up to where it waits, as ``Target.begin`` does."""
        return self._target.begin(self.body.read(data), call, len(data))

    async def begin_large(self, data: bytes, call: Call) -> Any:
        """The same of a large one, which is read in a thread."""
        raw = await offload(self.body.read, data)
        return self._target.begin(raw, call, len(data))

    def _failed(self, error: Exception, asked: "_Asked") -> Reply:
        """The response to a request that failed, whatever failed in it."""
        operation = self.endpoint.operation
        unchanged = None
        if isinstance(error, NotModified):
            unchanged = self.unchanged(error)
        if unchanged is not None:
            if asked.call is not None:
                asked.call.status = unchanged[0]
            return unchanged
        if isinstance(error, Failed):
            status, failure = error.status, None
        else:
            failure = self._told(error)
            try:
                status = self.shared.failures.write(
                    operation,
                    failure,
                    asked.data,
                    self.body,
                )
            except Exception as unprintable:  # noqa: BLE001
                failure = masked(operation, unprintable)
                status = self.shared.failures.write(operation, failure)
        headers = self._around(failure, asked.headers)
        is_late = isinstance(error.__cause__, BodyTimeoutError)
        if is_late:
            headers.append(_CLOSE)
        reply = self.refusal(status, headers, ())
        if is_late and reply[0] == STATUS_OF[Code.DEADLINE_EXCEEDED]:
            reply = 408, *reply[1:]  # RFC 9110 §15.5.9
        if asked.call is not None:
            asked.call.status = STATUS_OF[BY_NUMBER[status.code]]
            asked.call.sent = len(reply[2])
        return reply

    def _told(self, error: Exception) -> ServiceError:
        """What a caller may know of it."""
        if isinstance(error, ServiceError):
            return error
        return masked(self.endpoint.operation, error)

    def _around(self, failure: ServiceError | None, given: HeaderMap) -> RawHeaders:
        """What HTTP has to say of a failure besides its status."""
        headers: RawHeaders = []
        if isinstance(failure, Refusal):
            resource = self.shared.resource
            challenge = failure.challenge(None if resource is None else resource.url)
            if challenge:
                headers.append(
                    (b"www-authenticate", challenge.encode("latin-1", "replace")),
                )
            if b"expect" in given:
                # The body that was announced may come, or not (RFC 9110 §10.1.1).
                headers.append(_CLOSE)
        elif failure is not None and failure.retry_after is not None:
            seconds = max(0, -int(-failure.retry_after // 1))
            headers.append((b"retry-after", b"%d" % seconds))
        return headers


# One for every request: a msgspec Struct is made in a fifth of the time.
class _Asked(msgspec.Struct):
    """A request, and what is known of it; data: its message, once it has been read."""

    form: Unary
    headers: HeaderMap
    scope: Scope
    receive: Receive
    call: Call | None = None
    data: bytes = b""

    async def begin(self) -> Any:
        """Read the request, and begin its call: the value if that never waits, else Begun."""
        form, call = self.form, self.call
        assert call is not None
        try:
            data: Any = form.message(self.headers, self.scope, self.receive)
            if type(data) is CoroutineType:
                data = await data
        except BodyTooLargeError:
            raise too_large(form.shared.limit) from None
        except BodyTimeoutError as error:
            raise ServiceError(str(error), code=Code.DEADLINE_EXCEEDED) from error
        self.data = data
        call.received = size = len(data)
        if size < LARGE:
            return form.begin(data, call)
        return await form.begin_large(data, call)


class BareUnary(Unary):
    """A message as the body of a POST, as Connect has it."""

    def __init__(
        self,
        endpoint: Endpoint,
        target: Target,
        body: Body,
        media_type: str,
    ) -> None:
        super().__init__(endpoint, target, body)
        self._head: RawHeaders = [
            (b"content-type", media_type.encode()),
            *endpoint.headers,
        ]

    def message(
        self, headers: HeaderMap, scope: Scope, receive: Receive
    ) -> bytes | Coroutine[Any, Any, bytes]:
        """The body."""
        del scope
        if b"content-encoding" in headers:
            return self._decoded(headers, receive)
        return self.shared.read_bare(headers, receive)

    async def _decoded(self, headers: HeaderMap, receive: Receive) -> bytes:
        """The body of a request that says how it is compressed."""
        is_compressed = is_gzip(headers.get(b"content-encoding"))
        read = self.shared.read_wrapped if is_compressed else self.shared.read_bare
        data: Any = read(headers, receive)
        if type(data) is CoroutineType:
            data = await data
        found: bytes = data
        return await inflated(found, self.shared.limit) if is_compressed else found

    def answer(self, data: bytes, trailers: Pairs) -> Reply:
        """200, with the message alone; trailers are headers."""
        if not trailers:
            return 200, self._head.copy(), data
        return 200, [*self._head, *prefixed(trailers)], data

    def refusal(self, status: Any, headers: RawHeaders, trailers: Pairs) -> Reply:
        """The status of HTTP that goes with the code, and an ``Error``."""
        number = STATUS_OF[BY_NUMBER[status.code]]
        return (
            number,
            [JSON, *headers, *prefixed(trailers)],
            error_json(status, self.shared.messages),
        )


def prefixed(trailers: Pairs) -> RawHeaders:
    """Trailers as headers."""
    return [(b"trailer-" + name, value) for name, value in trailers]
