"""What stands before the apps of a port: preflight, the server's own places, request ids, gzip."""

import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..call import REQUEST_ID
from .asgi import RawHeaders, Receive, Reply, Scope, Send, raw_path, respond
from .compress import Compressor, has_marks, unmarked
from .cors import Cors, is_preflight
from .vary import in_one_line

_ID = b"x-request-id"

# Answers a GET of one of the server's own places.
Own = Callable[[dict[bytes, bytes]], Reply]


class Front:
    """Answers what needs no app, and changes what apps send."""

    def __init__(
        self,
        *,
        cors: Cors | None,
        compress: bool,
        request_id: bool,
        exposed: Sequence[str] = (),
    ) -> None:
        self._cors = cors
        self._exposed = "".join(f", {name}" for name in exposed).encode()
        self._compress = compress
        self._request_id = request_id

    @classmethod
    def of(
        cls,
        *,
        cors: Cors | None,
        compress: bool,
        request_id: bool,
        exposed: Sequence[str] = (),
    ) -> "Front | None":
        """None: nothing is asked for.

        exposed: headers of answers that pages may read besides those that HTTP itself has.
        """
        if not (cors or compress or request_id):
            return None
        if cors is not None and not hasattr(cors, "preflight"):
            raise TypeError(f"cors is a Cors(origins=[…]), not a {type(cors).__name__}")
        return cls(cors=cors, compress=compress, request_id=request_id, exposed=exposed)

    async def enter(self, scope: Scope, send: Send) -> tuple[Scope, Send] | None:
        """The request as an app is to see it, and how it is to answer; None: it is answered."""
        headers = dict(scope["headers"])
        method = scope["method"]
        if self._cors is not None and is_preflight(method, headers):
            await respond(method, send, (204, self._cors.preflight(headers), b""))
            return None
        return self._changed(scope, headers, send)

    def _changed(
        self,
        scope: Scope,
        headers: dict[bytes, bytes],
        send: Send,
    ) -> tuple[Scope, Send]:
        more: RawHeaders = []
        if self._cors is not None:
            more += self._cors.headers(headers.get(b"origin"), self._exposed)
        if self._request_id:
            scope, identity = _with_id(scope, headers)
            more.append((_ID, identity))
        if self._compress:
            if has_marks(headers):
                scope = {**scope, "headers": unmarked(scope["headers"])}
            send = _compressing(Compressor(scope["method"], headers, scope), send)
        if not more:
            return scope, send

        async def answer(message: Any) -> None:
            if message["type"] == "http.response.start":
                headers = in_one_line([*message["headers"], *more])
                message = {**message, "headers": headers}
            await send(message)

        return scope, answer


def _compressing(compressor: Compressor, send: Send) -> Send:
    async def answer(message: Any) -> None:
        for one in await compressor.messages(message):
            await send(one)

    return answer


def _with_id(scope: Scope, headers: dict[bytes, bytes]) -> tuple[Scope, bytes]:
    """The request with an id that it has from now on, at the latest."""
    given = headers.get(_ID, b"")
    if REQUEST_ID.fullmatch(given.decode("latin-1")):
        return scope, given
    made = os.urandom(16).hex().encode()
    kept = [pair for pair in scope["headers"] if pair[0] != _ID]
    return {**scope, "headers": [*kept, (_ID, made)]}, made


def _reply(own: Own, method: str, headers: dict[bytes, bytes]) -> Reply:
    if method in {"GET", "HEAD"}:
        return own(headers)
    allow = (b"allow", b"GET, HEAD, OPTIONS")
    if method == "OPTIONS":
        return 204, [allow], b""
    return 405, [allow, (b"content-type", b"text/plain")], b"Method Not Allowed"


class WithPlaces:
    """An app, and the places that its server has besides."""

    def __init__(
        self,
        app: Any,
        places: Mapping[str, Own],
        front: Front | None,
    ) -> None:
        self._app = app
        self._places = places
        self._front = front

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        own = self._places.get(raw_path(scope)) if scope["type"] == "http" else None
        if own is None:
            await self._app(scope, receive, send)
            return
        if self._front is not None:
            entered = await self._front.enter(scope, send)
            if entered is None:
                return
            scope, send = entered
        reply = _reply(own, scope["method"], dict(scope["headers"]))
        await respond(scope["method"], send, reply)
