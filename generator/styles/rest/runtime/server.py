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
    Headers,
    Receive,
    Reply,
    Scope,
    Send,
    lifespan,
    raw_path,
    read_body,
    respond,
    while_connected,
)
from generator.runtime.http.message import TIMEOUT_HEADER, deadline
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


# Headers that change how a call is served; most requests have none of the others.
_SPECIAL = frozenset(
    {
        b"idempotency-key",
        b"if-match",
        b"if-none-match",
        TIMEOUT_HEADER.encode(),
    }
)


class Endpoint:
    """A route, prepared for serving."""

    def __init__(self, route: Route[Any], credentials: Sequence[str]) -> None:
        self.operation = route.operation
        self.reader = Reader(route, credentials)
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
            endpoint = Endpoint(route, binding.credentials)
            self._router.add(route.method, route.path, endpoint)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await _other_protocol(scope, receive, send)
            return
        method = scope["method"]
        try:
            place, values = self._router.find(raw_path(scope))
            endpoint = place.endpoints.get(method)
            if endpoint is None:
                reply = _without_endpoint(method, scope, place)
            else:
                reply = await self._serve(endpoint, values, scope, receive)
        except DisconnectedError:
            return
        except ServiceError as error:
            reply = render(error, self._problems)
        except Exception as error:
            logger.exception("%s %s failed", method, scope["path"], exc_info=error)
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
        operation = endpoint.operation
        writer = endpoint.writer
        accept = None
        special = False
        for name, value in scope["headers"]:
            if name == b"accept":
                accept = value if accept is None else accept + b"," + value
            elif name in _SPECIAL:
                special = True
        media = writer.negotiate(accept)
        headers = Headers(scope["headers"])
        body = None
        if endpoint.body is not None:
            body = await self._read_body(endpoint.body, headers, receive)
        query = scope["query_string"]
        raw, problems = endpoint.reader.read(values, query, headers, body)
        if problems:
            raise InvalidArgument(violations=[*problems, *_violations(operation, raw)])
        if special:
            call = Call(
                operation=operation.name,
                style="rest",
                headers=headers,
                deadline=deadline(headers),
                idempotency_key=headers.get("idempotency-key"),
                if_match=headers.get("if-match"),
                if_none_match=headers.get("if-none-match"),
            )
        else:
            call = Call(operation=operation.name, style="rest", headers=headers)
        result = await while_connected(self._dispatch(operation, raw, call), receive)
        return writer.write(result, raw, scope, call, media)

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


def _violations(
    operation: Operation[Any],
    raw: Mapping[str, Any],
) -> Sequence[Violation]:
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


def _without_endpoint(method: str, scope: Scope, place: Node[Endpoint]) -> Reply:
    """What a path answers to a method that is no operation's."""
    if not place.endpoints:
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
