"""Prints what a generated gRPC server costs beside one written by hand on protobuf messages.

Both run on grpc.aio and uvloop and answer from constants. The one by hand is what protoc's stubs
are made for: it takes messages and gives messages, checks nothing, and converts nothing.

Run: python -m tests.bench.grpc_server
"""

import asyncio
import datetime
import importlib
import itertools
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import Any

import grpc
import grpc.aio
import uvloop

from tests.bench.ratios import Costs, print_ratios

ROOT = Path(__file__).parents[2]
PROTO = "shop/products/v1/products.proto"
PREFIX = "/shop.products.v1.ProductsService/"
WANTED = "wanted 1.1, 1.2, 1.35"
ROUNDS = 30
CALLS = 200
IN_FLIGHT = 8

REQUESTS = {
    "get one": ("GetProduct", b"\x0a\x03123"),
    "post one": ("AddProduct", b"\x0a\x07T-Shirt\x12\x0522.00\x18\x01\x22\x03new"),
    "list of 50": ("ListProducts", b"\x18\x32"),
}


def generated_server() -> grpc.aio.Server:
    """The generated server around a service that answers from constants."""
    from generated.products import Category, Product, ProductPage
    from generated.products.grpc.server import create_server

    now = datetime.datetime(2026, 11, 22, 9, 30, tzinfo=datetime.UTC)

    def make(**values: Any) -> Product:
        return Product(id="123", created_at=now, **values)

    product = make(
        name="T-Shirt", price=Decimal("22.00"), category=Category.CLOTHES, tags=["new"], note=None
    )
    page = ProductPage(products=[product] * 50, next_page_token=None)

    class Products:
        async def get_product(self, *, product_id: str) -> Product:  # noqa: ARG002
            return product

        async def add_product(
            self,
            *,
            name: str,
            price: Decimal,
            category: Category,
            tags: Sequence[str],
            note: str | None,
        ) -> Product:
            return make(name=name, price=price, category=category, tags=tags, note=note)

        async def list_products(self, **_: Any) -> ProductPage:
            return page

    service: Any = Products()
    return create_server(service)


def handwritten_server(stubs: str) -> grpc.aio.Server:
    """A server on the classes that protoc generates."""
    sys.path.insert(0, stubs)
    pb: Any = importlib.import_module("shop.products.v1.products_pb2")
    pb_grpc: Any = importlib.import_module("shop.products.v1.products_pb2_grpc")
    seconds = 1795339800
    product = pb.Product(id="123", name="T-Shirt", price="22.00", category=1, tags=["new"])
    product.created_at.seconds = seconds

    class Products(pb_grpc.ProductsServiceServicer):  # type: ignore[misc]
        async def GetProduct(self, request: Any, context: Any) -> Any:  # noqa: ARG002, N802
            return pb.GetProductResponse(product=product)

        async def AddProduct(self, request: Any, context: Any) -> Any:  # noqa: ARG002, N802
            response = pb.AddProductResponse()
            added = response.product
            added.id = "123"
            added.name = request.name
            added.price = request.price
            added.category = request.category
            added.tags.extend(request.tags)
            if request.HasField("note"):
                added.note = request.note
            added.created_at.seconds = seconds
            return response

        async def ListProducts(self, request: Any, context: Any) -> Any:  # noqa: ARG002, N802
            response = pb.ListProductsResponse()
            response.products.extend([product] * 50)
            return response

    server = grpc.aio.server()
    pb_grpc.add_ProductsServiceServicer_to_server(Products(), server)
    return server


async def serve(server: grpc.aio.Server) -> None:
    """Serve on a free port, which is printed; each line of input asks for the CPU time so far."""
    print(server.add_insecure_port("127.0.0.1:0"), flush=True)
    await server.start()
    loop = asyncio.get_running_loop()
    while await loop.run_in_executor(None, sys.stdin.readline):
        print(time.process_time(), flush=True)
    await server.stop(0)


async def started(stubs: str) -> None:
    """Make a server where its loop runs, and serve."""
    await serve(handwritten_server(stubs) if stubs else generated_server())


class Server:
    """A server in a process of its own."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self.port = int(self._ask())

    def clock(self) -> float:
        """The CPU seconds that it has used."""
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return float(self._ask())

    def _ask(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()


@contextmanager
def running(stubs: str, module: str = "tests.bench.grpc_server") -> Iterator[Server]:
    """Start the server of a module, and end it."""
    process = subprocess.Popen(
        [sys.executable, "-m", module, "serve", stubs],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Server(process)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        process.wait(10)


async def load(port: int, method: str, body: bytes, calls: int) -> None:
    """Send calls, some at a time."""
    async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
        call: Any = channel.unary_unary(PREFIX + method)

        async def some() -> None:
            for _ in range(calls // IN_FLIGHT):
                await call(body)

        await asyncio.gather(*(some() for _ in range(IN_FLIGHT)))


async def warm_up(servers: dict[str, Server]) -> None:
    """Let every server answer what it is going to be asked."""
    for (method, body), server in itertools.product(REQUESTS.values(), servers.values()):
        await load(server.port, method, body, 2 * CALLS)


async def cost(server: Server, method: str, body: bytes) -> float:
    """The CPU seconds of one call, with a connection that is opened for some of them."""
    start = server.clock()
    await load(server.port, method, body, CALLS)
    return (server.clock() - start) / CALLS


def over_loopback() -> Costs:
    """CPU seconds per call of each server, which take turns: what disturbs disturbs both."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        compile_stubs(folder)
        stubs = {"by hand": folder, "generated": ""}
        servers = {name: stack.enter_context(running(each)) for name, each in stubs.items()}
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as loop:
            loop.run(warm_up(servers))
            for asked, request in REQUESTS.items():
                costs: dict[str, list[float]] = {name: [] for name in servers}
                for _, (name, server) in itertools.product(range(ROUNDS), servers.items()):
                    costs[name].append(loop.run(cost(server, *request)))
                yield asked, {name: median(found) for name, found in costs.items()}


def compile_stubs(folder: str, contract: str = "products", proto: str = PROTO) -> None:
    """Make the plain stubs from the emitted .proto."""
    root = ROOT / "generated" / contract / "proto"
    command = [sys.executable, "-m", "grpc_tools.protoc", f"-I{root}"]
    subprocess.run(
        [*command, f"--python_out={folder}", f"--grpc_python_out={folder}", proto], check=True
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["serve"]:
        uvloop.run(started(sys.argv[2]))
    else:
        print_ratios({"grpc.aio": over_loopback}, ["by hand"])
        print(WANTED)
