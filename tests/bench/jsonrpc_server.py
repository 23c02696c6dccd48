"""Prints what a generated JSON-RPC server costs beside a bare ASGI function with msgspec.

Both do the same work: read a call, make the typed values, ask the same service, print the result.
The bare one checks no envelope, no header and no constraint, and serves nothing else.

Run: python -m tests.bench.jsonrpc_server
"""

import asyncio
import datetime
import itertools
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from generated.products import Category, Product, ProductPage, types
from generated.products.jsonrpc.server import create_app
from tests.bench.ratios import Costs, print_ratios

ROOT = Path(__file__).parents[2]
WANTED = "wanted 1.3, 1.5, 1.5"
ROUNDS = 20  # short ones in turns: the best is the one that nothing else disturbed
REQUESTS = 480
IN_FLIGHT = 16

BODIES = {
    "get one": b'{"jsonrpc":"2.0","method":"getProduct","params":{"productId":"123"},"id":1}',
    "post one": b'{"jsonrpc":"2.0","method":"addProduct",'
    b'"params":{"name":"T-Shirt","price":"22.00","category":"Clothes"},"id":2}',
    "list of 50": b'{"jsonrpc":"2.0","method":"listProducts","params":{"pageSize":50},"id":3}',
}


class Products:
    """Answers from constants, so that the servers are what is measured."""

    def __init__(self) -> None:
        self._now = datetime.datetime(2026, 11, 22, 9, 30, tzinfo=datetime.UTC)
        self._product = self._make(name="T-Shirt", price=Decimal("22.00"))
        self._page = ProductPage(products=[self._product] * 50, next_page_token=None)

    def _make(self, **values: Any) -> Product:
        defaults = {"category": Category.CLOTHES, "tags": [], "note": None}
        return Product(id="123", created_at=self._now, **{**defaults, **values})

    async def get_product(self, *, product_id: str) -> Product:  # noqa: ARG002
        return self._product

    async def add_product(
        self,
        *,
        name: str,
        price: Decimal,
        category: Category,
        tags: Sequence[str],
        note: str | None,
    ) -> Product:
        return self._make(name=name, price=price, category=category, tags=tags, note=note)

    async def list_products(self, **_: Any) -> ProductPage:
        return self._page


class Envelope(msgspec.Struct):
    method: str
    params: msgspec.Raw
    id: int | str


class Answer(msgspec.Struct, tag_field="jsonrpc", tag="2.0"):
    result: Any
    id: int | str


def bare_app(service: Products) -> Any:
    """The least that answers a call of the three methods."""
    read = msgspec.json.Decoder(Envelope).decode
    write = msgspec.json.Encoder().encode
    table = {
        "getProduct": (types.GetProductRequest, service.get_product),
        "addProduct": (types.AddProductRequest, service.add_product),
        "listProducts": (types.ListProductsRequest, service.list_products),
    }
    methods = {
        name: (msgspec.json.Decoder(kind).decode, method) for name, (kind, method) in table.items()
    }

    async def app(scope: Any, receive: Any, send: Any) -> None:  # noqa: ARG001
        body = b""
        more = True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        call = read(body)
        decode, method = methods[call.method]
        result = await method(**msgspec.structs.asdict(decode(call.params)))
        content = write(Answer(result, call.id))
        headers = [
            (b"content-type", b"application/json"),
            (b"content-length", str(len(content)).encode()),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": content})

    return app


APPS = {"bare": bare_app, "generated": create_app}


def serve(app: Any) -> None:
    """Serve an app under uvicorn on a free port, which it prints; GET tells the CPU time so far."""
    import uvicorn

    async def with_clock(scope: Any, receive: Any, send: Any) -> None:
        if scope["method"] != "GET":
            await app(scope, receive, send)
            return
        content = repr(time.process_time()).encode()
        headers = [(b"content-length", str(len(content)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": content})

    listening = socket.create_server(("127.0.0.1", 0))
    print(listening.getsockname()[1], flush=True)
    config = uvicorn.Config(
        with_clock,
        loop="uvloop",
        http="httptools",
        lifespan="off",
        access_log=False,
        log_level="error",
    )
    uvicorn.Server(config).run(sockets=[listening])


class Connection:
    """One HTTP connection that is kept open."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._file: BinaryIO = self._socket.makefile("rb")

    def send(self, request: bytes) -> None:
        """Send a request."""
        self._socket.sendall(request)

    def receive(self) -> bytes:
        """Read the body of the next answer."""
        status = self._file.readline()
        if b" 200 " not in status:
            raise SystemExit(f"answered {status!r}")
        length = 0
        while (line := self._file.readline()) != b"\r\n":
            if line.lower().startswith(b"content-length:"):
                length = int(line.partition(b":")[2])
        return self._file.read(length)

    def close(self) -> None:
        """Close the connection."""
        self._file.close()
        self._socket.close()


class Server:
    """Connections to a server, which it serves at once."""

    def __init__(self, port: int) -> None:
        self._connections = [Connection(port) for _ in range(IN_FLIGHT)]

    def ask(self, request: bytes) -> None:
        """Send a request on every connection, then read all the answers."""
        for connection in self._connections:
            connection.send(request)
        for connection in self._connections:
            connection.receive()

    def clock(self) -> float:
        """The CPU seconds that the server has used."""
        self._connections[0].send(b"GET / HTTP/1.1\r\nhost: bench\r\n\r\n")
        return float(self._connections[0].receive())

    def close(self) -> None:
        """Close all connections."""
        for connection in self._connections:
            connection.close()


@contextmanager
def running(name: str, module: str = "tests.bench.jsonrpc_server") -> Iterator[Server]:
    """A server of a module in a process of its own, and connections to it."""
    command = [sys.executable, "-m", module, name]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        server = Server(int(process.stdout.readline()))
        yield server
        server.close()
    finally:
        process.terminate()
        process.wait()


def http(body: bytes) -> bytes:
    """A request as a client of ours sends it."""
    head = (
        "POST /jsonrpc HTTP/1.1\r\nhost: 127.0.0.1:8080\r\naccept: application/json\r\n"
        f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def under_uvicorn() -> Costs:
    """CPU seconds per request of either server, by what is asked."""
    with running("bare") as bare, running("generated") as generated:
        servers = {"bare": bare, "generated": generated}
        for asked, body in BODIES.items():
            request = http(body)
            costs = {name: float("inf") for name in servers}
            for _, (name, server) in itertools.product(range(ROUNDS), servers.items()):
                start = server.clock()
                for _ in range(REQUESTS // IN_FLIGHT):
                    server.ask(request)
                costs[name] = min(costs[name], (server.clock() - start) / REQUESTS)
            yield asked, costs


def in_process() -> Costs:
    """The same without a server: what the two functions alone take."""
    apps = {name: make(Products()) for name, make in APPS.items()}
    for asked, body in BODIES.items():
        costs = {name: float("inf") for name in apps}
        for _, (name, app) in itertools.product(range(ROUNDS), apps.items()):
            costs[name] = min(costs[name], asyncio.run(_cost(app, body, REQUESTS)))
        yield asked, costs


async def _cost(app: Any, body: bytes, times: int) -> float:
    headers = [
        (b"host", b"127.0.0.1:8080"),
        (b"accept", b"application/json"),
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
    ]
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/jsonrpc",
        "raw_path": b"/jsonrpc",
        "root_path": "",
        "query_string": b"",
        "headers": headers,
    }

    async def receive() -> Any:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(_: Any) -> None:
        pass

    start = time.process_time()
    for _ in range(times):
        await app(scope, receive, send)
    return (time.process_time() - start) / times


def main() -> None:
    """Measure and print."""
    print_ratios({"in process": in_process, "uvicorn": under_uvicorn}, ["bare"])
    print(f"bare: {WANTED} under uvicorn")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        serve(APPS[sys.argv[1]](Products()))
    else:
        main()
