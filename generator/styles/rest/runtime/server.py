"""Serves a table of routes as a plain ASGI app: what HTTP asks of every server, in one place."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from generator.runtime.call import Call
from generator.runtime.codes import Code
from generator.runtime.dispatch import Dispatcher
from generator.runtime.errors import (
    InvalidArgument,
    ServiceError,
    Violation,
)
from generator.runtime.http.asgi import (
    BodyTooLargeError,
    DisconnectedError,
    Receive,
    Reply,
    Scope,
    Send,
    header_map,
    lifespan,
    raw_path,
    read_body,
    respond,
    while_connected,
)
from generator.runtime.http.message import deadline
from generator.runtime.operation import Operation
from generator.styles.rest.runtime.problem import Refused, render
from generator.styles.rest.runtime.reader import (
    Reader,
    media_type,
    parse_json,
)
from generator.styles.rest.runtime.route import (
    JSON,
    MERGE_PATCH,
    Binding,
    Body,
    Route,
)
from generator.styles.rest.runtime.router import Node, Router
from generator.styles.rest.runtime.writer import Writer

logger = logging.getLogger(__name__)


class Endpoint:
    """A route, prepared for serving."""

    def __init__(self, route: Route[Any]) -> None:
        self.operation = route.operation
        self.reader = Reader(route)
        self.writer = Writer(route)
        self.body = route.body


class RestApp:
    """An ASGI app that serves one service; mount it anywhere, or run it alone."""

    def __init__(
        self,
        service: object,
        binding: Binding,
        *,
        max_body_size: int = 10 * 1024 * 1024,
    ) -> None:
        self._problems = binding.problems
        self._limit = max_body_size
        self._dispatch = Dispatcher(service, [r.operation for r in binding.routes])
        self._router: Router[Endpoint] = Router()
        for route in binding.routes:
            self._router.add(route.method, route.path, Endpoint(route))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await _other_protocol(scope, receive, send)
            return
        method = scope["method"]
        try:
            found = self._router.find(raw_path(scope))
            endpoint = None if found is None else found[0].endpoints.get(method)
            if found is None or endpoint is None:
                reply = _without_endpoint(method, scope, None if found is None else found[0])
            else:
                reply = await self._serve(endpoint, found[1], scope, receive)
        except DisconnectedError:
            return
        except ServiceError as error:
            reply = render(error, self._problems)
        except Exception:
            logger.exception("%s %s failed", method, scope["path"])
            masked = ServiceError("An internal error occurred.", code=Code.INTERNAL)
            reply = render(masked, {})
        await respond(send, *reply, head=method == "HEAD")

    async def _serve(
        self,
        endpoint: Endpoint,
        values: Sequence[str],
        scope: Scope,
        receive: Receive,
    ) -> Reply:
        headers = header_map(scope)
        operation = endpoint.operation
        writer = endpoint.writer
        media = writer.negotiate(headers.get("accept"))
        body = None
        if endpoint.body is not None:
            body = await self._read_body(endpoint.body, headers, receive)
        query = scope["query_string"]
        raw, problems = endpoint.reader.read(values, query, headers, body)
        if problems:
            raise InvalidArgument(violations=[*problems, *_violations(operation, raw)])
        call = Call(
            operation=operation.name,
            style="rest",
            headers=headers,
            deadline=deadline(headers),
            idempotency_key=headers.get("idempotency-key"),
            if_match=headers.get("if-match"),
            if_none_match=headers.get("if-none-match"),
        )
        value = await while_connected(self._dispatch(operation, raw, call), receive)
        return writer.write(value, raw, scope, media)

    async def _read_body(
        self,
        expected: Body,
        headers: Mapping[str, str],
        receive: Receive,
    ) -> Any:
        """The JSON of the body; 415 when it claims to be something else, 413, 400."""
        takes = (MERGE_PATCH, JSON) if expected.patch else (JSON,)
        content_type = headers.get("content-type")
        if content_type is not None and media_type(content_type) not in takes:
            _refuse_media_type(content_type, takes)
        try:
            body = await read_body(headers, receive, self._limit)
        except BodyTooLargeError:
            raise Refused(
                f"The body is larger than {self._limit} bytes.",
                status=413,
                code=Code.RESOURCE_EXHAUSTED,
            ) from None
        if body and content_type is None:
            _refuse_media_type("none", takes)
        if body and headers.get("content-encoding", "identity") != "identity":
            raise Refused(
                "The body must not be compressed.",
                status=415,
                headers={"accept-encoding": "identity"},
            )
        return parse_json(body)


def _violations(operation: Operation[Any], raw: Mapping[str, Any]) -> Sequence[Violation]:
    """What the schema says besides what the URL has shown already."""
    try:
        operation.decode(raw)
    except InvalidArgument as error:
        return error.violations
    return ()


def _refuse_media_type(content_type: str, takes: Sequence[str]) -> NoReturn:
    """415, with what would do (RFC 9110 §15.5.16, RFC 5789 §2.2)."""
    name = "accept-patch" if MERGE_PATCH in takes else "accept"
    offers = ", ".join(takes)
    raise Refused(
        f"The body is of media type {content_type}; it must be {offers}.",
        status=415,
        headers={name: offers},
    )


def _without_endpoint(method: str, scope: Scope, place: Node[Endpoint] | None) -> Reply:
    """What a path answers to a method that is no operation's."""
    if place is None:
        if method == "OPTIONS" and scope["path"] in {"*", "/*"}:
            return Reply(204, [], b"")
        raise Refused("Nothing is here.", status=404, code=Code.NOT_FOUND)
    if method == "OPTIONS":
        return Reply(204, [(b"allow", place.allow.encode())], b"")
    raise Refused(
        f"This resource does not know {method}.",
        status=405,
        code=Code.UNIMPLEMENTED,
        headers={"allow": place.allow},
    )


async def _other_protocol(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer the lifespan protocol; refuse WebSockets."""
    if scope["type"] == "lifespan":
        await lifespan(receive, send)
    elif scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1000})
