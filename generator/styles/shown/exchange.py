"""Answers requests in memory with an emitted server: what a style shows of itself without I/O."""

import shlex
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus
from types import ModuleType
from typing import Any
from urllib.parse import urlencode

import msgspec

_BYTES = 48  # of a body that is not text

# Imports a module of the emitted package, or of what it stands on: ``load("rest.server")``,
# ``load("_support.call")``.
Load = Callable[[str], ModuleType]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer as it goes over the wire.

    status: in a few words: ``201 Created``, ``NOT_FOUND (5)``; start: the first line;
    text: the body, where it is not text in a readable form.
    """

    status: str
    start: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    text: str
    ok: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """What tells a server who calls: headers by lower-case name, parameters of a query."""

    headers: tuple[tuple[str, str], ...] = ()
    query: tuple[tuple[str, str], ...] = ()


# Answers a request of the style's codec.
Exchange = Callable[[Any], Awaitable[Answer]]


async def ask(app: Any, request: Any) -> Answer:
    """What an ASGI app answers to an HTTP request of a codec."""
    sent: list[dict[str, Any]] = []
    body = request.body or b""
    path, _, query = request.path.partition("?")
    headers = [(name.encode(), value.encode("latin-1")) for name, value in request.headers.items()]
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [*headers, (b"host", b"localhost"), (b"content-length", b"%d" % len(body))],
    }

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await app(scope, receive, send)
    start = sent[0]
    content = b"".join(message.get("body", b"") for message in sent[1:])
    return http_answer(start["status"], start["headers"], content)


def http_answer(status: int, headers: Iterable[tuple[bytes, bytes]], body: bytes) -> Answer:
    """An HTTP response as an answer."""
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = ""
    text = f"{status} {phrase}".rstrip()
    return Answer(
        status=text,
        start=f"HTTP/1.1 {text}",
        headers=tuple((name.decode(), value.decode("latin-1")) for name, value in headers),
        body=body,
        text=readable(body),
        ok=status < 400,
    )


def readable(body: bytes) -> str:
    """A body as text; of what is none, the first bytes in hexadecimal, and how many follow."""
    try:
        return body.decode()
    except UnicodeDecodeError:
        return hexadecimal(body)


def hexadecimal(body: bytes) -> str:
    """The first bytes, and how many follow."""
    more = len(body) - _BYTES
    return f"{body[:_BYTES].hex(' ')} … ({more:,} more)" if more > 0 else body.hex(" ")


def signed(request: Any, credentials: Credentials) -> Any:
    """An HTTP request of a codec with credentials: in its headers and in the query of its URL."""
    path = request.path
    if credentials.query:
        path += ("&" if "?" in path else "?") + urlencode(credentials.query)
    headers = {**request.headers, **dict(credentials.headers)}
    return msgspec.structs.replace(request, path=path, headers=headers)


def curl(target: str, request: Any) -> str:
    """An HTTP request of a codec as a command for a shell."""
    parts = ["curl"]
    if request.method != "GET":
        parts += ["-X", request.method]
    parts.append(shlex.quote(f"{target}{request.path}"))
    for name, value in request.headers.items():
        if name != "accept":
            parts += ["-H", shlex.quote(f"{name}: {value}")]
    if request.body is not None:
        parts += ["-d", shlex.quote(request.body.decode())]
    return " ".join(parts)
