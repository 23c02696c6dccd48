"""A program that uses the public face of all contracts as their users do, for type checkers."""

from collections.abc import Iterable
from pathlib import Path

from generator.naming import Name
from generator.styles import registry

STYLES = registry.names()

_PRODUCTS = '''

class Mixed(products.ProductsService):
    """Some methods are def, some async def, and some are left out."""

    def __init__(self, kept: products.Product) -> None:
        self.kept = kept

    def get_product(self, *, product_id: str) -> products.Product:
        return self.kept

    async def list_products(
        self,
        *,
        category: products.Category | None = None,
        order_by: str | None = None,
        page_size: int = 50,
        page_token: str | None = None,
    ) -> products.ProductPage:
        return products.ProductPage(products=[self.kept])


class Plain:
    """A service that derives from nothing."""

    async def add_product(self, **values: Any) -> products.Product:
        raise NotImplementedError

    async def get_product(self, *, product_id: str) -> products.Product:
        raise NotImplementedError

    async def list_products(self, **values: Any) -> products.ProductPage:
        raise NotImplementedError

    async def update_product_price(self, **values: Any) -> products.Product:
        raise NotImplementedError

    async def delete_product(self, *, product_id: str) -> None:
        raise NotImplementedError



def servers(mixed: Mixed) -> None:
    rest_products.create_app(mixed)
    rest_products.create_app(Plain())
    rest_products.create_app(grpc_client.AsyncClient("127.0.0.1:1"))
    rest_products.create_app(grpc_client.Client("127.0.0.1:1"))


async def names(client: products.ProductsClient) -> list[str]:
    options = CallOptions(timeout=1.5)
    one = await client.get_product(product_id="1", options=options)
    return [one.name] + [item.name async for item in client.iter_list_products(options=options)]


def names_sync(client: products.ProductsClientSync) -> list[str]:
    return [item.name for item in client.iter_list_products(category=products.Category.BOOKS)]


async def name(service: products.Products) -> str:
    return (await service.get_product(product_id="1")).name


async def call(client: products.ProductsClient) -> None:
    await name(client)
'''


def program(contracts: Iterable[Path]) -> str:
    """The text of a module beside the package ``generated``."""
    lines = [
        '"""Written as a user would."""',
        "",
        "from typing import Any",
        "",
        "from .generated import products",
        "from .generated._support import CallOptions",
        "from .generated.products.grpc import client as grpc_client",
        "from .generated.products.rest import server as rest_products",
    ]
    body: list[str] = []
    for path in contracts:
        folder = path.stem
        service = Name.parse(path.read_text().split("contract:")[1].split()[0].split(".")[-2])
        lines.append(f"from .generated import {folder} as {folder}_")
        for style in STYLES:
            alias = f"{folder}_{style}"
            lines.append(f"from .generated.{folder}.{style} import client as {alias}")
            for twin, client in (("", "AsyncClient"), ("Sync", "Client")):
                made = f'{alias}.{client}("http://127.0.0.1:1")'
                for held in (f"Client{twin}", twin):
                    name = f"{alias}_{client}_{held}".lower()
                    body.append(f"{name}: {folder}_.{service.pascal}{held} = {made}")
    return "\n".join([*lines, "", *body]) + _PRODUCTS
