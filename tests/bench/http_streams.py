"""Prints what an item of a stream costs beside a bare ASGI function that sends and reads the same.

Both run under uvicorn, in a process of their own, whose CPU time is taken; the client is a socket.
The bare one reads and writes the same records as the same bytes, by msgspec, but checks nothing
else, watches no client and sends no heartbeat.

Run: python -m tests.bench.http_streams
"""

import base64
import datetime
import os
import resource
import socket
import sys
import threading
from collections.abc import AsyncIterable, AsyncIterator, Callable
from functools import partial
from typing import Any

import msgspec
import uvicorn

from generated import _support
from generated.cameras import CamerasService, Frame, Move, Position, UploadFramesResult
from generated.cameras.jsonrpc.server import create_app as create_jsonrpc_app
from generated.cameras.rest.server import create_app
from tests.bench.ratios import Costs, print_ratios

WANTED = "wanted 1.5"
ITEMS = 20_000
FRAME = Frame(
    number=1, taken_at=datetime.datetime(2026, 11, 29, tzinfo=datetime.UTC), jpeg=b"x" * 60
)
POSITION = Position(pan=1.5, tilt=2.5)
# The end of a WebSocket, with 1000.
CLOSE = b"\x88\x02\x03\xe8"
MOVE = b'{"item":{"pan":1.5,"tilt":2.5}}'

encode = msgspec.json.Encoder().encode


class Cameras(CamerasService):
    """Has its items ready, so that the servers are what is measured."""

    async def watch_camera(self, *, camera_id: int, max_rate: float = 5.0) -> AsyncIterator[Frame]:
        del camera_id, max_rate
        async for frame in made():
            yield frame

    async def upload_frames(self, *, frames: AsyncIterable[Frame]) -> UploadFramesResult:
        kept = 0
        async for _ in frames:
            kept += 1
        return UploadFramesResult(kept=kept)

    async def steer_camera(self, *, moves: AsyncIterable[Move]) -> AsyncIterator[Position]:
        async for _ in moves:
            yield POSITION


async def made() -> AsyncIterator[Frame]:
    """The items, each asked for when the one before is sent."""
    for _ in range(ITEMS):
        yield FRAME


async def bare_answer(head: bytes, tail: bytes, scope: Any, receive: Any, send: Any) -> None:
    """Send the items, each between a head and a tail."""
    del scope
    await receive()
    await send({"type": "http.response.start", "status": 200, "headers": []})
    async for frame in made():
        body = head + encode(frame) + tail
        await send({"type": "http.response.body", "body": body, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


async def bare_upload(scope: Any, receive: Any, send: Any) -> None:
    """Read the items of a body, one a line."""
    del scope
    decode = msgspec.json.Decoder(Frame).decode
    kept = 0

    async def frames() -> AsyncIterator[Frame]:
        rest, more = b"", True
        while more:
            message = await receive()
            more = message.get("more_body", False)
            *lines, rest = (rest + message.get("body", b"")).split(b"\n")
            for line in lines:
                yield decode(line)

    async for _ in frames():
        kept += 1
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b'{"kept":%d}' % kept})


class Told(msgspec.Struct):
    """An envelope of a WebSocket."""

    item: Move | None = None
    end: bool = False


async def bare_socket(scope: Any, receive: Any, send: Any) -> None:
    """Answer each item with another."""
    del scope
    decode = msgspec.json.Decoder(Told).decode
    await receive()
    await send({"type": "websocket.accept"})

    async def moves() -> AsyncIterator[Move]:
        while True:
            told = decode((await receive())["text"])
            if told.item is None:
                return
            yield told.item

    async for _ in moves():
        frame = b'{"item":' + encode(POSITION) + b"}"
        await send({"type": "websocket.send", "text": frame.decode()})
    await send({"type": "websocket.close", "code": 1000})


CALL = b'{"jsonrpc":"2.0","id":1,"method":"watchCamera","params":{"cameraId":1}}'
NOTIFICATION = b'event: notification\ndata: {"jsonrpc":"2.0","method":"watchCamera","params":'


def request(head: str, *headers: str, body: bytes = b"") -> bytes:
    """A request of HTTP/1.1."""
    lines = [f"{head} HTTP/1.1", "Host: x", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


def get(accept: str) -> bytes:
    """A request for items in a form."""
    return request("GET /v1/cameras/1:watch", "Connection: close", f"Accept: {accept}")


def upload() -> bytes:
    """A request that streams all items."""
    body = (encode(FRAME) + b"\n") * ITEMS
    sizes = f"Content-Length: {len(body)}", "Content-Type: application/x-ndjson"
    return request("POST /v1/upload-frames", "Connection: close", *sizes, body=body)


def steer() -> bytes:
    """A WebSocket with all its frames, whose mask changes nothing."""
    key = base64.b64encode(b"x" * 16).decode()
    upgrade = "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13"
    head = request("GET /v1/steer-camera", *upgrade, f"Sec-WebSocket-Key: {key}")
    return head + _frame(MOVE) * ITEMS + _frame(b'{"end":true}')


def _frame(data: bytes) -> bytes:
    return b"\x81" + bytes([0x80 | len(data)]) + bytes(4) + data


def call() -> bytes:
    """A call by JSON-RPC."""
    sizes = f"Content-Length: {len(CALL)}", "Content-Type: application/json"
    accept = "Accept: text/event-stream", "Connection: close"
    return request("POST /jsonrpc", *sizes, *accept, body=CALL)


def rest() -> Any:
    """The generated app."""
    return create_app(Cameras(), authenticate=_support.UNCHECKED)


def jsonrpc() -> Any:
    """The same for JSON-RPC."""
    return create_jsonrpc_app(Cameras(), authenticate=_support.UNCHECKED)


Serves = Callable[..., Any]
# What is sent; what makes the generated app; the bare one.
CASES: dict[str, tuple[bytes, Callable[[], Any], Serves]] = {
    "event": (get("text/event-stream"), rest, partial(bare_answer, b"data: ", b"\n\n")),
    "line": (get("application/x-ndjson"), rest, partial(bare_answer, b'{"item":', b"}\n")),
    "line in": (upload(), rest, bare_upload),
    "WebSocket": (steer(), rest, bare_socket),
    "JSON-RPC": (call(), jsonrpc, partial(bare_answer, NOTIFICATION, b"}\n\n")),
}


def measured() -> Costs:
    """CPU seconds of each server for an item, in each form."""
    for name, (sent, make, bare) in CASES.items():
        yield name, {"generated": _cost(make(), sent), "bare": _cost(bare, sent)}


def _cost(app: Any, sent: bytes) -> float:
    """Serve one stream in a child; what an item took of its CPU time."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        gate, told = os.pipe()
        child = os.fork()
        if child == 0:
            _serve(app, listener, told)
        os.close(told)
        try:
            with os.fdopen(gate) as results:
                assert results.readline() == "ready\n"
                _exchange(listener.getsockname()[1], sent)
                _exchange(listener.getsockname()[1], sent)
                before, after = (float(results.readline()) for _ in range(2))
        finally:
            os.kill(child, 9)
            os.waitpid(child, 0)
    return (after - before) / ITEMS


def _serve(app: Any, listener: socket.socket, told: int) -> None:
    """Serve until killed, and tell the CPU time after each stream."""

    async def counted(scope: Any, receive: Any, send: Any) -> None:
        await app(scope, receive, send)
        usage = resource.getrusage(resource.RUSAGE_SELF)
        os.write(told, f"{usage.ru_utime + usage.ru_stime}\n".encode())

    config = uvicorn.Config(
        counted,
        log_level="error",
        lifespan="off",
        access_log=False,
        ws_per_message_deflate=False,
    )
    os.write(told, b"ready\n")
    uvicorn.Server(config).run(sockets=[listener])
    sys.exit()


def _exchange(port: int, sent: bytes) -> None:
    """Send all, and read to the end meanwhile."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as client:
        answer = b""
        if b"Upgrade" in sent:
            head, _, sent = sent.partition(b"\r\n\r\n")
            client.sendall(head + b"\r\n\r\n")
            answer = client.recv(1 << 20)
        sending = threading.Thread(target=client.sendall, args=(sent,))
        sending.start()
        if not answer:
            answer = client.recv(1 << 20)
        assert answer.split()[1] in {b"200", b"101"}, answer
        while answer := client.recv(1 << 20):
            if answer.endswith(CLOSE):
                break
        sending.join()


if __name__ == "__main__":
    print(WANTED)
    print_ratios({"under uvicorn": measured}, ["bare"])
