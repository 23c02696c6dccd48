"""Measures what hooks cost a call: a server without, with one and with more, in turn.

Run as ``python -m tests.bench.hooks``. Nothing goes over a network: what is measured is the CPU
time of an app from a request to its answer, in µs, and what hooks add to it in the same run.
"""

import asyncio
import gc
import json
import time
from collections.abc import Awaitable, Callable
from typing import Any

from generated._support import Call, access_log
from generated._support.grpc.carrier import CARRIER
from generated._support.grpc.evidence import metadata_of
from generated._support.otel import server_tracing
from generated._support.protobuf_rpc.answers import Answers
from generated.products.grpc.binding import SERVICE
from generated.products.jsonrpc.server import create_app as jsonrpc_app
from generated.products.operations import GET_PRODUCT
from generated.products.rest.server import create_app as rest_app
from tests.behaviour.probe import _product

CALLS = 2000
ROUNDS = 15

Make = Callable[[list[Any]], Callable[[], Awaitable[Any]]]


class Shop:
    """One method that does nothing."""

    def __init__(self) -> None:
        self._product = _product("1")

    async def get_product(self, *, product_id: str) -> Any:
        del product_id
        return self._product


class Nowhere:
    """A file that keeps nothing."""

    def write(self, _text: str) -> None:
        """Forget it."""

    def flush(self) -> None:
        """Nothing is there."""


async def plain(_call: Call, proceed: Callable[[], Awaitable[Any]]) -> Any:
    """A hook that does nothing."""
    return await proceed()


def _asgi(app: Any, method: str, path: str, body: bytes) -> Callable[[], Awaitable[Any]]:
    headers = [(b"host", b"x"), (b"accept", b"*/*")]
    if body:
        headers += [
            (b"content-type", b"application/json"),
            (b"content-length", b"%d" % len(body)),
        ]

    async def receive() -> Any:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(_message: Any) -> None:
        pass

    scope = {
        "type": "http",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": headers,
    }
    return lambda: app(dict(scope), receive, send)


def _rest(hooks: list[Any]) -> Callable[[], Awaitable[Any]]:
    return _asgi(rest_app(Shop(), hooks=hooks), "GET", "/products/1", b"")  # type: ignore[arg-type]


def _jsonrpc(hooks: list[Any]) -> Callable[[], Awaitable[Any]]:
    call = {"jsonrpc": "2.0", "method": "getProduct", "params": {"productId": "1"}, "id": 1}
    app = jsonrpc_app(Shop(), hooks=hooks)  # type: ignore[arg-type]
    return _asgi(app, "POST", "/jsonrpc", json.dumps(call).encode())


def _grpc(hooks: list[Any]) -> Callable[[], Awaitable[Any]]:
    answers = Answers(Shop(), SERVICE, CARRIER, hooks=hooks)
    answer = answers.of(
        GET_PRODUCT, lambda _: Call(operation="GetProduct", style="grpc"), metadata_of
    )
    data = SERVICE.writer(GET_PRODUCT).write({"product_id": "1"}).SerializeToString()
    return lambda: answer(data, None)


STYLES: dict[str, Make] = {"rest": _rest, "grpc": _grpc, "jsonrpc": _jsonrpc}
KINDS: dict[str, list[Any]] = {
    "none": [],
    "none again": [],
    "1 hook": [plain],
    "2 hooks": [plain] * 2,
    "4 hooks": [plain] * 4,
    "access log": [access_log(Nowhere())],  # type: ignore[arg-type]
    "spans": [server_tracing()],
}


async def _round(call: Callable[[], Awaitable[Any]]) -> float:
    begun = time.process_time()
    for _ in range(CALLS):
        await call()
    return (time.process_time() - begun) / CALLS * 1e6


async def _measure(make: Make) -> dict[str, list[float]]:
    calls = {name: make(hooks) for name, hooks in KINDS.items()}
    taken: dict[str, list[float]] = {name: [] for name in KINDS}
    for call in calls.values():
        await _round(call)
    gc.disable()
    for _ in range(ROUNDS):
        for name, call in calls.items():
            taken[name].append(await _round(call))
        gc.collect()
    gc.enable()
    return taken


def main() -> None:
    """Print what a call takes with each set of hooks, and what they add to one without."""
    print(f"{'CPU µs a call':<24}{'least':>8}{'added':>8}   (least of {ROUNDS} rounds)")
    for style, make in STYLES.items():
        least = {name: min(times) for name, times in asyncio.run(_measure(make)).items()}
        for name, taken in least.items():
            added = taken - least["none"]
            print(f"{f'{style}, {name}':<24}{taken:>8.2f}{added:>8.2f}", flush=True)


if __name__ == "__main__":
    main()
