"""Serves the three calls of the benchmark with the official SDK; runs in an environment of its own.

Run: python tests/bench/mcp_peer.py, with `mcp>=2.3`, uvicorn, uvloop and httptools installed. GET
tells the CPU time so far, as the other servers of the benchmarks do.
"""

import datetime
import socket
import time
from decimal import Decimal
from typing import Annotated, Any, Literal

import uvicorn
from mcp.server.mcpserver import MCPServer
from pydantic import BaseModel, Field

Category = Literal["Clothes", "Shoes", "Books"]
NOW = datetime.datetime(2026, 11, 22, 9, 30, tzinfo=datetime.UTC)


class Product(BaseModel):
    """One product on the list."""

    id: str
    name: str
    price: Decimal
    category: Category
    tags: list[str] = []
    note: str | None = None
    created_at: datetime.datetime = NOW


class ProductPage(BaseModel):
    """A page of products."""

    products: list[Product]
    next_page_token: str | None = None


ONE = Product(id="123", name="T-Shirt", price=Decimal("22.00"), category="Clothes")
PAGE = ProductPage(products=[ONE] * 50)
server = MCPServer("products", log_level="ERROR")


@server.tool()
async def get_product(product_id: str) -> Product:
    """Look one up."""
    del product_id
    return ONE


@server.tool()
async def add_product(
    name: Annotated[str, Field(min_length=1, max_length=200)],
    price: Annotated[Decimal, Field(ge=0)],
    category: Category,
    tags: list[str] | None = None,
    note: str | None = None,
) -> Product:
    """Add one."""
    return Product(id="123", name=name, price=price, category=category, tags=tags or [], note=note)


@server.tool()
async def list_products(page_size: int = 50) -> ProductPage:
    """List them."""
    del page_size
    return PAGE


def main() -> None:
    """Serve on a free port, which is printed."""
    app = server.streamable_http_app(json_response=True, stateless_http=True)

    async def with_clock(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or scope["method"] != "GET":
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
        access_log=False,
        log_level="error",
    )
    uvicorn.Server(config).run(sockets=[listening])


if __name__ == "__main__":
    main()
