"""Lets a client meet a service that was built from a newer version of its contract."""

import importlib
import shutil
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from generated.products import Category
from generator import build
from tests.behaviour.hosting import REMOTE, Caller, Host, Way, connected, served


@pytest.fixture(scope="session")
def newer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """``products`` a year later: with a new category, a new field and a new parameter."""
    folder = tmp_path_factory.mktemp("newer")
    text = Path("contracts/products.yaml").read_text("utf-8")
    text = text.replace("[Clothes, Shoes, Books]", "[Clothes, Shoes, Books, Hats]")
    text = text.replace("note: ", "stock: {type: int32, default: 7}\n      note: ")
    (folder / "products.yaml").write_text(text, "utf-8")
    shutil.copy("contracts/products.lock", folder)
    result = build(folder / "products.yaml", output=folder / "next_year")
    assert result.ok, list(result.diagnostics)
    sys.path.insert(0, str(folder))
    yield importlib.import_module("next_year.products")
    sys.path.remove(str(folder))


class HatShop:
    """Sells hats; its other methods are not there."""

    def __init__(self, package: Any) -> None:
        self._package = package
        self.added: dict[str, Any] = {}

    async def get_product(self, *, product_id: str) -> Any:
        return self._package.Product(
            id=product_id,
            name="Hat",
            price=Decimal("9.00"),
            category=self._package.Category.HATS,
            stock=3,
            created_at=self._package.types.datetime.datetime(
                2027, 1, 1, tzinfo=self._package.types.datetime.UTC
            ),
        )

    async def add_product(self, **values: Any) -> Any:
        self.added = values
        return await self.get_product(product_id="1")


async def _call(way: Way, shop: HatShop, newer: Any, method: str, **arguments: Any) -> Any:
    """Call the new service with the old client."""
    async with (
        served(newer.__name__, way.style, shop) as target,
        connected("generated.products", way, target) as client,
    ):
        return await getattr(Caller(client), method)(**arguments)


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_an_unknown_enum_value_is_kept_in_a_response(way: Way, host: Host, newer: Any) -> None:
    shop = HatShop(newer)
    product = host.run(_call(way, shop, newer, "get_product", product_id="1"))
    assert product.name == "Hat"
    assert isinstance(product.category, Category)
    assert product.category not in list(Category)


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_a_new_input_with_a_default_does_not_break_an_old_client(
    way: Way, host: Host, newer: Any
) -> None:
    shop = HatShop(newer)
    arguments = {"name": "Hat", "price": Decimal("9.00"), "category": Category.CLOTHES}
    host.run(_call(way, shop, newer, "add_product", **arguments))
    assert shop.added["stock"] == 7
    assert shop.added["category"] is newer.Category.CLOTHES
