"""Asks an ASGI app, as its host server would."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote


@dataclass(frozen=True)
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes
    messages: int

    def __getitem__(self, name: str) -> str:
        """All lines of a header, joined; "" of none."""
        return ", ".join(value for key, value in self.headers if key == name)


def ask(
    app: Any,
    method: str,
    path: str,
    headers: Mapping[str, str] | None = None,
    body: bytes = b"",
    **scope: Any,
) -> Answer:
    """One request and its answer."""
    raw = [(name.lower().encode(), text.encode()) for name, text in (headers or {}).items()]
    asked = {
        "type": "http",
        "method": method,
        "path": unquote(path.partition("?")[0]),
        "raw_path": path.partition("?")[0].encode(),
        "query_string": path.partition("?")[2].encode(),
        "headers": raw,
        "root_path": "",
        **scope,
    }
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(app(asked, receive, send))
    start, *rest = sent
    decoded = [(name.decode(), value.decode()) for name, value in start["headers"]]
    content = b"".join(message["body"] for message in rest)
    return Answer(start["status"], decoded, content, len(rest))
