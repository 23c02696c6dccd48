"""Serves one product list in all styles at once, and buys through every client alike.

Run it from the root of the project: ``python examples/products.py``.
"""

import asyncio
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from generated._support import UNSET, UnsetType, merge, ordered
from generated._support.page_token import cut
from generated._support.serve import serving
from generated.products import (
    Category,
    Product,
    ProductNotFound,
    ProductPage,
    Products,
    ProductsService,
    ProductsSync,
)
from generated.products.connect import client as connect
from generated.products.grpc import client as grpc
from generated.products.jsonrpc import client as jsonrpc
from generated.products.mcp import client as mcp
from generated.products.rest import client as rest
from generated.products.serving import HOSTS
from generated.products.xmlrpc import client as xmlrpc


class ProductList(ProductsService):
    """The service. It is written once, and knows nothing of how it is called."""

    def __init__(self) -> None:
        self.products: dict[str, Product] = {}

    async def add_product(
        self,
        *,
        name: str,
        price: Decimal,
        category: Category,
        tags: Sequence[str] = (),
        note: str | None = None,
    ) -> Product:
        product = Product(
            id=str(123 + len(self.products)),
            name=name,
            price=price,
            category=category,
            tags=list(tags),
            note=note,
            created_at=datetime.now(UTC),
        )
        self.products[product.id] = product
        return product

    async def get_product(self, *, product_id: str) -> Product:
        if product_id not in self.products:
            raise ProductNotFound(product_id=product_id)
        return self.products[product_id]

    async def list_products(
        self,
        *,
        category: Category | None = None,
        order_by: str | None = None,
        page_size: int = 50,
        page_token: str | None = None,
    ) -> ProductPage:
        found = [p for p in self.products.values() if category in (None, p.category)]
        page, token = cut(ordered(found, order_by), page_size, page_token)
        return ProductPage(products=page, next_page_token=token)

    async def update_product_price(
        self, *, product_id: str, price: Decimal | UnsetType = UNSET
    ) -> Product:
        product = merge(await self.get_product(product_id=product_id), price=price)
        self.products[product_id] = product
        return product

    async def delete_product(self, *, product_id: str) -> None:
        await self.get_product(product_id=product_id)
        del self.products[product_id]


async def sell(products: Products) -> str:
    """Works with whatever is a product list: the object itself, or a client of any style."""
    shirt = await products.add_product(
        name="T-Shirt", price=Decimal("22.00"), category=Category.CLOTHES
    )
    sale = await products.update_product_price(product_id=shirt.id, price=Decimal("20.00"))
    await products.delete_product(product_id=shirt.id)
    try:
        await products.get_product(product_id=shirt.id)
    except ProductNotFound as error:
        return f"{shirt.name} {shirt.price} -> {sale.price}, {error.product_id} is gone"
    return "still there"


def sell_sync(products: ProductsSync) -> str:
    """The same for a program without asyncio."""
    book = products.add_product(name="Book", price=Decimal("9.90"), category=Category.BOOKS)
    products.delete_product(product_id=book.id)
    try:
        products.get_product(product_id=book.id)
    except ProductNotFound as error:
        return f"{book.name} {book.price}, {error.product_id} is gone"
    return "still there"


async def main() -> None:
    """Serve, and sell in every way there is."""
    service = ProductList()
    print("the object itself:", await sell(service))
    addresses = {host.name: "127.0.0.1:0" for host in HOSTS}
    async with serving("generated.products.serving", HOSTS, service, addresses) as targets:
        for style in (rest, grpc, jsonrpc, connect, xmlrpc, mcp):
            name = style.__name__.split(".")[2]
            async with style.AsyncClient(targets[name]) as client:
                print(f"{name}, async:", await sell(client))
            with style.Client(targets[name]) as sync_client:
                print(f"{name}, sync:", await asyncio.to_thread(sell_sync, sync_client))


if __name__ == "__main__":
    asyncio.run(main())
