"""Two copies of the support code in one process understand each other."""

import asyncio
import copy
import datetime as dt
import importlib
import pickle
from decimal import Decimal
from typing import Any

import pytest

from generated import _support as first
from generated.products import Category, ProductNotFound
from generated.products.types import Product
from generator.styles import registry
from tests.behaviour.hosting import OBJECT, REMOTE, Caller, Host, Way, connected, reached, served
from tests.behaviour.services.products import ProductList
from tests.behaviour.test_every_operation import SERVICES

STYLES = list(registry.names())
NOON = dt.datetime(2026, 11, 29, 12, tzinfo=dt.UTC)
ASYNC = [Way(style, "async") for style in STYLES]
SHARED = [
    "Code",
    "CallOptions",
    "InvalidArgument",
    "NotModified",
    "PreconditionFailed",
    "PreconditionRequired",
    "ServiceError",
    "Unknown",
    "UNSET",
    "Violation",
    "Whole",
]


@pytest.fixture
def other(second: str) -> Any:
    return importlib.import_module(f"{second}._support")


async def _walked(contract: str, inner: Way, outer: Way, second: str) -> Caller:
    """Walk over a client of the second copy that a server of the first one serves."""
    scenario = importlib.import_module(f"tests.behaviour.scenarios.{contract}")
    operations = importlib.import_module(f"generated.{contract}.operations").OPERATIONS
    insists = any(operation.etag and operation.etag.required for operation in operations)
    always = {"options": first.CallOptions(if_match="*")} if insists else {}
    async with (
        served(f"generated.{contract}", inner.style, SERVICES[contract]()) as target,
        connected(f"{second}.{contract}", inner, target) as behind,
        reached(f"generated.{contract}", outer, behind, **always) as caller,
    ):
        await scenario.walk(caller)
        return caller


# Every contract meets every inner and every outer client, and every pair of them meets once.
WALKS = [
    pytest.param(contract, inner, outer, id=f"{contract}-{inner}-behind-{outer}")
    for shift, contract in enumerate(SERVICES)
    for inner, outer in zip(REMOTE, REMOTE[shift % 6 :] + REMOTE[: shift % 6], strict=True)
]


@pytest.mark.parametrize(("contract", "inner", "outer"), WALKS)
def test_a_client_of_one_copy_is_served_by_another(
    contract: str, inner: Way, outer: Way, host: Host, second: str
) -> None:
    seen = host.run(_walked(contract, inner, outer, second)).outcomes
    assert seen == host.run(_object(contract)).outcomes


async def _object(contract: str) -> Caller:
    scenario = importlib.import_module(f"tests.behaviour.scenarios.{contract}")
    async with reached("", Way(OBJECT, "async"), SERVICES[contract]()) as caller:
        await scenario.walk(caller)
        return caller


@pytest.mark.parametrize("name", SHARED)
def test_what_is_caught_compared_and_given_is_the_same_in_both(name: str, other: Any) -> None:
    assert other is not first
    assert getattr(other, name) is getattr(first, name)


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_a_caller_catches_the_errors_of_another_copys_client(
    way: Way, host: Host, second: str
) -> None:
    theirs = importlib.import_module(f"{second}.products")
    options = first.CallOptions(timeout=20)

    async def run() -> None:
        async with (
            served("generated.products", way.style, ProductList()) as target,
            connected(f"{second}.products", way, target) as client,
        ):
            caller = Caller(client)
            with pytest.raises(first.ServiceError) as caught:
                await caller.get_product(product_id="7", options=options)
            assert type(caught.value) is theirs.ProductNotFound
            assert caught.value.code is first.Code.NOT_FOUND
            with pytest.raises(first.InvalidArgument) as refused:
                await caller.list_products(page_size=-1, options=options)
            assert isinstance(refused.value.violations[0], first.Violation)

    host.run(run())


@pytest.mark.parametrize("style", STYLES)
def test_a_declared_error_of_another_copy_leaves_as_the_servers_own(
    style: str, host: Host, second: str
) -> None:
    theirs = importlib.import_module(f"{second}.products")

    class Theirs(ProductList):
        async def get_product(self, *, product_id: str) -> Product:
            if product_id == "gone":
                error = theirs.ProductNotFound("Sold out.", product_id=product_id)
                error.retry_after = 3
                raise error
            values = {"id": product_id, "name": "Shirt", "price": Decimal(1), "created_at": NOON}
            found: Product = theirs.Product(category=theirs.Category.SHOES, **values)
            return found

    async def run() -> None:
        async with reached("generated.products", Way(style, "async"), Theirs()) as caller:
            found = await caller.get_product(product_id="1")
            assert type(found) is Product
            assert found.category is Category.SHOES
            with pytest.raises(ProductNotFound) as caught:
                await caller.get_product(product_id="gone")
            assert (caught.value.message, caught.value.product_id) == ("Sold out.", "gone")

    host.run(run())


def test_an_error_of_another_contract_stays_undeclared(host: Host, second: str) -> None:
    people = importlib.import_module(f"{second}.people")

    class Confused(ProductList):
        async def get_product(self, *, product_id: str) -> Product:
            raise type("ProductNotFound", (people.PersonNotFound,), {})(person_id=product_id)

    async def run() -> None:
        async with reached("generated.products", ASYNC[0], Confused()) as caller:
            with pytest.raises(first.ServiceError) as caught:
                await caller.get_product(product_id="1")
            assert caught.value.code is first.Code.INTERNAL

    host.run(run())


def test_a_service_knows_its_call_whichever_copy_serves_it(host: Host, other: Any) -> None:
    class Asking(ProductList):
        async def list_products(self, **_: Any) -> Any:
            call = other.current_call()
            assert call is first.current_call()
            assert (call.style, call.headers["x-from"]) == ("rest", "test")
            return await super().list_products()

    async def run() -> None:
        options = other.CallOptions(headers={"X-From": "test"})
        async with reached("generated.products", Way("rest", "async"), Asking()) as caller:
            await caller.list_products(options=options)

    host.run(run())


def test_writes_of_one_resource_wait_for_each_other_in_servers_of_two_copies(
    second: str,
) -> None:
    locks = importlib.import_module("generated._support.locks")
    theirs = importlib.import_module(f"{second}._support.locks")
    service = ProductList()

    async def run() -> None:
        ours = locks.ResourceLocks.of(service)
        hold = await ours.acquire("product 1")
        waiting = asyncio.create_task(theirs.ResourceLocks.of(service).acquire("product 1"))
        await asyncio.sleep(0)
        assert not waiting.done()
        hold.release()
        (await asyncio.wait_for(waiting, 30)).release()

    asyncio.run(run())


def test_a_base_class_of_another_copy_has_no_methods_of_its_own(second: str) -> None:
    theirs = importlib.import_module(f"{second}.products")
    check = importlib.import_module("generated._support.implementation_check")
    operations = importlib.import_module("generated.products.operations").OPERATIONS
    (text,) = check.misfits(theirs.ProductsService(), operations)
    assert text.startswith("not implemented: AddProduct")


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_errors_are_pickled_and_copied_whichever_copy_made_them(
    protocol: int, second: str, other: Any
) -> None:
    theirs = importlib.import_module(f"{second}.products")
    declared = theirs.ProductNotFound("No.", product_id="7")
    built_in = other.InvalidArgument(violations=[other.Violation("/a", "is wrong")])
    for error in (declared, built_in):
        for again in (pickle.loads(pickle.dumps(error, protocol)), copy.deepcopy(error)):
            assert type(again) is type(error)
            assert vars(again) == vars(error)


def test_a_module_that_is_loaded_again_has_the_same_classes(other: Any) -> None:
    for name in ("codes", "errors", "call"):
        importlib.reload(importlib.import_module(f"{other.__name__}.{name}"))
    errors = importlib.import_module(f"{other.__name__}.errors")
    assert errors.ServiceError is first.ServiceError
    assert importlib.import_module(f"{other.__name__}.call").CURRENT is _current()


def _current() -> object:
    found: object = importlib.import_module("generated._support.call").CURRENT
    return found


def test_codes_compare_by_value_and_have_one_hash(other: Any) -> None:
    table = {first.Code.NOT_FOUND: 404}
    assert other.Code("not_found") == first.Code.NOT_FOUND == "not_found"
    assert table[other.Code.NOT_FOUND] == 404
