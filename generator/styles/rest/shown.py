"""What the comparison shows of REST: the emitted app asked in memory, curl, bytes sent again.

A WebSocket is one message each way: the handshake, and all frames.
"""

import asyncio
import shlex
from typing import Any

from generator.formats.readable import http_status
from generator.styles.rest.streamed import RECEIVED, arrows, is_handshake
from generator.styles.shown.http import ask, curl, http_answer, printed
from generator.styles.shown.protocol import Answer, Responder
from generator.styles.shown.replay import Replay, Seen, same_bytes
from generator.styles.style import Importer

_DONE = 1000  # RFC 6455 §7.4.1
# RFC 6455 §1.3: what answers the key of the request.
_ACCEPTED = (
    ("upgrade", "websocket"),
    ("connection", "Upgrade"),
    ("sec-websocket-accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="),
)
# What the client library says of a WebSocket, and not the call.
_HANDSHAKE = ("connection", "upgrade")


async def _talk(app: Any, request: Any) -> Answer:
    """What comes over a WebSocket, once all of the client's frames have been sent."""
    path, _, query = request.path.partition("?")
    headers = [(name.encode(), value.encode("latin-1")) for name, value in request.headers.items()]
    waiting: list[dict[str, Any]] = [
        {"type": "websocket.receive", "text": frame.decode()}
        for frame in reversed(request.body.splitlines())
    ]
    waiting.append({"type": "websocket.connect"})
    sent: list[dict[str, Any]] = []
    scope = {
        "type": "websocket",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "scheme": "ws",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [*headers, (b"host", b"localhost")],
        "subprotocols": [],
        "extensions": {"websocket.http.response": {}},
    }

    async def receive() -> dict[str, Any]:
        if not waiting:  # the client stays till the end
            await asyncio.get_running_loop().create_future()
        return waiting.pop()

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await app(scope, receive, send)
    if sent[0]["type"] == "websocket.http.response.start":
        content = b"".join(message.get("body", b"") for message in sent[1:])
        return http_answer(sent[0]["status"], sent[0]["headers"], content)
    frames = [each["text"].encode() for each in sent if each["type"] == "websocket.send"]
    end = sent[-1]
    ok = end["code"] == _DONE
    reason = f" {end['reason']}" if end["reason"] else ""
    start = http_status(101)
    return Answer(
        status=start if ok else f"close {end['code']}{reason}",
        start=f"HTTP/1.1 {start}",
        headers=_ACCEPTED,
        body=b"\n".join(frames),
        text=arrows(frames, RECEIVED),
        ok=ok,
    )


def _websocat(target: str, request: Any) -> str:
    """The frames, one a line, go into websocat."""
    host = target.partition("://")[2]
    scheme = "wss" if target.startswith("https:") else "ws"
    parts = [printed(request.body.decode().split("\n")), "websocat", "-n"]
    for name, value in request.headers.items():
        if not name.startswith("sec-websocket-") and name not in _HANDSHAKE:
            parts += ["-H", shlex.quote(f"{name}: {value}")]
    return " ".join([*parts, shlex.quote(f"{scheme}://{host}{request.path}")])


class RestShown:
    """The methods of the ``Shown`` protocol."""

    def responder(self, load: Importer, service: object, authenticate: Any) -> Responder:
        """The emitted app, asked in memory."""
        app = load("rest.server").create_app(service, authenticate=authenticate)

        async def answer(request: Any) -> Answer:
            if is_handshake(request):
                return await _talk(app, request)
            return await ask(app, request)

        return answer

    def command(self, target: str, request: Any) -> str:
        """A call with curl; of a WebSocket with websocat, which sends the lines of its input."""
        return _websocat(target, request) if is_handshake(request) else curl(target, request)

    def replay(self, target: str, seen: Seen, in_flight: int) -> Replay:
        """The same bytes again: calls over HTTP/1.1 share no state."""
        return same_bytes(target, seen, in_flight)


SHOWN = RestShown()
