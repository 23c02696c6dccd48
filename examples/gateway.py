"""Puts REST and JSON-RPC in front of a gRPC service: a client of one style is a service of another.

Run it from the root of the project: ``python examples/gateway.py``.
"""

import asyncio
import sys
from decimal import Decimal
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from examples.products import ProductList
from generated._support.rest.server import RestApp
from generated._support.serve import serving
from generated.products import Category
from generated.products.grpc.client import AsyncClient
from generated.products.rest.server import create_app
from generated.products.serving import HOSTS

MODULE = "generated.products.serving"


def gateway(target: str) -> RestApp:
    """An ASGI app that calls a gRPC server: the whole gateway."""
    return create_app(AsyncClient(target))


def read(url: str) -> str:
    """What a program that knows nothing of gRPC sees."""
    try:
        with urlopen(url) as response:
            return f"{response.status} {response.read().decode()}"
    except HTTPError as error:
        return f"{error.code} {error.read().decode()}"


async def main() -> None:
    """Serve over gRPC, put the gateway in front, and read a product over REST."""
    products = ProductList()
    shirt = await products.add_product(
        name="T-Shirt", price=Decimal("22.00"), category=Category.CLOTHES
    )
    fronts = {"rest": "127.0.0.1:0", "jsonrpc": "127.0.0.1:0"}
    async with (
        serving(MODULE, HOSTS, products, {"grpc": "127.0.0.1:0"}) as behind,
        AsyncClient(behind["grpc"]) as client,
        serving(MODULE, HOSTS, client, fronts) as front,  # the same for several styles at once
    ):
        for product_id in (shirt.id, "999"):
            print(await asyncio.to_thread(read, f"{front['rest']}/products/{product_id}"))


if __name__ == "__main__":
    asyncio.run(main())
