"""Turns HTTP requests into JSON-RPC messages and their answers into responses: an ASGI app.

It answers at the place where it is mounted, and at ``/jsonrpc`` below it, so that one client
target finds it both alone on a port and mounted beside other apps.
"""

from collections.abc import Callable, Sequence
from functools import cache, partial
from importlib.resources import files
from types import CoroutineType
from typing import Any, Unpack

from msgspec import UNSET

from generator.runtime.auth.authenticate import Authenticate
from generator.runtime.auth.evidence import HttpEvidence
from generator.runtime.auth.metadata import ProtectedResource
from generator.runtime.call import Call
from generator.runtime.codes import Code
from generator.runtime.dispatch import Begun, begun
from generator.runtime.errors import ServiceError
from generator.runtime.hook import Hook
from generator.runtime.http.accept import qualities, quality_of
from generator.runtime.http.asgi import (
    BodyReader,
    BodyTimeoutError,
    BodyTooLargeError,
    DisconnectedError,
    Receive,
    Reply,
    Scope,
    Send,
    messages_of,
    other_protocol,
    raw_path,
    resume,
)
from generator.runtime.http.front import Front
from generator.runtime.http.headers import (
    HeaderMap,
    RepeatedHeaderError,
    header_map,
)
from generator.runtime.idempotency.choice import store_of
from generator.runtime.implementation_check import warn_if_incomplete
from generator.runtime.lifespan import Lifespan
from generator.runtime.limits import LARGE
from generator.runtime.offload import offload
from generator.runtime.rpc_codes import INVALID_REQUEST, PARSE_ERROR
from generator.runtime.shutdown import Shutdown
from generator.styles.jsonrpc.runtime.calls import Calls
from generator.styles.jsonrpc.runtime.messages import (
    BatchTooLarge,
    Request,
    Unreadable,
    read,
    refusal,
)
from generator.styles.jsonrpc.runtime.method import Methods
from generator.styles.jsonrpc.runtime.replies import RefusedCall
from generator.styles.jsonrpc.runtime.settings import JsonRpcOptions, JsonRpcSettings

_PATHS = frozenset({"", "/", "/jsonrpc", "/jsonrpc/"})
_ALLOW = (b"allow", b"OPTIONS, POST")
_JSON = (b"content-type", b"application/json")
# The names that have been in use for it; a form or a bare text is none of them, so that no
# foreign web page can make a browser call without asking (CORS).
_MEDIA_TYPES = {
    b"application/json",
    b"application/json-rpc",
    b"application/jsonrequest",
}
_RANGES = _MEDIA_TYPES | {b"*/*", b"application/*"}
_ANSWER = "application/json"
# Other names that a caller may mean it by.
_ALIASES = sorted(name.decode() for name in _MEDIA_TYPES if name.decode() != _ANSWER)
_PARSE_ERROR = refusal(PARSE_ERROR, "Parse error")


def beside(module: str, name: str) -> Callable[[], bytes]:
    """Reads a file that lies in the same package as a module."""
    return files(module.rpartition(".")[0]).joinpath(name).read_bytes


class JsonRpcApp:
    """Serves one service; what a generated ``create_app`` returns, which explains the limits."""

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
        warn_if_incomplete(service, (method.operation for method in methods))
        self.lifespan = Lifespan(service)
        self._front = Front.of(
            cors=settings.cors,
            compress=settings.compress,
            request_id=settings.request_id,
        )
        self._shutdown = Shutdown()
        trust = settings.trust_client_cert
        self._evidence = partial(HttpEvidence, trust_client_cert=trust)
        self._calls = Calls(
            service,
            methods,
            cache(discover),
            settings,
            self._shutdown,
            self._evidence,
            store_of(service, settings.idempotency),
            authenticate,
            hooks,
        )
        self._begin_body = BodyReader(
            settings.max_body_size, settings.body_timeout, self._shutdown
        ).begin
        operations = [method.operation for method in methods]
        self.resource = ProtectedResource.of(operations, settings.public_url)
        self._max_batch = settings.max_batch
        too_many = f"A batch holds at most {settings.max_batch} requests."
        self._batch_too_large = refusal(INVALID_REQUEST, too_many)

    def claims(self, path: str, *, below: bool = False) -> str:
        """What would answer at a path, or below it; "": nothing."""
        inside = any(known.startswith(f"{path}/") for known in _PATHS)
        return f"POST {path or '/'}" if path in _PATHS or (below and inside) else ""

    def end_calls(self) -> None:
        """Answer `unavailable` to all calls that still run, and to those that come."""
        self._shutdown.end()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        if scope["type"] != "http":
            await other_protocol(scope, receive, send, self.lifespan)
            return
        if self._front is not None:
            entered = await self._front.enter(scope, send)
            if entered is None:
                return
            scope, send = entered
        given: HeaderMap = {}
        reply: Reply | None
        try:
            given = header_map(scope)
            reply = self._by_http_alone(scope, given)
        except RepeatedHeaderError as error:
            reply = _refusal(400, str(error))
        made: list[Call] = []
        try:
            if reply is None:
                try:
                    body: Any = self._begin_body(given, receive)
                    if type(body) is CoroutineType:
                        body = await body
                    size = len(body)
                    answer: Any = UNSET
                    if size < LARGE:
                        answer = self._calls.begin(body, given, scope, made)
                    if answer is UNSET:
                        if size < LARGE:
                            message = read(body, self._max_batch)
                        else:
                            message = await offload(read, body, self._max_batch)
                        events = self._calls.events(message)
                        evidence = self._evidence(given, scope)
                        if isinstance(message, Request) and events is not None:
                            about = (
                                message,
                                given,
                                evidence,
                                scope,
                                receive,
                                send,
                                made,
                                size,
                            )
                            reply = await events.serve(*about)
                            if reply is None:
                                return
                        else:
                            answers = self._calls.answers
                            work = answers(message, given, evidence, size, made)
                            answer = begun(work)
                    # A call that never waits needs no watch over its client.
                    if type(answer) is Begun:
                        answer = await resume(*answer, receive, self._shutdown)
                    if isinstance(answer, bytes):
                        reply = 200, [_JSON], answer
                    elif reply is None:
                        reply = 204, [], b""
                except RefusedCall as error:
                    reply = self._refused(error)
                except Unreadable:
                    reply = 200, [_JSON], _PARSE_ERROR
                except BatchTooLarge:
                    reply = 200, [_JSON], self._batch_too_large
                except BodyTooLargeError:
                    reply = _refusal(413, "Content Too Large")
                except BodyTimeoutError:  # RFC 9110 §15.5.9
                    reply = _refusal(408, "Request Timeout", (b"connection", b"close"))
                # The server stops before there is a message.
                except ServiceError as error:
                    retry = (b"retry-after", b"1")
                    reply = _refusal(503, error.message, retry)
                except DisconnectedError:
                    return
            start, content = messages_of(scope["method"], reply)
            await send(start)
            await send(content)
        finally:
            for call in made:
                if call.callbacks is not None:
                    call.answered()

    def _by_http_alone(self, scope: Scope, headers: HeaderMap) -> Reply | None:
        """The answer to a request that HTTP settles; None for one that may hold messages."""
        if scope["path"] not in _PATHS and (path := raw_path(scope)) not in _PATHS:
            resource = self.resource
            if resource is not None and path in resource.paths:
                return resource.reply(scope["method"])
            return _refusal(404, "Not Found")
        if scope["method"] != "POST":
            if scope["method"] == "OPTIONS":
                return 204, [_ALLOW], b""
            return _refusal(405, "Method Not Allowed", _ALLOW)
        content_type = headers.get(b"content-type", b"")
        if content_type != b"application/json" and not _is_json(content_type):
            only = (b"accept", b"application/json")
            return _refusal(415, "Unsupported Media Type", only)
        encoding = headers.get(b"content-encoding")
        if encoding is not None and encoding.lower() != b"identity":
            identity = (b"accept-encoding", b"identity")
            return _refusal(415, "Unsupported Media Type", identity)
        accept = headers.get(b"accept") or b"*/*"
        # What answers with a stream is known when the body has been read.
        is_read = accept in _RANGES or _takes_json(accept)
        if not is_read and not self._calls.take_events(headers):
            return _refusal(406, "Not Acceptable")
        return None

    def _refused(self, error: RefusedCall) -> Reply:
        """The response to the only call of a request, whose caller may not make it."""
        status = 401 if error.refusal.code is Code.UNAUTHENTICATED else 403
        metadata = None if self.resource is None else self.resource.url
        challenge = error.refusal.challenge(metadata).encode("latin-1", "replace")
        headers = [(b"www-authenticate", challenge)] if challenge else []
        if error.body is None:
            return status, headers, b""
        return status, [_JSON, *headers], error.body


def _refusal(status: int, phrase: str, *headers: tuple[bytes, bytes]) -> Reply:
    """An answer of HTTP's own; its error object is for clients that read nothing else."""
    return status, [_JSON, *headers], refusal(INVALID_REQUEST, phrase)


def _is_json(content_type: bytes) -> bool:
    return content_type.partition(b";")[0].strip().lower() in _MEDIA_TYPES


def _takes_json(accept: bytes) -> bool:
    ranges = qualities(accept.decode("latin-1"))
    named = any(ranges.get(alias) for alias in _ALIASES)
    return named or not ranges or quality_of(_ANSWER, ranges) > 0
