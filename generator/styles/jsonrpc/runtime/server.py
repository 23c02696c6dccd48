"""Turns HTTP requests into JSON-RPC messages and their answers into responses: an ASGI app.

It answers at the place where it is mounted, and at ``/jsonrpc`` below it, so that one client
target finds it both alone on a port and mounted beside other apps.
"""

from collections.abc import Callable
from functools import cache
from importlib.resources import files

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
from generator.styles.jsonrpc.runtime.calls import (
    INVALID_REQUEST_ANSWER,
    Calls,
)
from generator.styles.jsonrpc.runtime.codes import INVALID_REQUEST, PARSE_ERROR
from generator.styles.jsonrpc.runtime.messages import (
    BatchTooLarge,
    Invalid,
    Request,
    Unreadable,
    read,
    refusal,
)
from generator.styles.jsonrpc.runtime.method import Methods

_PATHS = frozenset({"", "/", "/jsonrpc", "/jsonrpc/"})
_ALLOW = (b"allow", b"OPTIONS, POST")
_JSON = (b"content-type", b"application/json")
# The names that have been in use for it; a form or a bare text is none of them, so that no
# foreign web page can make a browser call without asking (CORS).
_MEDIA_TYPES = {"application/json", "application/json-rpc", "application/jsonrequest"}
_RANGES = _MEDIA_TYPES | {"*/*", "application/*"}

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
        max_body_size: int,
        max_batch: int,
        concurrency: int,
    ) -> None:
        self._calls = Calls(service, methods, cache(discover), concurrency)
        self._max_body_size = max_body_size
        self._max_batch = max_batch
        too_many = f"A batch holds at most {max_batch} requests."
        self._batch_too_large = refusal(INVALID_REQUEST, too_many)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        if scope["type"] != "http":
            await _other_protocol(scope, receive, send)
            return
        headers = header_map(scope)
        reply = _by_http_alone(scope, headers)
        if reply is None:
            try:
                body = await read_body(headers, receive, self._max_body_size)
                answer = await while_connected(self._answer(body, headers), receive)
            except BodyTooLargeError:
                reply = _refusal(413, "Content Too Large")
            except DisconnectedError:
                return
            else:
                reply = _reply(answer)
        await respond(send, *reply, head=scope["method"] == "HEAD")

    async def _answer(self, body: bytes, headers: dict[str, str]) -> bytes | None:
        try:
            message = read(body, self._max_batch)
        except Unreadable:
            return _PARSE_ERROR
        except BatchTooLarge:
            return self._batch_too_large
        if isinstance(message, Request):
            return await self._calls.answer(message, headers, deadline(headers))
        if isinstance(message, Invalid):
            return INVALID_REQUEST_ANSWER
        return await self._calls.answer_batch(message, headers, deadline(headers))


def _reply(answer: bytes | None) -> Reply:
    return Reply(204, []) if answer is None else Reply(200, [_JSON], answer)


def _by_http_alone(scope: Scope, headers: dict[str, str]) -> Reply | None:
    """The answer to a request that HTTP settles; None for one that may hold messages."""
    if raw_path(scope) not in _PATHS:
        return _refusal(404, "Not Found")
    if scope["method"] != "POST":
        if scope["method"] == "OPTIONS":
            return Reply(204, [_ALLOW])
        return _refusal(405, "Method Not Allowed", _ALLOW)
    content_type = headers.get("content-type", "")
    if content_type != "application/json" and not _is_json(content_type):
        return _refusal(415, "Unsupported Media Type", (b"accept", b"application/json"))
    if headers.get("content-encoding", "identity") != "identity":
        identity = (b"accept-encoding", b"identity")
        return _refusal(415, "Unsupported Media Type", identity)
    if not _takes_json(headers.get("accept", "")):
        return _refusal(406, "Not Acceptable")
    return None


def _refusal(status: int, phrase: str, *headers: tuple[bytes, bytes]) -> Reply:
    """An answer of HTTP's own; its error object is for clients that read nothing else."""
    return Reply(status, [_JSON, *headers], refusal(INVALID_REQUEST, phrase))


def _is_json(content_type: str) -> bool:
    return content_type.partition(";")[0].strip().lower() in _MEDIA_TYPES


def _takes_json(accept: str) -> bool:
    if not accept or accept in _RANGES:
        return True
    for item in accept.split(","):
        media_range, *parameters = (part.strip().lower() for part in item.split(";"))
        if media_range in _RANGES and not any(map(_is_zero, parameters)):
            return True
    return False


def _is_zero(parameter: str) -> bool:
    name, _, value = parameter.partition("=")
    return name == "q" and not value.strip("0.")


async def _other_protocol(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await lifespan(receive, send)
    else:
        await receive()
        await send({"type": "websocket.close", "code": 1000})
