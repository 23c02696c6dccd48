"""A product list that does what its caller asks for by id: fail, wait, count, look at its call."""

import asyncio
from datetime import UTC, datetime
from decimal import Decimal

from generated._support import Call, Code, ServiceError, current_call
from generated.products import Category, Product, ProductExists
from tests.behaviour.services.products import ProductList

SECRET = "the password is 4711"


class Probe(ProductList):
    """``get_product`` obeys the id; everything else is an ordinary product list."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[Call] = []
        self.remaining: list[float | None] = []
        self.started = asyncio.Event()
        self.cancelled = asyncio.Event()

    async def get_product(self, *, product_id: str) -> Product:
        self.calls.append(current_call())
        self.remaining.append(current_call().remaining())
        match product_id:
            case "crash":
                raise RuntimeError(SECRET)
            case "not declared":
                raise ProductExists(SECRET, name="x")
            case "later":
                raise ServiceError("Come back later.", code=Code.UNAVAILABLE)
            case "wait":
                await self._wait()
            case "nothing":
                return None  # type: ignore[return-value]
        return _product(product_id)

    async def _wait(self) -> None:
        self.started.set()
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            self.cancelled.set()
            raise


def _product(product_id: str) -> Product:
    return Product(
        id=product_id,
        name="Probe",
        price=Decimal("1.00"),
        category=Category.CLOTHES,
        tags=[],
        note=None,
        created_at=datetime(2026, 11, 22, tzinfo=UTC),
    )
