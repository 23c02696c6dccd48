"""Items like one another have keys of their own, and keep what a filter may ask for."""

from decimal import Decimal

import pytest

from generator.emit.examples.variants import next_key, variant
from generator.model import NO_CONSTRAINTS, Constraints, Field, Record, ScalarRef
from generator.naming import Name
from tests.derive.conftest import Make, trial
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


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("date", "9999-12-31"),
        ("timestamp", "9999-12-31T00:00:00Z"),
        ("timestamp", "2016-12-31T23:59:60Z"),
        ("decimal", "1E+1000"),
        ("int32", 2**31 - 1),
        ("uint64", 2**64 - 1),
    ],
)
def test_a_value_that_has_no_other_after_it_stays(kind: str, value: str | int) -> None:
    api = trial("products").api
    field = Field(name=Name.parse("x"), json_name="x", type=ScalarRef(kind=kind), required=True)
    record = Record(name="R", fields=(field,))
    assert variant(api, record, {"x": value}, 1) == {"x": value}


def test_a_number_stays_within_its_bounds() -> None:
    api = trial("products").api
    bounds = Constraints(minimum=Decimal(-5), maximum=Decimal(5))
    field = Field(
        name=Name.parse("x"),
        json_name="x",
        type=ScalarRef(kind="decimal"),
        constraints=bounds,
    )
    record = Record(name="R", fields=(field,))
    assert variant(api, record, {"x": "-4.0"}, 1) == {"x": "-4.0"}
    assert variant(api, record, {"x": "2.0"}, 1) == {"x": "2.6"}


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
