"""A server of a version with a handshake asks its client something while a call runs."""

import asyncio
import http.server
import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from generated._support import CallOptions
from generated.products.mcp.client import AsyncClient, Client
from tests.mcp.test_client import PRODUCT
from tests.waiting import PATIENCE

ANSWER = {"content": [{"type": "text", "text": "{}"}], "structuredContent": PRODUCT}


class Asking:
    """Answers a call only when the client has answered what it is asked."""

    def __init__(self, method: str) -> None:
        self.method = method
        self.replies: list[dict[str, Any]] = []
        self.sessions: set[str | None] = set()
        self.replied = threading.Event()
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                message = json.loads(self.rfile.read(int(self.headers["content-length"])))
                match message.get("method"):
                    case "initialize":
                        begun = {"protocolVersion": "2025-11-25", "capabilities": {}}
                        self._say(200, {"jsonrpc": "2.0", "id": message["id"], "result": begun})
                    case "tools/call" if self.headers["mcp-protocol-version"] == "2025-11-25":
                        self._ask(message["id"])
                    case "notifications/initialized":
                        self._say(202, None)
                    case None:
                        outer.replies.append(message)
                        outer.sessions.add(self.headers["mcp-session-id"])
                        self._say(202, None)
                        outer.replied.set()
                    case _:
                        self._say(400, None)

            def do_DELETE(self) -> None:
                self._say(200, None)

            def _ask(self, id: Any) -> None:
                self.send_response(200)
                self.send_header("content-type", "text/event-stream")
                self.send_header("connection", "close")
                self.end_headers()
                self._event({"jsonrpc": "2.0", "method": "notifications/message", "params": {}})
                self._event({"jsonrpc": "2.0", "id": "asked", "method": outer.method})
                assert outer.replied.wait(PATIENCE)
                self._event({"jsonrpc": "2.0", "id": id, "result": ANSWER})
                self.close_connection = True

            def _event(self, message: object) -> None:
                self.wfile.write(b"data: " + json.dumps(message).encode() + b"\n\n")
                self.wfile.flush()

            def _say(self, status: int, message: object) -> None:
                body = b"" if message is None else json.dumps(message).encode()
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.send_header("mcp-session-id", "s1")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture(params=["ping", "roots/list"])
def asking(request: pytest.FixtureRequest) -> Iterator[Asking]:
    made = Asking(request.param)
    thread = threading.Thread(target=made.server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.mark.parametrize("way", ["sync", "async"])
def test_a_client_over_http_answers_while_its_call_waits(asking: Asking, way: str) -> None:
    options = CallOptions(timeout=2 * PATIENCE)

    async def call() -> Any:
        async with AsyncClient(asking.url) as client:
            return await client.get_product(product_id="1", options=options)

    if way == "async":
        product = asyncio.run(call())
    else:
        with Client(asking.url) as client:
            product = client.get_product(product_id="1", options=options)
    assert product.name == "Clogs"
    assert asking.sessions == {"s1"}
    (reply,) = asking.replies
    assert (reply["jsonrpc"], reply["id"]) == ("2.0", "asked")
    if asking.method == "ping":
        assert reply["result"] == {}
    else:
        assert reply["error"]["code"] == -32601
