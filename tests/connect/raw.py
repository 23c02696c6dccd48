"""Asks an app of Connect with bytes of our own: no client, no network."""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Told:
    """An answer as it was sent."""

    status: int
    headers: dict[str, str]
    body: bytes
    messages: list[dict[str, Any]] = field(repr=False)


async def ask(
    app: Any,
    path: str,
    body: bytes | Sequence[bytes] = b"",
    headers: Mapping[str, str] | None = None,
    *,
    method: str = "POST",
    http_version: str = "1.1",
    cut: bool = False,
    root_path: str = "",
) -> Told:
    """What an app answers; body: in one piece, or in several; cut: the client goes before the end.

    After its request, the client stays.
    """
    pieces = [body] if isinstance(body, bytes) else [*body]
    path, _, query = path.partition("?")
    given = [(name.lower().encode(), text.encode()) for name, text in (headers or {}).items()]
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": http_version,
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": root_path,
        "headers": given,
    }
    waiting = [
        {"type": "http.request", "body": piece, "more_body": cut or at < len(pieces) - 1}
        for at, piece in enumerate(pieces)
    ]
    if cut:
        waiting.append({"type": "http.disconnect"})
    waiting.reverse()
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        if waiting:
            return waiting.pop()
        import asyncio

        await asyncio.get_running_loop().create_future()
        raise AssertionError("nobody knows this future")

    async def send(message: Any) -> None:
        sent.append(dict(message))

    await app(scope, receive, send)
    if not sent:
        return Told(0, {}, b"", [])
    told = {name.decode(): value.decode("latin-1") for name, value in sent[0]["headers"]}
    content = b"".join(message.get("body", b"") for message in sent[1:])
    return Told(sent[0]["status"], told, content, sent)


def enveloped(*messages: bytes, flags: int = 0) -> bytes:
    """Messages in envelopes."""
    return b"".join(struct.pack(">BI", flags, len(each)) + each for each in messages)


def opened(body: bytes) -> list[tuple[int, bytes]]:
    """The messages of a body, with their flags."""
    found = []
    while body:
        flags, size = struct.unpack(">BI", body[:5])
        found.append((flags, body[5 : 5 + size]))
        assert len(found[-1][1]) == size
        body = body[5 + size :]
    return found
