"""Sends one HTTP request to an ASGI app in process, as raw as HTTP itself."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

App = Callable[[Any, Any, Any], Awaitable[None]]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back; header names are lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def ask(
    app: App,
    method: str,
    target: str,
    *,
    headers: Mapping[str, str] | None = None,
    body: bytes | list[bytes] | None = None,
    data: object = None,
    root: str = "",
) -> Answer:
    """Send a request; ``data`` is sent as JSON, a list of chunks without Content-Length."""
    return asyncio.run(_ask(app, method, target, dict(headers or {}), body, data, root))


async def _ask(
    app: App,
    method: str,
    target: str,
    headers: dict[str, str],
    body: bytes | list[bytes] | None,
    data: object,
    root: str,
) -> Answer:
    if data is not None:
        body = json.dumps(data).encode()
        headers.setdefault("content-type", "application/json")
    chunks = body if isinstance(body, list) else [body or b""]
    if isinstance(body, bytes):
        headers.setdefault("content-length", str(len(body)))
    path, _, query = target.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": root + unquote(path),
        "raw_path": (root + path).encode(),
        "root_path": root,
        "query_string": query.encode(),
        "headers": [(k.lower().encode(), v.encode("latin-1")) for k, v in headers.items()],
    }
    left = list(chunks)
    done = asyncio.Event()

    async def receive() -> dict[str, Any]:
        if left:
            chunk = left.pop(0)
            return {"type": "http.request", "body": chunk, "more_body": bool(left)}
        await done.wait()
        return {"type": "http.disconnect"}

    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    await app(scope, receive, send)
    start, *rest = sent
    names = [name.decode() for name, _ in start["headers"]]
    assert len(set(names)) == len(names), names
    return Answer(
        status=start["status"],
        headers={name.decode(): value.decode("latin-1") for name, value in start["headers"]},
        body=b"".join(message["body"] for message in rest),
    )
