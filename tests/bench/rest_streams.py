"""Prints what an item of a stream costs beside a bare ASGI function that sends the same bytes.

Both run under uvicorn, in a process of their own, whose CPU time is taken; items are as many as the
client reads. The bare one checks nothing, watches no client and sends no heartbeat.

Run: python -m tests.bench.rest_streams
"""

import datetime
import os
import resource
import socket
import sys
from collections.abc import AsyncIterator
from typing import Any

import msgspec
import uvicorn

from generated import _support
from generated.cameras import CamerasService, Frame
from generated.cameras.rest.server import create_app
from tests.bench.ratios import Costs, print_ratios

WANTED = "wanted 1.5"
ITEMS = 30_000
FORMS = {"event": "text/event-stream", "line": "application/x-ndjson"}
FRAME = Frame(
    number=1, taken_at=datetime.datetime(2026, 11, 29, tzinfo=datetime.UTC), jpeg=b"x" * 60
)


class Cameras(CamerasService):
    """Has its items ready, so that the servers are what is measured."""

    async def watch_camera(self, *, camera_id: int, max_rate: float = 5.0) -> AsyncIterator[Frame]:
        del camera_id, max_rate
        for _ in range(ITEMS):
            yield FRAME


async def bare(scope: Any, receive: Any, send: Any) -> None:
    """Send the items as they are asked for."""
    await receive()
    accept = dict(scope["headers"])[b"accept"]
    head, tail = (b"data: ", b"\n\n") if accept.startswith(b"text") else (b'{"item":', b"}\n")
    headers = [(b"content-type", accept)]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    encode = msgspec.json.Encoder().encode

    async def frames() -> AsyncIterator[Frame]:
        for _ in range(ITEMS):
            yield FRAME

    async for frame in frames():
        body = head + encode(frame) + tail
        await send({"type": "http.response.body", "body": body, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


APPS: dict[str, Any] = {
    "generated": lambda: create_app(Cameras(), authenticate=_support.UNCHECKED),
    "bare": lambda: bare,
}


def measured() -> Costs:
    """CPU seconds of each server for an item, in each form."""
    for form, accept in FORMS.items():
        yield form, {name: _cost(name, accept) for name in APPS}


def _cost(name: str, accept: str) -> float:
    """Serve one stream in a child; what an item took of its CPU time."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        gate, told = os.pipe()
        child = os.fork()
        if child == 0:
            _serve(name, listener, told)
        os.close(told)
        try:
            with os.fdopen(gate) as results:
                assert results.readline() == "ready\n"
                _read(listener.getsockname()[1], accept)
                _read(listener.getsockname()[1], accept)
                before, after = (float(results.readline()) for _ in range(2))
        finally:
            os.kill(child, 9)
            os.waitpid(child, 0)
    return (after - before) / ITEMS


def _serve(name: str, listener: socket.socket, told: int) -> None:
    """Serve until killed, and tell the CPU time after each stream."""
    app = APPS[name]()

    async def counted(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            return
        await app(scope, receive, send)
        usage = resource.getrusage(resource.RUSAGE_SELF)
        os.write(told, f"{usage.ru_utime + usage.ru_stime}\n".encode())

    config = uvicorn.Config(counted, log_level="error", lifespan="off", access_log=False)
    os.write(told, b"ready\n")
    uvicorn.Server(config).run(sockets=[listener])
    sys.exit()


def _read(port: int, accept: str) -> None:
    """Read one stream to its end."""
    with socket.create_connection(("127.0.0.1", port)) as client:
        client.sendall(
            b"GET /v1/cameras/1:watch HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
            b"Accept: " + accept.encode() + b"\r\n\r\n"
        )
        while client.recv(1 << 20):
            pass


if __name__ == "__main__":
    print(WANTED)
    print_ratios({"under uvicorn": measured}, ["bare"])
