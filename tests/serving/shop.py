"""A service for tests of servers: some of its methods take as long as one likes."""

import asyncio
import datetime
import os
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

from generated.products import Category, Product, ProductPage

MOMENT = datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC)


def product(name: str = "Shirt", note: str | None = None) -> Product:
    return Product(
        id="1",
        name=name,
        price=Decimal("1.00"),
        category=Category.CLOTHES,
        tags=[],
        created_at=MOMENT,
        note=note,
    )


def begun() -> None:
    """Tell the test that a call which takes its time has come so far."""
    if "BEGUN" in os.environ:
        with Path(os.environ["BEGUN"]).open("ab") as calls:
            calls.write(b".")


class Shop:
    """``get_product`` awaits, ``delete_product`` sleeps, as many seconds as its key says."""

    def __init__(self) -> None:
        self._page = ProductPage(products=[product(note="x" * 1000)] * 5000, next_page_token=None)

    async def get_product(self, *, product_id: str) -> Product:
        if product_id != "0":
            begun()
            await asyncio.sleep(float(product_id))
        return product()

    def delete_product(self, *, product_id: str) -> None:
        begun()
        time.sleep(float(product_id))

    async def list_products(self, **_: Any) -> ProductPage:
        """A page of five megabytes."""
        return self._page

    async def add_product(self, *, name: str, **_: Any) -> Product:
        return product(name)

    async def update_product_price(self, *, product_id: str, price: Decimal) -> Product:
        """Swallows what would end it."""
        begun()
        while True:
            try:
                await asyncio.sleep(float(product_id))
            except asyncio.CancelledError:
                continue
            return product(str(price))
