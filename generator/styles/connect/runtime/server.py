"""Serves the rpcs of a contract over Connect and gRPC-Web as a plain ASGI app."""

from collections.abc import Sequence
from functools import partial
from typing import Any, Unpack

from generator.formats.protobuf_rpc.runtime.failures import Failures
from generator.formats.protobuf_rpc.runtime.method import Body, Method, Service
from generator.formats.protobuf_rpc.runtime.stream_answers import StreamAnswers
from generator.runtime.auth.authenticate import Authenticate
from generator.runtime.auth.evidence import HttpEvidence
from generator.runtime.auth.metadata import ProtectedResource
from generator.runtime.codes import Code
from generator.runtime.dispatch import Target
from generator.runtime.guard import Guard
from generator.runtime.hook import Hook
from generator.runtime.http.asgi import (
    BodyReader,
    Receive,
    Reply,
    Scope,
    Send,
    raw_path,
    respond,
)
from generator.runtime.http.front import Front
from generator.runtime.http.headers import RepeatedHeaderError, header_map
from generator.runtime.http.other_protocol import other_protocol
from generator.runtime.idempotency.choice import store_of
from generator.runtime.implementation_check import warn_if_incomplete
from generator.runtime.lifespan import Lifespan
from generator.runtime.shutdown import Shutdown
from generator.styles.connect.runtime.bodies import bodies
from generator.styles.connect.runtime.endpoint import TEXT, Endpoint, Form, Shared
from generator.styles.connect.runtime.envelopes import wrapped
from generator.styles.connect.runtime.failures import failed_alone
from generator.styles.connect.runtime.gets import Gets, GetUnary
from generator.styles.connect.runtime.protocols import CONNECT, WEB
from generator.styles.connect.runtime.settings import ConnectOptions, ConnectSettings
from generator.styles.connect.runtime.streamed import Streamed
from generator.styles.connect.runtime.unary import BareUnary
from generator.styles.connect.runtime.web import WebUnary

# What web pages may read of an answer, besides what they may of all: trailers where HTTP has them.
_EXPOSED = (
    "Grpc-Message",
    "Grpc-Status",
    "Grpc-Status-Details-Bin",
    "Trailer-ETag",
)


class ConnectApp:
    """Serves one service; what a generated ``create_app`` returns, which explains the limits."""

    def __init__(
        self,
        service: object,
        table: Service,
        *,
        authenticate: Authenticate | None = None,
        hooks: Sequence[Hook] = (),
        **options: Unpack[ConnectOptions],
    ) -> None:
        settings = ConnectSettings(**options)
        operations = [*table.operations]
        warn_if_incomplete(service, operations)
        self.lifespan = Lifespan(service)
        self.resource = ProtectedResource.of(operations, settings.public_url)
        self._front = Front.of(
            cors=settings.cors,
            compress=settings.compress,
            request_id=settings.request_id,
            exposed=_EXPOSED,
        )
        self._shutdown = Shutdown()
        limit, timeout = settings.max_body_size, settings.body_timeout
        trust = settings.trust_client_cert
        shared = Shared(
            messages=table.messages,
            failures=Failures(table),
            shutdown=self._shutdown,
            evidence=partial(HttpEvidence, trust_client_cert=trust),
            resource=self.resource,
            read_bare=BodyReader(limit, timeout, self._shutdown).begin,
            read_wrapped=BodyReader(wrapped(limit), timeout, self._shutdown).begin,
            read_text=BodyReader(
                wrapped(limit) * 4 // 3,
                timeout,
                self._shutdown,
            ).begin,
            limit=limit,
            timeout=timeout,
            compress=settings.compress,
        )
        self._service = service
        self._table = table
        self._max_timeout = settings.max_timeout
        self._store = store_of(service, settings.idempotency)
        self.prefix = f"/{table.name}"
        self.endpoints: dict[str, Endpoint] = {}
        for method in table:
            path = table.path(method.operation)
            guard = Guard.of(method.operation, "connect", authenticate, hooks)
            endpoint = Endpoint(method, path, guard, shared)
            self._prepare(endpoint, method)
            self.endpoints[path] = endpoint

    def _prepare(self, endpoint: Endpoint, method: Method) -> None:
        """Give an rpc the ways to ask it."""
        made = bodies(self._table, method.operation)
        forms: dict[str, Form]
        if method.operation.streaming:
            forms = self._streamed(endpoint, made)
        else:
            forms = self._unary(endpoint, made)
        endpoint.forms = {name.encode(): form for name, form in forms.items()}

    def _unary(self, endpoint: Endpoint, made: dict[str, Body]) -> dict[str, Form]:
        operation = endpoint.operation
        target = Target(self._service, operation, self._max_timeout, self._store)
        forms: dict[str, Form] = {}
        for codec, body in made.items():
            media_type = f"application/{codec}"
            forms[media_type] = BareUnary(endpoint, target, body, media_type)
            for media_type, text in _web(codec):
                forms[media_type] = WebUnary(
                    endpoint,
                    target,
                    body,
                    media_type,
                    text=text,
                )
        if operation.safe:
            endpoint.get = Gets(
                {
                    codec.encode(): GetUnary(
                        endpoint,
                        target,
                        body,
                        f"application/{codec}",
                    )
                    for codec, body in made.items()
                }
            )
        return forms

    def _streamed(self, endpoint: Endpoint, made: dict[str, Body]) -> dict[str, Form]:
        forms: dict[str, Form] = {}
        for codec, body in made.items():
            answers = partial(self._answers, endpoint, body)
            media_type = f"application/connect+{codec}"
            forms[media_type] = Streamed(
                endpoint,
                answers(CONNECT),
                CONNECT,
                media_type,
            )
            for media_type, text in _web(codec):
                forms[media_type] = Streamed(
                    endpoint,
                    answers(WEB),
                    WEB,
                    media_type,
                    text=text,
                )
        return forms

    def _answers(self, endpoint: Endpoint, body: Body, protocol: Any) -> StreamAnswers:
        return StreamAnswers(
            self._service,
            body,
            endpoint.operation,
            endpoint.shared.failures,
            self._shutdown,
            self._max_timeout,
            protocol.wire(endpoint.path),
            endpoint.guard,
        )

    def claims(self, path: str, *, below: bool = False) -> str:
        """What would answer at a path, or below it; "": nothing."""
        inside = any(known.startswith(f"{path}/") for known in self.endpoints)
        found = path in self.endpoints or (below and inside)
        return f"POST {path or '/'}" if found else ""

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
        endpoint = self.endpoints.get(scope["path"])
        if endpoint is None:
            path = raw_path(scope)
            endpoint = self.endpoints.get(path)
            if endpoint is None:
                await respond(
                    scope["method"],
                    send,
                    self._elsewhere(scope["method"], path),
                )
                return
        try:
            headers = header_map(scope)
        except RepeatedHeaderError as error:
            reply = failed_alone(Code.INVALID_ARGUMENT, str(error))
            await respond(scope["method"], send, reply)
            return
        found: Any = endpoint.find(scope, headers)
        if type(found) is tuple:
            await respond(scope["method"], send, found)
        else:
            await found.serve(headers, scope, receive, send)

    def _elsewhere(self, method: str, path: str) -> Reply:
        """What is answered where no rpc is."""
        if self.resource is not None and path in self.resource.paths:
            return self.resource.reply(method)
        return 404, [TEXT], b"There is no such method here."


def _web(codec: str) -> list[tuple[str, bool]]:
    """The media types of gRPC-Web, and whether each is base64; protobuf needs not be named."""
    named = [
        (f"application/grpc-web+{codec}", False),
        (f"application/grpc-web-text+{codec}", True),
    ]
    if codec != "proto":
        return named
    return [
        ("application/grpc-web", False),
        ("application/grpc-web-text", True),
        *named,
    ]
