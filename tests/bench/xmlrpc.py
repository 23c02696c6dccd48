"""Prints what a generated XML-RPC server costs beside the standard library's, for the same calls.

In process: our whole app beside the library's dispatcher alone, without its HTTP. Served: both as
they are run, asked by the library's client.

Run: python -m tests.bench.xmlrpc
"""

import asyncio
import itertools
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any
from xmlrpc.client import ServerProxy, dumps
from xmlrpc.server import (
    SimpleXMLRPCDispatcher,
    SimpleXMLRPCRequestHandler,
    SimpleXMLRPCServer,
)

import msgspec

from generated.products import Category
from generated.products.xmlrpc.server import create_app
from tests.bench.jsonrpc_server import Products
from tests.bench.ratios import Costs, print_ratios

ROOT = Path(__file__).parents[2]
ROUNDS = 10
CALLS = {
    "get one": ("getProduct", {"productId": "123"}),
    "post one": ("addProduct", {"name": "T-Shirt", "price": "22.00", "category": "Clothes"}),
    "list of 50": ("listProducts", {"pageSize": 50}),
}


class ByHand:
    """The same service, as one writes it for the library: no input is checked but by its types."""

    def __init__(self) -> None:
        self._products = Products()

    def _dispatch(self, method: str, params: tuple[dict[str, Any]]) -> Any:
        [given] = params
        match method:
            case "getProduct":
                work = self._products.get_product(product_id=given["productId"])
            case "addProduct":
                work = self._products.add_product(
                    name=given["name"],
                    price=Decimal(given["price"]),
                    category=Category(given["category"]),
                    tags=given.get("tags", []),
                    note=given.get("note"),
                )
            case _:
                work = self._products.list_products(page_size=given["pageSize"])
        try:
            work.send(None)
        except StopIteration as done:
            return msgspec.to_builtins(done.value)
        raise AssertionError("the service never waits")


class KeptOpen(SimpleXMLRPCRequestHandler):
    """Answers many requests on one connection, as ours does."""

    protocol_version = "HTTP/1.1"


# As it comes, with a connection for each call, and with one for many.
LIBRARY: dict[str, type[SimpleXMLRPCRequestHandler]] = {
    "library": SimpleXMLRPCRequestHandler,
    "kept open": KeptOpen,
}


def serve(name: str) -> None:
    """Serve on a free port, which is printed."""
    if name in LIBRARY:
        with SimpleXMLRPCServer(("127.0.0.1", 0), LIBRARY[name], logRequests=False) as server:
            server.register_instance(ByHand())
            print(server.server_address[1], flush=True)
            server.serve_forever()
        return
    import uvicorn

    listening = socket.create_server(("127.0.0.1", 0))
    print(listening.getsockname()[1], flush=True)
    config = uvicorn.Config(create_app(Products()), access_log=False, log_level="error")
    uvicorn.Server(config).run(sockets=[listening])


@contextmanager
def running(name: str) -> Iterator[tuple[ServerProxy, int]]:
    """A server in a process of its own: a client of it, and the process."""
    command = [sys.executable, "-m", "tests.bench.xmlrpc", name]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        with ServerProxy(f"http://127.0.0.1:{int(process.stdout.readline())}/") as proxy:
            yield proxy, process.pid
    finally:
        process.terminate()
        process.wait()


def spent(process: int) -> float:
    """CPU seconds of a process so far, of Linux, which counts nanoseconds for each thread."""
    threads = Path(f"/proc/{process}/task").iterdir()
    return sum(int((each / "schedstat").read_text().split()[0]) for each in threads) / 1e9


def served() -> Costs:
    """CPU seconds per call of either server."""
    with (
        running("library") as library,
        running("kept open") as kept_open,
        running("generated") as generated,
    ):
        servers = {"library": library, "kept open": kept_open, "generated": generated}
        for asked, (method, given) in CALLS.items():
            costs = dict.fromkeys(servers, float("inf"))
            times = 20 if asked == "list of 50" else 100
            for _, (name, (proxy, process)) in itertools.product(range(ROUNDS), servers.items()):
                start = spent(process)
                for _ in range(times):
                    getattr(proxy, method)(given)
                costs[name] = min(costs[name], (spent(process) - start) / times)
            yield asked, costs


def in_process() -> Costs:
    """The same without a server."""
    app = create_app(Products())
    dispatcher = SimpleXMLRPCDispatcher()
    dispatcher.register_instance(ByHand())
    for asked, (method, given) in CALLS.items():
        body = dumps((given,), method).encode()
        costs = {"library": float("inf"), "generated": float("inf")}
        times = 20 if asked == "list of 50" else 200
        for _, name in itertools.product(range(ROUNDS), costs):
            cost = (
                _ours(app, body, times) if name == "generated" else _theirs(dispatcher, body, times)
            )
            costs[name] = min(costs[name], cost)
        yield asked, costs


def _theirs(dispatcher: Any, body: bytes, times: int) -> float:
    start = time.process_time()
    for _ in range(times):
        dispatcher._marshaled_dispatch(body)
    return (time.process_time() - start) / times


def _ours(app: Any, body: bytes, times: int) -> float:
    headers = [(b"content-type", b"text/xml"), (b"content-length", b"%d" % len(body))]
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/xmlrpc",
        "raw_path": b"/xmlrpc",
        "root_path": "",
        "query_string": b"",
        "headers": headers,
    }

    async def receive() -> Any:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(_: Any) -> None:
        pass

    async def run() -> float:
        start = time.process_time()
        for _ in range(times):
            await app(scope, receive, send)
        return (time.process_time() - start) / times

    return asyncio.run(run())


if __name__ == "__main__":
    if len(sys.argv) > 1:
        serve(sys.argv[1])
    else:
        print_ratios({"in process": in_process}, ["library"])
        print_ratios({"served": served}, [*LIBRARY])
        print("library: wanted below 1, served")
