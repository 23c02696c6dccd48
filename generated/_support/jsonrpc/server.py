"""Turns HTTP requests into JSON-RPC messages and their answers into responses: an ASGI app.

It answers at the place where it is mounted, and at ``/jsonrpc`` below it, so that one client
target finds it both alone on a port and mounted beside other apps.
"""

from collections.abc import Callable
from functools import cache
from importlib.resources import files

from ..call import Call
from ..http.asgi import (
    BodyTooLargeError,
    DisconnectedError,
    Headers,
    Receive,
    Reply,
    Scope,
    Send,
    lifespan,
    raw_path,
    read_chunks,
    respond,
    resume,
)
from ..http.message import TIMEOUT_HEADER, deadline
from .calls import Calls
from .codes import INVALID_REQUEST, PARSE_ERROR
from .messages import (
    BatchTooLarge,
    Unreadable,
    read,
    refusal,
)
from .method import Methods

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
# Headers that make a call something special; most requests have none of them.
_SPECIAL = frozenset(
    {
        b"idempotency-key",
        b"if-match",
        b"if-none-match",
        TIMEOUT_HEADER.encode(),
    }
)
_KNOWN = _SPECIAL | {
    b"accept",
    b"content-encoding",
    b"content-length",
    b"content-type",
}

Known = dict[bytes, bytes]

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
        known = _look(scope)
        reply = _by_http_alone(scope, known, self._max_body_size)
        if reply is None:
            try:
                body = await read_chunks(receive, self._max_body_size)
                # A call that never waits needs no watch over its client.
                work = self._answer(body, scope, known)
                try:
                    waits_for = work.send(None)
                except StopIteration as done:
                    answer = done.value
                else:
                    answer = await resume(work, waits_for, receive)
                reply = _response(answer)
            except BodyTooLargeError:
                reply = _too_large()
            except DisconnectedError:
                return
        await respond(send, *reply, head=scope["method"] == "HEAD")

    async def _answer(self, body: bytes, scope: Scope, known: Known) -> bytes | None:
        try:
            message = read(body, self._max_batch)
        except Unreadable:
            return _PARSE_ERROR
        except BatchTooLarge:
            return self._batch_too_large
        call = _call(scope, known)
        if isinstance(message, list):
            return await self._calls.answer_batch(message, call)
        return await self._calls.answer(message, call)


def _look(scope: Scope) -> Known:
    """The headers that matter; repeated ones joined as RFC 9110 §5.2 has it."""
    known: Known = {}
    for name, value in scope["headers"]:
        if name in _KNOWN:
            known[name] = known[name] + b", " + value if name in known else value
    return known


def _call(scope: Scope, known: Known) -> Call:
    """What the request says about the calls in it, whichever they are."""
    headers = Headers(scope["headers"])
    if _SPECIAL.isdisjoint(known):
        return Call(operation="", style="jsonrpc", headers=headers)
    return Call(
        operation="",
        style="jsonrpc",
        headers=headers,
        deadline=deadline(headers),
        idempotency_key=headers.get("idempotency-key"),
        if_match=headers.get("if-match"),
        if_none_match=headers.get("if-none-match"),
    )


def _by_http_alone(scope: Scope, known: Known, limit: int) -> Reply | None:
    """The answer to a request that HTTP settles; None for one that may hold messages."""
    if scope["path"] not in _PATHS and raw_path(scope) not in _PATHS:
        return _refusal(404, "Not Found")
    if scope["method"] != "POST":
        if scope["method"] == "OPTIONS":
            return Reply(204, [_ALLOW])
        return _refusal(405, "Method Not Allowed", _ALLOW)
    content_type = known.get(b"content-type", b"")
    if content_type != b"application/json" and not _is_json(content_type):
        return _refusal(415, "Unsupported Media Type", (b"accept", b"application/json"))
    if b"content-encoding" in known and known[b"content-encoding"] != b"identity":
        identity = (b"accept-encoding", b"identity")
        return _refusal(415, "Unsupported Media Type", identity)
    accept = known.get(b"accept") or b"*/*"
    if accept not in _RANGES and not _takes_json(accept):
        return _refusal(406, "Not Acceptable")
    length = known.get(b"content-length", b"")
    if length.isdigit() and int(length) > limit:
        return _too_large()
    return None


def _response(answer: bytes | None) -> Reply:
    return Reply(204, []) if answer is None else Reply(200, [_JSON], answer)


def _too_large() -> Reply:
    return _refusal(413, "Content Too Large")


def _refusal(status: int, phrase: str, *headers: tuple[bytes, bytes]) -> Reply:
    """An answer of HTTP's own; its error object is for clients that read nothing else."""
    return Reply(status, [_JSON, *headers], refusal(INVALID_REQUEST, phrase))


def _is_json(content_type: bytes) -> bool:
    return content_type.partition(b";")[0].strip().lower() in _MEDIA_TYPES


def _takes_json(accept: bytes) -> bool:
    for item in accept.split(b","):
        media_range, *parameters = (part.strip().lower() for part in item.split(b";"))
        if media_range in _RANGES and not any(map(_is_zero, parameters)):
            return True
    return False


def _is_zero(parameter: bytes) -> bool:
    name, _, value = parameter.partition(b"=")
    return name == b"q" and not value.strip(b"0.")


async def _other_protocol(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await lifespan(receive, send)
    else:
        await receive()
        await send({"type": "websocket.close", "code": 1000})
