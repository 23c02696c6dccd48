"""Asks an ASGI app in memory, and spells an HTTP request for a shell."""

import asyncio
import shlex
from collections.abc import Iterable
from typing import Any

from generator.formats.readable import http_status, readable
from generator.styles.shown.protocol import Answer

_LINES = "application/x-ndjson"


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

    unread = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> dict[str, Any]:
        if unread:
            return unread.pop()
        await asyncio.get_running_loop().create_future()  # the client stays till the end
        raise AssertionError("a future that nobody knows is done")

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await app(scope, receive, send)
    start = sent[0]
    content = b"".join(message.get("body", b"") for message in sent[1:])
    return http_answer(start["status"], start["headers"], content)


def http_answer(status: int, headers: Iterable[tuple[bytes, bytes]], body: bytes) -> Answer:
    """An HTTP response as an answer."""
    text = http_status(status)
    return Answer(
        status=text,
        start=f"HTTP/1.1 {text}",
        headers=tuple((name.decode(), value.decode("latin-1")) for name, value in headers),
        body=body,
        text=readable(body),
        ok=status < 400,
    )


def curl(target: str, request: Any) -> str:
    """An HTTP request of a codec as a command for a shell.

    What comes as a stream is shown as it comes. The lines of what goes as one come through a pipe,
    because curl's -d would join them; of a body that is no text, a file is named.
    """
    events = "text/event-stream" in request.headers.get("accept", "")
    parts = ["curl", "-N"] if events else ["curl"]
    if request.method != "GET":
        parts += ["-X", request.method]
    parts.append(shlex.quote(f"{target}{request.path}"))
    for name, value in request.headers.items():
        if name != "accept" or events:
            parts += ["-H", shlex.quote(f"{name}: {value}")]
    if request.body is None:
        return " ".join(parts)
    try:
        text = request.body.decode()
    except UnicodeDecodeError:
        return " ".join([*parts, "--data-binary", "@FILE"])
    if request.headers.get("content-type") == _LINES:
        return " ".join([printed(text.splitlines()), *parts, "--data-binary", "@-"])
    return " ".join([*parts, "-d", shlex.quote(text)])


def printed(lines: Iterable[str]) -> str:
    """What writes lines into the command that follows."""
    return " ".join(["printf", shlex.quote("%s\\n"), *map(shlex.quote, lines), "|"])
