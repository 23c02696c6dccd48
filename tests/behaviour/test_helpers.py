"""What those who write a service are given: violations, page tokens, sorting, a call in a test."""

import asyncio
import importlib
from decimal import Decimal
from typing import Any

import pytest

from generated._support import (
    InvalidArgument,
    Violation,
    calling,
    current_call,
    ordered,
    page_token,
    parse_order_by,
)
from generated.people import Person
from generated.products import Category, Product, ProductPage
from tests.behaviour.hosting import REMOTE, Host, Way, reached
from tests.behaviour.services.people import AddressBook
from tests.behaviour.services.products import ProductList


class Strict(AddressBook):
    async def add_person(self, **_: Any) -> Person:
        raise InvalidArgument(
            "Not like that.",
            violations=[
                Violation("/born_on", "must be in the past"),
                Violation("/home/postal_code", "must be one of this country"),
                Violation("/manager/home/postalCode", "must be one of this country"),
                Violation("/phones/1", "must be of this country"),
                Violation("/preferences/some_name", "must be known"),
                Violation("name", "must be a name"),
                Violation("", "must be complete"),
            ],
        )


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_violations_of_a_service_arrive_alike_at_the_callers_places(way: Way, host: Host) -> None:
    async def call() -> tuple[str, list[tuple[str, str]]]:
        async with reached("generated.people", way, Strict()) as caller:
            with pytest.raises(InvalidArgument) as caught:
                await caller.add_person(name="Ada", email="ada@example.org")
        error = caught.value
        return error.message, [(one.pointer, one.detail) for one in error.violations]

    assert host.run(call()) == (
        "Not like that.",
        [
            ("/bornOn", "must be in the past"),
            ("/home/postalCode", "must be one of this country"),
            ("/manager/home/postalCode", "must be one of this country"),
            ("/phones/1", "must be of this country"),
            ("/preferences/some_name", "must be known"),
            ("/name", "must be a name"),
            ("", "must be complete"),
        ],
    )


class Paged(ProductList):
    async def list_products(
        self,
        *,
        category: Category | None = None,
        order_by: str | None = None,
        page_size: int = 50,
        page_token: str | None = None,
    ) -> ProductPage:
        found = [p for p in self._products.values() if category in (None, p.category)]
        tokens = importlib.import_module("generated._support.page_token")
        products, token = tokens.cut(ordered(found, order_by), page_size, page_token)
        return ProductPage(products=products, next_page_token=token)


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_a_list_made_with_the_helpers_pages_sorts_and_refuses_a_foreign_token(
    way: Way, host: Host
) -> None:
    async def read() -> tuple[list[str], list[tuple[str, str]]]:
        shop = Paged()
        for name in "bdace":
            await shop.add_product(name=name, price=Decimal(1), category=Category.BOOKS)
        async with reached("generated.products", way, shop) as caller:
            names, token = [], None
            while True:
                page = await caller.list_products(
                    order_by="name desc", page_size=2, page_token=token
                )
                names += [product.name for product in page.products]
                token = page.next_page_token
                if token is None:
                    break
            with pytest.raises(InvalidArgument) as caught:
                await caller.list_products(page_token="abc")
        return names, [(one.pointer, one.detail) for one in caught.value.violations]

    names, violations = host.run(read())
    assert names == list("edcba")
    assert violations == [("/pageToken", "is not a token of this list")]


@pytest.mark.parametrize(
    "value", [0, 17, "last key", ["a", 1], {"after": "x"}, None, "\N{SNOWMAN}"], ids=repr
)
def test_a_page_token_is_plain_text_and_gives_back_what_it_was_made_of(value: object) -> None:
    token = page_token.encode(value)
    assert token.isascii()
    assert token.replace("-", "").replace("_", "").isalnum()
    assert page_token.decode(token, type(value)) == value


@pytest.mark.parametrize(
    "token", ["", "abc", "!!!", "MTc=", "MTc\n", "é", "W10", page_token.encode(-1), "A" * 9999]
)
def test_any_other_text_is_an_invalid_argument(token: str) -> None:
    with pytest.raises(InvalidArgument) as caught:
        page_token.cut([1, 2, 3], 2, token)
    assert [one.pointer for one in caught.value.violations] == ["/page_token"]


@pytest.mark.parametrize("text", ["name up", "name desc desc", ",", "name,,price", " "])
def test_an_order_of_another_form_is_an_invalid_argument(text: str) -> None:
    with pytest.raises(InvalidArgument) as caught:
        parse_order_by(text)
    assert [one.pointer for one in caught.value.violations] == ["/order_by"]


class Curious(ProductList):
    async def get_product(self, *, product_id: str) -> Product:
        call = current_call()
        self.seen = (
            call.operation,
            call.principal,
            call.headers["x-reason"],
            call.idempotency_key,
            call.if_match,
            call.remaining() is not None,
        )
        return await super().get_product(product_id=product_id)


def test_a_stand_in_for_a_call_lets_a_service_be_tested_without_a_server() -> None:
    async def scenario() -> Any:
        shop = Curious()
        made = await shop.add_product(name="A", price=Decimal(1), category=Category.BOOKS)
        with calling(
            operation="GetProduct",
            principal="ada",
            headers={"X-Reason": "test"},
            timeout=5,
            idempotency_key="k",
            if_match='"7"',
        ) as call:
            assert current_call() is call
            assert await shop.get_product(product_id=made.id) == made
        with pytest.raises(LookupError):
            current_call()
        return shop.seen

    assert asyncio.run(scenario()) == ("GetProduct", "ada", "test", "k", '"7"', True)


def test_a_stand_in_is_as_strict_with_headers_as_a_client() -> None:
    with pytest.raises(ValueError, match="printable ASCII"), calling(if_match="é"):
        pass
