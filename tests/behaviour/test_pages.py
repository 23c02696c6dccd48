"""Takes the items of a list one by one, page after page, with the iterators of the clients."""

import asyncio
from decimal import Decimal
from typing import Any

import pytest

from generated.products import Category, ProductPage
from tests.behaviour.hosting import REMOTE, Host, Way, connected, served
from tests.behaviour.services.products import ProductList


class Counting(ProductList):
    """Counts the pages that were asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.pages = 0

    async def list_products(self, **arguments: Any) -> ProductPage:
        self.pages += 1
        return await super().list_products(**arguments)


async def _filled(count: int) -> Counting:
    service = Counting()
    for number in range(count):
        category = Category.SHOES if number % 2 else Category.BOOKS
        await service.add_product(name=str(number), price=Decimal(number), category=category)
    return service


async def _names(way: Way, service: Counting, **arguments: Any) -> list[str]:
    async with (
        served("generated.products", way.style, service) as target,
        connected("generated.products", way, target) as client,
    ):
        items = client.iter_list_products(**arguments)
        if way.client == "async":
            return [product.name async for product in items]
        return await asyncio.to_thread(lambda: [product.name for product in items])


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_an_iterator_gives_all_items_of_all_pages(way: Way, host: Host) -> None:
    async def read() -> tuple[list[str], int]:
        service = await _filled(7)
        return await _names(way, service, page_size=3), service.pages

    assert host.run(read()) == ([str(number) for number in range(7)], 3)


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_an_iterator_keeps_filter_and_order(way: Way, host: Host) -> None:
    async def read() -> list[str]:
        service = await _filled(7)
        return await _names(
            way, service, category=Category.SHOES, order_by="price desc", page_size=2
        )

    assert host.run(read()) == ["5", "3", "1"]


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_an_iterator_over_nothing_asks_once(way: Way, host: Host) -> None:
    async def read() -> tuple[list[str], int]:
        service = await _filled(0)
        return await _names(way, service), service.pages

    assert host.run(read()) == ([], 1)


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_an_iterator_asks_for_a_page_only_when_it_is_needed(way: Way, host: Host) -> None:
    async def read() -> int:
        service = await _filled(10)
        async with (
            served("generated.products", way.style, service) as target,
            connected("generated.products", way, target) as client,
        ):
            items = client.iter_list_products(page_size=2)
            if way.client == "async":
                for _ in range(3):
                    await anext(items)
                await items.aclose()
            else:
                await asyncio.to_thread(lambda: [next(items) for _ in range(3)])
        return service.pages

    assert host.run(read()) == 2
