"""Items like one another have keys of their own, and keep what a filter may ask for."""

import pytest

from generator.derive.variants import next_key
from generator.model import NO_CONSTRAINTS, Constraints
from tests.derive.conftest import Make
from tests.derive.test_resources import run


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (42, 43),
        ("123", "124"),
        ("s-1", "s-2"),
        ("CAM-0099", "CAM-0100"),
        ("hello-world", "hello-world-2"),
        ("123e4567-e89b-42d3-a456-426614174000", "123e4567-e89b-42d3-a456-426614174001"),
    ],
)
def test_the_next_key_is_in_the_manner_of_the_first(key: str | int, expected: str | int) -> None:
    assert next_key(key, 1, NO_CONSTRAINTS) == expected


def test_a_key_that_its_pattern_forbids_is_not_made() -> None:
    assert next_key("a", 1, Constraints(pattern="^[a-z]$")) is None


def test_a_list_finds_several_items_that_its_filter_lets_pass(make: Make) -> None:
    shop = make("products", seeded=True)
    found = run(shop.methods.list_products(category=shop.types.Category.CLOTHES)).products
    assert len({product.id for product in found}) == len({product.name for product in found}) == 3
    assert {product.category for product in found} == {shop.types.Category.CLOTHES}


def test_a_bound_that_an_item_has_to_reach_is_reached(make: Make) -> None:
    accounts = make("accounts", seeded=True)
    found = run(accounts.methods.list_transfers(iban="DE02120300000000202051", min_amount=1000))
    assert len(found.transfers) == 3
    assert all(transfer.money.amount >= 1000 for transfer in found.transfers)
