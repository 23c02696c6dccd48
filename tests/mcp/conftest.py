"""A way to send messages to an app in process."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from generated._support import UNCHECKED
from generated.cameras.mcp.server import create_app
from tests.mcp.messages import headers_of
from tests.support.hub import Hub


@dataclass(frozen=True)
class Answer:
    """An HTTP response."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def events(self) -> list[Any]:
        """The messages in a response of server-sent events."""
        assert self.headers["content-type"] == "text/event-stream"
        return [
            json.loads(event.removeprefix("data: "))
            for event in self.body.decode().split("\n\n")
            if event.startswith("data: ")
        ]


async def send_request(
    app: Any,
    body: object,
    headers: Mapping[str, str] | None = None,
    *,
    method: str = "POST",
    path: str = "/mcp",
    gone: asyncio.Event | None = None,
) -> Answer:
    """Send one request (bytes as they are, else JSON) and collect the response."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    fields = {"content-type": "application/json", "host": "hub.example", **(headers or {})}
    arriving = iter([{"type": "http.request", "body": content, "more_body": False}])
    sent: list[Any] = []

    async def receive() -> Any:
        for message in arriving:
            return message
        await (gone or asyncio.Event()).wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [(name.encode(), text.encode()) for name, text in fields.items()],
    }
    await app(scope, receive, send)
    if not sent:
        return Answer(0, {}, b"")
    return Answer(
        sent[0]["status"],
        {name.decode(): text.decode() for name, text in sent[0]["headers"]},
        b"".join(message.get("body", b"") for message in sent[1:]),
    )


@pytest.fixture
def hub() -> Hub:
    return Hub()


@pytest.fixture
def make() -> Callable[..., Any]:
    """Makes an app of a hub, with options."""

    def run(hub: Hub, **options: Any) -> Any:
        return create_app(hub, authenticate=UNCHECKED, **options)

    return run


@pytest.fixture
def app(hub: Hub, make: Callable[..., Any]) -> Any:
    return make(hub, max_body_size=5000, max_items=20)


Post = Callable[..., Answer]


@pytest.fixture
def post(app: Any) -> Post:
    """Sends a message to the app, with the headers that repeat it."""

    def run(message: dict[str, Any], **more: str) -> Answer:
        return asyncio.run(send_request(app, message, headers_of(message, **more)))

    return run


@pytest.fixture
def raw(app: Any) -> Post:
    """Sends anything to the app, with the headers that are given."""

    def run(body: object, headers: Mapping[str, str] | None = None, **more: Any) -> Answer:
        return asyncio.run(send_request(app, body, headers, **more))

    return run


Send = Callable[..., Awaitable[Answer]]


@pytest.fixture
def send() -> Send:
    """Sends a request to an app, to be awaited."""
    return send_request
