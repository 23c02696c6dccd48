"""Sends requests to an ASGI app in process."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from generator.styles.xmlrpc.runtime.messages import Message, read


@dataclass(frozen=True)
class Answer:
    """An HTTP response."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def message(self) -> Message:
        return read(self.body)

    @property
    def value(self) -> Any:
        """The one value of a response that is no fault."""
        message = self.message
        assert message.fault is None, message.fault
        [value] = message.params
        return value

    @property
    def fault(self) -> tuple[int, str]:
        """Number and text of a fault."""
        fault = self.message.fault
        return fault["faultCode"], fault["faultString"]


async def ask(
    app: Any,
    body: bytes,
    *,
    method: str = "POST",
    path: str = "/xmlrpc",
    headers: Iterable[tuple[str, str]] = (),
    content_type: str | None = "text/xml",
    disconnect: asyncio.Event | None = None,
) -> Answer:
    """Send one request and collect the response."""
    fields = [(name.encode(), value.encode()) for name, value in headers]
    if content_type is not None:
        fields.append((b"content-type", content_type.encode()))
    sent: list[Any] = []
    arriving = iter([{"type": "http.request", "body": body, "more_body": False}])

    async def receive() -> Any:
        for message in arriving:
            return message
        await (disconnect or asyncio.Event()).wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "headers": fields,
        "query_string": b"",
    }
    await app(scope, receive, send)
    if not sent:
        return Answer(0, {}, b"")
    return Answer(
        sent[0]["status"],
        {name.decode(): value.decode() for name, value in sent[0]["headers"]},
        b"".join(message.get("body", b"") for message in sent[1:]),
    )
