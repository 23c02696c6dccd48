"""Keeps a list of products in memory."""

import itertools
from collections.abc import Sequence
from decimal import Decimal

from generated._support import UNSET, UnsetType, merge
from generated.products import Category, Product, ProductExists, ProductNotFound, ProductPage
from tests.behaviour.services.clock import Clock
from tests.behaviour.services.paging import cut, order


class ProductList:
    """Serves ``shop.products.v1``."""

    def __init__(self) -> None:
        self._clock = Clock()
        self._products: dict[str, Product] = {}
        self._ids = itertools.count(1)

    async def add_product(
        self,
        *,
        name: str,
        price: Decimal,
        category: Category,
        tags: Sequence[str] = (),
        note: str | None = None,
    ) -> Product:
        if any(product.name == name for product in self._products.values()):
            raise ProductExists(name=name)
        product = Product(
            id=str(next(self._ids)),
            name=name,
            price=price,
            category=category,
            tags=list(tags),
            note=note,
            created_at=self._clock.now(),
        )
        self._products[product.id] = product
        return product

    async def get_product(self, *, product_id: str) -> Product:
        try:
            return self._products[product_id]
        except KeyError:
            raise ProductNotFound(product_id=product_id) from None

    async def list_products(
        self,
        *,
        category: Category | None = None,
        order_by: str | None = None,
        page_size: int = 50,
        page_token: str | None = None,
    ) -> ProductPage:
        found = [p for p in self._products.values() if category in (None, p.category)]
        products, token = cut(order(found, order_by), page_size, page_token)
        return ProductPage(products=products, next_page_token=token)

    async def update_product_price(
        self, *, product_id: str, price: Decimal | UnsetType = UNSET
    ) -> Product:
        product = await self.get_product(product_id=product_id)
        self._products[product_id] = merge(product, price=price)
        return self._products[product_id]

    async def delete_product(self, *, product_id: str) -> None:
        await self.get_product(product_id=product_id)
        del self._products[product_id]
