"""Prints what a generated REST server costs beside a bare ASGI function, and beside FastAPI.

All do the same work: find the resource that a path names, or make one of a body, and print it.
The bare one checks no header, no query and no constraint, and serves nothing else. FastAPI with
pydantic is measured where it is installed.

Run: python -m tests.bench.rest_server
"""

import asyncio
import datetime
import importlib.util
import itertools
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from generated.products import Category, Product, ProductNotFound, ProductPage, types
from generated.products.rest.server import create_app
from tests.bench.ratios import Costs, print_ratios

ROOT = Path(__file__).parents[2]
WANTED = {"bare": "wanted 1.3, 1.5, 1.45", "fastapi": "wanted 0.27, 0.32, 0.32"}
ROUNDS = 10
IN_FLIGHT = 16
TIMES = 150

BODY = b'{"name":"T-Shirt","price":"22.00","category":"Clothes"}'
REQUESTS = {
    "get one": ("GET", "/products/123", b""),
    "post one": ("POST", "/products", BODY),
    "list of 50": ("GET", "/products?pageSize=50", b""),
}


class Products:
    """Answers from memory and constants, so that the servers are what is measured."""

    def __init__(self) -> None:
        self._now = datetime.datetime(2026, 11, 22, 9, 30, tzinfo=datetime.UTC)
        product = self._make(name="T-Shirt", price=Decimal("22.00"))
        self._products = {"123": product}
        self._page = ProductPage(products=[product] * 50, next_page_token=None)

    def _make(self, **values: Any) -> Product:
        defaults = {"category": Category.CLOTHES, "tags": [], "note": None}
        return Product(id="123", created_at=self._now, **{**defaults, **values})

    async def get_product(self, *, product_id: str) -> Product:
        try:
            return self._products[product_id]
        except KeyError:
            raise ProductNotFound(product_id=product_id) from None

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

    async def list_products(self, *, page_size: int = 50, **_: Any) -> ProductPage:
        assert page_size == 50
        return self._page


def bare_app(service: Products) -> Any:
    """The least that answers the three requests."""
    read = msgspec.json.Decoder(types.AddProductRequest).decode
    write = msgspec.json.Encoder().encode
    one = re.compile(r"/products/([^/]+)")

    async def app(scope: Any, receive: Any, send: Any) -> None:
        path, method, status = scope["path"], scope["method"], 200
        if (found := one.fullmatch(path)) and method == "GET":
            try:
                content = write(await service.get_product(product_id=found[1]))
            except ProductNotFound:
                content, status = b"{}", 404
        elif path == "/products" and method == "GET":
            query = dict(part.split(b"=") for part in scope["query_string"].split(b"&"))
            size = int(query.get(b"page_size", b"50"))
            content = write(await service.list_products(page_size=size))
        else:
            body = b""
            more = True
            while more:
                message = await receive()
                body += message.get("body", b"")
                more = message.get("more_body", False)
            made = await service.add_product(**msgspec.structs.asdict(read(body)))
            content, status = write(made), 201
        headers = [
            (b"content-type", b"application/json"),
            (b"content-length", str(len(content)).encode()),
        ]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": content})

    return app


def fastapi_app(service: Products) -> Any:  # noqa: ARG001
    """What FastAPI's documentation would have one write."""
    import fastapi
    import pydantic

    class NewProduct(pydantic.BaseModel):
        name: str = pydantic.Field(min_length=1, max_length=200)
        price: Decimal = pydantic.Field(ge=0)
        category: Category
        tags: list[str] = pydantic.Field(default=[], max_length=20)
        note: str | None = None

    class Model(NewProduct):
        id: str
        created_at: datetime.datetime

    class Page(pydantic.BaseModel):
        products: list[Model]
        next_page_token: str | None

    now = datetime.datetime(2026, 11, 22, 9, 30, tzinfo=datetime.UTC)
    shirt = {"name": "T-Shirt", "price": Decimal("22.00"), "category": Category.CLOTHES}
    stored = {"123": Model(id="123", created_at=now, **shirt)}
    page = Page(products=list(stored.values()) * 50, next_page_token=None)
    app = fastapi.FastAPI()

    async def get_product(product_id: str) -> Any:
        return stored[product_id]

    async def add_product(product: Any) -> Any:
        return Model(id="123", created_at=now, **product.model_dump())

    async def list_products(page_size: int = 50) -> Any:
        assert page_size == 50
        return page

    add_product.__annotations__["product"] = NewProduct
    app.get("/products/{product_id}", response_model=Model)(get_product)
    app.post("/products", response_model=Model, status_code=201)(add_product)
    app.get("/products", response_model=Page)(list_products)
    return app


APPS = {"bare": bare_app, "generated": create_app}
if importlib.util.find_spec("fastapi") is not None:
    APPS["fastapi"] = fastapi_app


def serve(name: str) -> None:
    """Serve under uvicorn on a free port, which is printed; /clock tells the CPU time so far."""
    import uvicorn

    app = APPS[name](Products())

    async def with_clock(scope: Any, receive: Any, send: Any) -> None:
        if scope["path"] != "/clock":
            await app(scope, receive, send)
            return
        content = repr(time.process_time()).encode()
        headers = [(b"content-length", str(len(content)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": content})

    listening = socket.create_server(("127.0.0.1", 0))
    print(listening.getsockname()[1], flush=True)
    config = uvicorn.Config(
        with_clock, loop="uvloop", http="httptools", lifespan="off", log_level="warning"
    )
    uvicorn.Server(config).run(sockets=[listening])


class Connections:
    """Some HTTP connections that are kept open, all of them busy at a time."""

    def __init__(self, port: int) -> None:
        self._sockets = [socket.create_connection(("127.0.0.1", port)) for _ in range(IN_FLIGHT)]
        self._files: list[BinaryIO] = [each.makefile("rb") for each in self._sockets]

    def ask(self, request: bytes) -> None:
        """Send a request on every connection, then read the answers."""
        for each in self._sockets:
            each.sendall(request)
        for file in self._files:
            _read(file)

    def clock(self) -> float:
        """The CPU seconds that the server has used."""
        self._sockets[0].sendall(b"GET /clock HTTP/1.1\r\nhost: bench\r\n\r\n")
        return float(_read(self._files[0]))

    def close(self) -> None:
        """Close the connections."""
        for each in (*self._files, *self._sockets):
            each.close()


def _read(file: BinaryIO) -> bytes:
    """The body of an answer."""
    status = file.readline()
    if b" 20" not in status:
        raise SystemExit(f"answered {status!r}")
    length = 0
    while (line := file.readline()) != b"\r\n":
        if line.lower().startswith(b"content-length:"):
            length = int(line.partition(b":")[2])
    return file.read(length)


@contextmanager
def running(name: str) -> Iterator[Connections]:
    """A server in a process of its own, and connections to it."""
    command = [sys.executable, "-m", "tests.bench.rest_server", name]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        connections = Connections(int(process.stdout.readline()))
        yield connections
        connections.close()
    finally:
        process.terminate()
        process.wait()


def headers_of(body: bytes) -> list[tuple[str, str]]:
    """The headers that a usual client sends."""
    headers = [
        ("host", "127.0.0.1:8000"),
        ("user-agent", "bench/1.0"),
        ("accept", "application/json"),
        ("accept-encoding", "gzip, deflate"),
        ("connection", "keep-alive"),
    ]
    if body:
        headers += [("content-type", "application/json"), ("content-length", str(len(body)))]
    return headers


def http(method: str, target: str, body: bytes) -> bytes:
    """A request as it goes over the wire."""
    lines = [f"{method} {target} HTTP/1.1", *(f"{k}: {v}" for k, v in headers_of(body))]
    return "\r\n".join([*lines, "", ""]).encode() + body


def under_uvicorn() -> Costs:
    """CPU seconds per request of each server, by what is asked."""
    with ExitStack() as stack:
        servers = {name: stack.enter_context(running(name)) for name in APPS}
        for asked, (method, target, body) in REQUESTS.items():
            request = http(method, target, body)
            costs = {name: float("inf") for name in servers}
            for _, (name, server) in itertools.product(range(ROUNDS), servers.items()):
                start = server.clock()
                for _ in range(TIMES):
                    server.ask(request)
                spent = (server.clock() - start) / (TIMES * IN_FLIGHT)
                costs[name] = min(costs[name], spent)
            yield asked, costs


def in_process() -> Costs:
    """The same without a server: what the functions alone take."""
    apps = {name: make(Products()) for name, make in APPS.items()}
    for asked, request in REQUESTS.items():
        costs = {name: float("inf") for name in apps}
        for _, (name, app) in itertools.product(range(ROUNDS), apps.items()):
            costs[name] = min(costs[name], asyncio.run(_cost(app, *request, 3000)))
        yield asked, costs


async def _cost(app: Any, method: str, target: str, body: bytes, times: int) -> float:
    path, _, query = target.partition("?")
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in headers_of(body)],
    }

    async def receive() -> Any:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(_: Any) -> None:
        pass

    start = time.process_time()
    for _ in range(times):
        await app(dict(scope), receive, send)
    return (time.process_time() - start) / times


def routing() -> Iterator[tuple[str, float]]:
    """What finding a path takes, by the number of paths there are."""
    from generated._support.rest.router import Router

    for count in (10, 100, 1_000, 10_000):
        router: Router[int] = Router()
        for number in range(count):
            router.add("GET", f"/things{number}/{{thing_id}}", number)
        path = f"/things{count // 2}/123"
        start = time.process_time()
        for _ in range(100_000):
            router.find(path)
        yield f"{count} routes", (time.process_time() - start) / 100_000


def main() -> None:
    """Measure and print."""
    others = [name for name in APPS if name != "generated"]
    print_ratios({"in process": in_process, "uvicorn": under_uvicorn}, others)
    print("; ".join(f"{name}: {WANTED[name]} under uvicorn" for name in others))
    for what, seconds in routing():
        print(f"{'finding one of ' + what:<28}{seconds * 1e6:>6.2f}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        serve(sys.argv[1])
    else:
        main()
