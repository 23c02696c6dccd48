"""What is missing in a service, or does not fit, is told when it is served."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

import pytest

import generated.products.grpc.server
import generated.products.jsonrpc.server
import generated.products.rest.server
from generated._support import ServiceError
from generated._support.implementation_check import misfits
from generated.products import Product, ProductPage, ProductsService
from generated.products.operations import OPERATIONS

MAKERS = [
    generated.products.rest.server.create_app,
    generated.products.jsonrpc.server.create_app,
    generated.products.grpc.server.create_server,
]


def serve(make: Callable[[Any], object], service: object) -> None:
    """Make a server where an event loop runs, which gRPC's wants."""

    async def within() -> None:
        make(service)

    asyncio.run(within())


class Partial(ProductsService):
    """Has two of five, one of them with other parameters."""

    def get_product(self, *, product_id: str) -> Product:
        raise NotImplementedError

    async def list_products(self, *, category: Any = None, limit: int) -> ProductPage:  # type: ignore[override]
        raise NotImplementedError


LOGGED = [
    "Partial: not implemented: AddProduct, UpdateProductPrice, DeleteProduct",
    "Partial: ListProducts: the method does not take order_by, page_size, page_token",
    "Partial: ListProducts: the method needs limit, which no call gives",
]


@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__module__.split(".")[2])
def test_every_server_tells_what_is_missing_when_it_starts(
    make: Callable[[Any], object], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        serve(make, Partial())
    assert [record.getMessage() for record in caplog.records] == LOGGED


def test_one_service_in_several_styles_is_told_of_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    service = Partial()
    with caplog.at_level(logging.WARNING):
        for make in MAKERS:
            serve(make, service)
    assert len(caplog.records) == len(LOGGED)


def test_a_service_that_takes_any_keyword_fits() -> None:
    class Anything:
        async def add_product(self, **values: object) -> None: ...
        async def get_product(self, product_id: str, more: int = 1) -> None: ...
        async def list_products(self, *args: object, **values: object) -> None: ...
        def update_product_price(self, *, product_id: str, price: object) -> None: ...
        def delete_product(self, product_id: str, /) -> None: ...

    assert list(misfits(Anything(), OPERATIONS)) == [
        "DeleteProduct: the method does not take product_id",
        "DeleteProduct: the method needs product_id, which no call gives",
    ]


def test_what_is_left_out_is_unimplemented_on_the_object_itself_too() -> None:
    with pytest.raises(ServiceError, match="AddProduct is not implemented") as caught:
        Partial().add_product(name="x", price=1, category="Books", tags=[])  # type: ignore[arg-type]
    assert caught.value.code == "unimplemented"


def test_a_subclass_of_an_implementation_has_its_methods() -> None:
    class More(Partial):
        def delete_product(self, *, product_id: str) -> None: ...

    assert "DeleteProduct" not in next(iter(misfits(More(), OPERATIONS)))


@pytest.mark.parametrize("make", MAKERS)
def test_a_class_is_no_service(make: Callable[[Any], object]) -> None:
    with pytest.raises(TypeError, match="ProductsService is a class: serve an object of it"):
        serve(make, ProductsService)


def test_what_would_be_taken_apart_into_letters_is_refused() -> None:
    make = generated.products.rest.server.create_app
    with pytest.raises(TypeError, match=r"origins are a list: write \['https://a.example'\]"):
        make(ProductsService(), origins="https://a.example")


@pytest.mark.parametrize("make", MAKERS)
def test_a_store_is_no_text(make: Callable[..., object]) -> None:
    with pytest.raises(TypeError, match=r"such as RedisStore\('redis://h'\)"):
        serve(lambda service: make(service, idempotency="redis://h"), ProductsService())


def test_an_object_without_weak_references_is_served() -> None:
    class Slotted:
        __slots__ = ()

    MAKERS[0](Slotted())
