"""What it costs a call to be asked who makes it: a fixed key against nobody asked, in one process.

Run: ``python -m tests.bench.auth``. Both servers take turns; printed are microseconds of CPU per
call, the median of the rounds, and the median of the differences within a round.
"""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from statistics import median
from typing import Any

from generated._support import UNCHECKED, FixedKeys, Passwords, any_of
from generated._support.auth.authenticate import Authenticate
from generated.cameras import Camera, CamerasService
from generated.cameras.jsonrpc import server as jsonrpc
from generated.cameras.rest import server as rest

CALLS, ROUNDS = 3000, 15
KEY = "k" * 40
KEYS = FixedKeys({f"{number:040}": "hub" for number in range(100)} | {KEY: "hub"})
KNOWN = any_of(KEYS, Passwords({}))
ASGI = {"type": "http", "root_path": "", "query_string": b"", "http_version": "1.1"}


class Hub(CamerasService):
    """Knows one camera."""

    async def get_camera(self, **_: Any) -> Camera:
        """It."""
        return CAMERA


CAMERA = Camera(id=1, name="Door", serial="ABC-123", pictures=7, temperature=21.5)


def scope(method: str, path: str, key: str) -> dict[str, Any]:
    """A request with a key."""
    headers = [
        (b"host", b"x"),
        (b"content-type", b"application/json"),
        (b"x-api-key", key.encode()),
    ]
    place = {"method": method, "path": path, "raw_path": path.encode()}
    return {**ASGI, **place, "headers": headers}


async def asked(app: Any, request: dict[str, Any], body: bytes) -> None:
    """Send it once."""
    statuses: list[int] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        if "status" in message:
            statuses.append(message["status"])

    await app({**request}, receive, send)
    assert statuses == [200], statuses


async def timed(ask: Callable[[], Awaitable[None]]) -> float:
    """Microseconds of CPU per call."""
    begun = time.process_time()
    for _ in range(CALLS):
        await ask()
    return (time.process_time() - begun) / CALLS * 1e6


def apps(authenticate: Authenticate) -> dict[str, Callable[[], Awaitable[None]]]:
    """A call of each style."""
    hub = Hub()
    call = {"jsonrpc": "2.0", "method": "getCamera", "params": {"cameraId": 1}, "id": 1}
    body = json.dumps(call).encode()
    of_rest = rest.create_app(hub, authenticate=authenticate)
    of_jsonrpc = jsonrpc.create_app(hub, authenticate=authenticate)
    return {
        "REST": lambda: asked(of_rest, scope("GET", "/v1/cameras/1", KEY), b""),
        "JSON-RPC": lambda: asked(of_jsonrpc, scope("POST", "/jsonrpc", KEY), body),
    }


async def main() -> None:
    """Print a line for each style."""
    with_key, without = apps(KNOWN), apps(UNCHECKED)
    for style in with_key:
        pairs = [(await timed(with_key[style]), await timed(without[style])) for _ in range(ROUNDS)]
        costs = [median(column) for column in zip(*pairs, strict=True)]
        more = median(one - other for one, other in pairs)
        print(f"{style:>9}: a key {costs[0]:6.1f} µs, nobody asked {costs[1]:6.1f} µs: {more:+.1f}")


if __name__ == "__main__":
    asyncio.run(main())
