"""Prints what a call of a generated client costs beside the same call by hand.

By hand is what one writes without a contract: urllib3 or aiohttp and msgspec, or a stub of grpcio
and its messages. Both call the same servers, in a process of their own. CPU of this process alone,
in rounds in which the two take turns: a ratio is the median of the rounds' ratios, with the least
and the most of them.

Run: python -m tests.bench.clients [REST | gRPC | JSON-RPC]
"""

import asyncio
import statistics
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import aiohttp
import grpc
import grpc.aio
import msgspec
import urllib3

from generated._support.serve import serving
from generated.products import Product
from generated.products.grpc.binding import SERVICE
from generated.products.grpc.client import AsyncClient as AsyncGrpc
from generated.products.grpc.client import Client as SyncGrpc
from generated.products.jsonrpc.client import AsyncClient as AsyncJsonRpc
from generated.products.jsonrpc.client import Client as SyncJsonRpc
from generated.products.operations import GET_PRODUCT
from generated.products.rest.client import AsyncClient as AsyncRest
from generated.products.rest.client import Client as SyncRest
from generated.products.serving import HOSTS
from tests.bench.rest_server import Products

ROOT = Path(__file__).parents[2]
STYLES = ("rest", "grpc", "jsonrpc")
LIMIT = 1.12
ROUNDS = 7
SLICES = 5
CALLS = 20
IN_FLIGHT = 16

_CALL = b'{"jsonrpc":"2.0","method":"getProduct","params":{"productId":"123"},"id":1}'
_JSON = {"accept": "application/json", "content-type": "application/json"}

Sync = Callable[[], object]
Async = Callable[[], Awaitable[object]]


class Answer(msgspec.Struct):
    """What a JSON-RPC response has, for those who write it by hand."""

    result: Product


def main(title: str = "") -> None:
    """Measure and print what the style of a title costs, or all of them."""
    with server() as targets:
        print(f"CPU µs per call: by hand, generated, ratio (limit over HTTP {LIMIT})")
        sync_calls(targets, title)
        asyncio.run(async_calls(targets, title))


def sync_calls(targets: dict[str, str], title: str) -> None:
    """Each sync client beside what it is made of."""
    read, read_answer = _readers()
    with (
        urllib3.PoolManager() as pool,
        grpc.insecure_channel(targets["grpc"]) as channel,
        SyncRest(targets["rest"]) as rest,
        SyncJsonRpc(targets["jsonrpc"]) as jsonrpc,
        SyncGrpc(targets["grpc"]) as rpc,
    ):
        stub, request = _stub(channel)
        url, url_rpc = f"{targets['rest']}/products/123", targets["jsonrpc"]

        def by_hand() -> object:
            return read(pool.request("GET", url, retries=False).data)

        def by_hand_rpc() -> object:
            found = pool.request("POST", url_rpc, body=_CALL, headers=_JSON, retries=False)
            return read_answer(found.data)

        for name, hand, ours in (
            ("REST, sync", by_hand, lambda: rest.get_product(product_id="123")),
            ("JSON-RPC, sync", by_hand_rpc, lambda: jsonrpc.get_product(product_id="123")),
            (
                "gRPC, sync",
                lambda: stub(request(product_id="123")),
                lambda: rpc.get_product(product_id="123"),
            ),
        ):
            if name.startswith(title):
                tell(name, [(_sync_round(hand), _sync_round(ours)) for _ in _turns()])


async def async_calls(targets: dict[str, str], title: str) -> None:
    """Each async client beside what it is made of, with 16 calls in flight."""
    read, read_answer = _readers()
    async with (
        aiohttp.ClientSession() as session,
        grpc.aio.insecure_channel(targets["grpc"]) as channel,
        AsyncRest(targets["rest"]) as rest,
        AsyncJsonRpc(targets["jsonrpc"]) as jsonrpc,
        AsyncGrpc(targets["grpc"]) as rpc,
    ):
        stub, request = _stub(channel)
        url, url_rpc = f"{targets['rest']}/products/123", targets["jsonrpc"]

        async def by_hand() -> object:
            async with session.get(url) as response:
                return read(await response.read())

        async def by_hand_rpc() -> object:
            async with session.post(url_rpc, data=_CALL, headers=_JSON) as response:
                return read_answer(await response.read())

        for name, hand, ours in (
            ("REST, async", by_hand, lambda: rest.get_product(product_id="123")),
            ("JSON-RPC, async", by_hand_rpc, lambda: jsonrpc.get_product(product_id="123")),
            (
                "gRPC, async",
                lambda: stub(request(product_id="123")),
                lambda: rpc.get_product(product_id="123"),
            ),
        ):
            if name.startswith(title):
                tell(name, [(await _round(hand), await _round(ours)) for _ in _turns()])


def tell(name: str, found: list[tuple[float, float]]) -> None:
    """One line: the medians, and the ratio with its spread over the rounds."""
    rounds = [found[at : at + SLICES] for at in range(SLICES, len(found), SLICES)]  # one to warm up
    sums = [(sum(h for h, _ in each), sum(o for _, o in each)) for each in rounds]
    ratios = sorted(ours / hand for hand, ours in sums)
    hand, ours = (statistics.median(both[at] for both in sums) / SLICES for at in (0, 1))
    print(
        f"{name:16} {hand * 1e6:6.0f} {ours * 1e6:6.0f}   {statistics.median(ratios):.2f}"
        f" ({ratios[0]:.2f} to {ratios[-1]:.2f})",
        flush=True,
    )


def _turns() -> Iterator[int]:
    return iter(range((ROUNDS + 1) * SLICES))


def _sync_round(call: Sync) -> float:
    before = time.process_time()
    for _ in range(CALLS):
        call()
    return (time.process_time() - before) / CALLS


async def _round(call: Async) -> float:
    async def calls() -> None:
        for _ in range(max(1, CALLS * 4 // IN_FLIGHT)):
            await call()

    before = time.process_time()
    await asyncio.gather(*(calls() for _ in range(IN_FLIGHT)))
    return (time.process_time() - before) / (IN_FLIGHT * max(1, CALLS * 4 // IN_FLIGHT))


def _readers() -> tuple[Callable[[bytes], object], Callable[[bytes], object]]:
    return msgspec.json.Decoder(Product).decode, msgspec.json.Decoder(Answer).decode


def _stub(channel: Any) -> tuple[Any, Any]:
    """The method of a stub, and the class of its requests, as protoc's plugin has them."""
    path = SERVICE.path(GET_PRODUCT)
    request = SERVICE.messages.cls("shop.products.v1.GetProductRequest")
    response = SERVICE.messages.cls("shop.products.v1.GetProductResponse")
    stub = channel.unary_unary(
        path,
        request_serializer=request.SerializeToString,
        response_deserializer=response.FromString,
    )
    return stub, request


@contextmanager
def server() -> Iterator[dict[str, str]]:
    """The targets of a process that serves all styles."""
    command = [sys.executable, "-m", "tests.bench.clients", "serve"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    try:
        assert process.stdout is not None
        yield dict(zip(STYLES, process.stdout.readline().split(), strict=True))
    finally:
        process.terminate()
        process.wait()


async def serve() -> None:
    """Serve on free ports until this process is told to end."""
    async with _served() as targets:
        print(*(targets[style] for style in STYLES), flush=True)
        await asyncio.Event().wait()


@asynccontextmanager
async def _served() -> AsyncIterator[dict[str, str]]:
    addresses = dict.fromkeys(STYLES, "127.0.0.1:0")
    async with serving("generated.products.serving", HOSTS, Products(), addresses) as targets:
        yield dict(targets)


if __name__ == "__main__":
    asyncio.run(serve()) if sys.argv[1:] == ["serve"] else main(*sys.argv[1:])
