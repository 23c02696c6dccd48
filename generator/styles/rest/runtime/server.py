"""Serves a table of routes as a plain ASGI app: what HTTP asks of every server, in one place."""

from collections.abc import Sequence
from functools import partial
from types import CoroutineType
from typing import Any, Unpack

from generator.runtime.auth.authenticate import Authenticate
from generator.runtime.auth.evidence import HttpEvidence
from generator.runtime.auth.metadata import ProtectedResource
from generator.runtime.dispatch import Begun, begun
from generator.runtime.guard import Guard
from generator.runtime.hook import Hook
from generator.runtime.http.asgi import (
    BodyReader,
    DisconnectedError,
    Receive,
    Reply,
    Scope,
    Send,
    messages_of,
    raw_path,
    resume,
)
from generator.runtime.http.front import Front
from generator.runtime.http.headers import call_of, header_map
from generator.runtime.http.other_protocol import other_protocol
from generator.runtime.idempotency.choice import store_of
from generator.runtime.implementation_check import warn_if_incomplete
from generator.runtime.lifespan import Lifespan
from generator.runtime.limits import LARGE
from generator.runtime.offload import offload
from generator.runtime.shutdown import Shutdown
from generator.styles.rest.runtime.claims import claim
from generator.styles.rest.runtime.context import Context
from generator.styles.rest.runtime.elsewhere import serve_handshake, without_endpoint
from generator.styles.rest.runtime.endpoint import Endpoint
from generator.styles.rest.runtime.failures import failure
from generator.styles.rest.runtime.files import FileEndpoint
from generator.styles.rest.runtime.guarded import UNREADABLE, Guarded, counted, refused
from generator.styles.rest.runtime.problem import render
from generator.styles.rest.runtime.route import Binding, is_file
from generator.styles.rest.runtime.router import PathNode, Router
from generator.styles.rest.runtime.settings import RestOptions, RestSettings
from generator.styles.rest.runtime.stream_endpoint import StreamEndpoint
from generator.styles.rest.runtime.stream_forms import is_stream

_ENVELOPE = 64  # bytes of a frame around an item


class RestApp:
    """An ASGI app that serves one service; mount it anywhere, or run it alone.

    What a generated ``create_app`` returns, which explains the limits.
    """

    def __init__(
        self,
        service: object,
        binding: Binding,
        *,
        authenticate: Authenticate | None = None,
        hooks: Sequence[Hook] = (),
        **options: Unpack[RestOptions],
    ) -> None:
        settings = RestSettings(**options)
        warn_if_incomplete(service, (route.operation for route in binding.routes))
        self._failure = partial(failure, binding.problems)
        self._routes = binding.routes
        self.lifespan = Lifespan(service)
        self._front = Front.of(
            cors=settings.cors,
            compress=settings.compress,
            request_id=settings.request_id,
        )
        router: Router[Endpoint] = Router()
        self._shutdown = Shutdown()
        limit, timeout = settings.max_body_size, settings.body_timeout
        self._bodies = BodyReader(limit, timeout, self._shutdown)
        self._begin_body = self._bodies.begin
        more = settings.cors.origins if settings.cors else ()
        self._origins = (*settings.origins, *more)
        # What a server has to know of WebSockets: which operations need one, and how large.
        self.sockets: list[str] = []
        self.max_frame_size = settings.max_body_size + _ENVELOPE
        operations = [route.operation for route in binding.routes]
        self.resource = ProtectedResource.of(operations, settings.public_url)
        metadata = None if self.resource is None else self.resource.url
        trust = settings.trust_client_cert
        context = Context(
            service=service,
            binding=binding,
            settings=settings,
            bodies=self._bodies,
            shutdown=self._shutdown,
            evidence=partial(HttpEvidence, trust_client_cert=trust),
            metadata=metadata,
            store=store_of(service, settings.idempotency),
        )
        for route in binding.routes:
            guard = Guard.of(route.operation, "rest", authenticate, hooks)
            endpoint: Endpoint
            if is_file(route.operation):
                endpoint = FileEndpoint(route, context, guard, self._failure)
            elif is_stream(route.operation):
                endpoint = StreamEndpoint(route, context, guard)
                self.sockets += [endpoint.name] if endpoint.is_socket else []
            else:
                endpoint = Endpoint(route, context, guard)
            router.add(route.method, route.path, endpoint)
        self._find = router.find

    def claims(self, path: str, *, below: bool = False) -> str:
        """What of the contract would answer at a path, or below it; "": nothing."""
        return claim(self._routes, path, below=below)

    def end_calls(self) -> None:
        """Answer `unavailable` to all calls that still run, and to those that come."""
        self._shutdown.end()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            if scope["type"] == "websocket":
                await serve_handshake(
                    self._find,
                    self._origins,
                    self._failure,
                    scope,
                    receive,
                    send,
                )
            else:
                await other_protocol(scope, receive, send, self.lifespan)
            return
        outer = scope
        if self._front is not None:
            entered = await self._front.enter(scope, send)
            if entered is None:
                return
            scope, send = entered
        method = scope["method"]
        endpoint, form, call = None, None, None
        try:
            path = scope["path"]
            # What is mounted below another app, or encoded, is for a closer look.
            if scope.get("root_path") or len(scope.get("raw_path") or b"") != len(path):
                path = raw_path(scope)
            place, values = self._find(path)
            endpoint = place.endpoints.get(method)
            if endpoint is not None:
                outer["route"] = endpoint.routed
                outer["endpoint"] = endpoint.method
            if endpoint is None:
                reply = self.without_endpoint(method, scope, path, place)
            elif endpoint.stream is not None:
                given = header_map(scope)
                call = call_of(given, endpoint.name, "rest")
                call.wire = endpoint.wire(scope.get("scheme", "http"))
                if endpoint.guard is not None:
                    receive, send = counted(call, receive, send)
                await endpoint.stream.serve(values, scope, given, call, receive, send)
                call.answered()
                return
            elif endpoint.guard is not None and endpoint.judge is None:
                given = header_map(scope)
                call = call_of(given, endpoint.name, "rest")
                request = Guarded(
                    endpoint,
                    values,
                    scope,
                    given,
                    call,
                    receive,
                    self._bodies,
                    self._shutdown,
                )
                try:
                    result = await request.result(endpoint.guard)
                finally:
                    form = request.form
                reply = endpoint.write(result, values, scope, request.negotiated())
            else:
                given = header_map(scope)
                call = call_of(given, endpoint.name, "rest")
                if endpoint.judge is not None:
                    judged = begun(
                        endpoint.judge(call, endpoint.evidence(given, scope)),
                    )
                    if type(judged) is Begun:
                        await self._shutdown.wait(*judged)
                accept = given.get(b"accept")
                form = endpoint.chosen.get(accept) or endpoint.negotiate(accept)
                body: Any = b""
                if endpoint.has_body:
                    if b"expect" in given:
                        endpoint.expect(given)
                    body = self._begin_body(given, receive)
                    if type(body) is CoroutineType:
                        body = await body
                query = scope["query_string"]
                if endpoint.has_marks:
                    endpoint.unmark(given, form)
                call.received = len(body)
                if len(body) < LARGE:
                    result = endpoint.begin(values, query, given, body, call)
                else:
                    raw = await offload(endpoint.read, values, query, given, body)
                    result = endpoint.target.begin(raw, call, len(body))
                # A call that never waits needs no watch over its client.
                if type(result) is Begun:
                    result = await resume(*result, receive, self._shutdown)
                reply = endpoint.write(result, values, scope, form)
        except DisconnectedError:
            if call is not None:
                call.answered()
            return
        except UNREADABLE as error:
            reply = render(refused(error), {})
        except Exception as error:  # noqa: BLE001
            reply = self._failure(error, endpoint, form, scope)
        except BaseException:
            if call is not None:
                call.answered()
            raise
        start, content = messages_of(method, reply)
        try:
            await send(start)
            await send(content)
        finally:
            if call is not None and call.callbacks is not None:
                call.status, call.sent = reply[0], len(content["body"])
                call.answered()

    def without_endpoint(
        self,
        method: str,
        scope: Scope,
        path: str,
        place: PathNode[Endpoint],
    ) -> Reply:
        """What a path answers to a method that is not an operation's."""
        resource = self.resource
        if resource is not None and not place.endpoints and path in resource.paths:
            return resource.reply(method)
        return without_endpoint(method, scope, place)
