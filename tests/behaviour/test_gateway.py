"""Serves a client as a service, in another style: a gateway in one line."""

import importlib
from decimal import Decimal
from typing import Any

import pytest

from generated._support import (
    CallOptions,
    Code,
    NotModified,
    PreconditionFailed,
    ServiceError,
    current_call,
)
from generated.people.operations import GET_PERSON
from generated.products import Category, ProductNotFound
from generator.styles import registry
from tests.behaviour.hosting import REMOTE, Host, Way, connected, reached, served
from tests.behaviour.probe import Probe
from tests.behaviour.services.people import AddressBook
from tests.behaviour.services.products import ProductList
from tests.waiting import given_up, until

PRODUCTS = "generated.products"
STYLES = list(registry.names())
OUTER = [Way(style, "async") for style in STYLES]


def before(inner: Way) -> Way:
    """The style that a client of another is served in: in turn, so that all meet two others."""
    steps = 1 if inner.client == "sync" else 2
    return OUTER[(STYLES.index(inner.style) + steps) % len(STYLES)]


in_a_chain = pytest.mark.parametrize(
    ("outer", "inner"), [(before(inner), inner) for inner in REMOTE], ids=str
)


@in_a_chain
def test_a_client_can_be_served_in_any_style(outer: Way, inner: Way, host: Host) -> None:
    async def run() -> None:
        async with (
            served(PRODUCTS, inner.style, ProductList()) as target,
            connected(PRODUCTS, inner, target) as behind,
            reached(PRODUCTS, outer, behind) as caller,
        ):
            price = Decimal("22.00")
            shirt = await caller.add_product(name="Shirt", price=price, category=Category.CLOTHES)
            assert await caller.get_product(product_id=shirt.id) == shirt
            cheaper = await caller.update_product_price(product_id=shirt.id, price=Decimal("5.00"))
            assert (cheaper.name, cheaper.price) == ("Shirt", Decimal("5.00"))
            assert (await caller.list_products()).products == [cheaper]
            assert await caller.delete_product(product_id=shirt.id) is None
            with pytest.raises(ProductNotFound) as caught:
                await caller.get_product(product_id=shirt.id)
            assert caught.value.product_id == shirt.id

    host.run(run())


@pytest.mark.parametrize("inner", REMOTE, ids=str)
def test_a_gateway_passes_on_what_its_caller_asked_for_but_no_credentials(
    inner: Way, host: Host
) -> None:
    options = CallOptions(
        timeout=20,
        headers={"Authorization": "Bearer secret", "Cookie": "a=b", "X-Api-Key": "secret"},
        idempotency_key="once",
        if_match='"7"',
        if_none_match='"6"',
    )

    async def run() -> Probe:
        probe = Probe()
        async with (
            served(PRODUCTS, inner.style, probe) as target,
            connected(PRODUCTS, inner, target, headers={"X-Own": "gateway"}) as behind,
            reached(PRODUCTS, OUTER[0], behind) as caller,
        ):
            await caller.get_product(product_id="1", options=options)
            await caller.get_product(product_id="2")
        return probe

    probe = host.run(run())
    first, second = probe.calls
    assert (first.idempotency_key, first.if_match, first.if_none_match) == ("once", '"7"', '"6"')
    assert (second.idempotency_key, second.if_match, second.if_none_match) == (None, None, None)
    for call in (first, second):
        assert call.headers["x-own"] == "gateway"
        assert not {"authorization", "cookie", "x-api-key"} & set(call.headers)
    remaining, without = probe.remaining
    assert remaining is not None
    assert (0 < remaining <= 20.1, without) == (True, None)


@pytest.mark.parametrize("inner", REMOTE, ids=str)
def test_a_deadline_passes_in_every_server_behind_a_gateway(inner: Way, host: Host) -> None:
    async def run() -> ServiceError:
        probe = Probe()

        async def wait(seconds: float) -> object:
            options = CallOptions(timeout=seconds)
            return await caller.get_product(product_id="wait", options=options)

        async with (
            served(PRODUCTS, inner.style, probe) as target,
            connected(PRODUCTS, inner, target) as behind,
            reached(PRODUCTS, OUTER[0], behind) as caller,
        ):
            error = await given_up(wait, ServiceError, probe.started.is_set)
            await until(probe.cancelled.is_set)
        return error

    assert host.run(run()).code is Code.DEADLINE_EXCEEDED


@in_a_chain
def test_conditions_hold_through_a_gateway(outer: Way, inner: Way, host: Host) -> None:
    async def run() -> None:
        async with (
            served("generated.people", inner.style, AddressBook()) as target,
            connected("generated.people", inner, target) as behind,
            reached("generated.people", outer, behind) as caller,
        ):
            person = await caller.add_person(name="Ada", email="ada@example.org")
            tag = GET_PERSON.etag_of(person)
            with pytest.raises(NotModified):
                await caller.get_person(person_id=person.id, options=CallOptions(if_none_match=tag))
            with pytest.raises(PreconditionFailed):
                await caller.update_person(
                    person_id=person.id, children=1, options=CallOptions(if_match='"no"')
                )
            changed = await caller.update_person(
                person_id=person.id, children=1, options=CallOptions(if_match=tag)
            )
            assert changed.children == 1

    host.run(run())


def test_a_service_that_calls_another_one_passes_nothing_on(host: Host) -> None:
    class Calling(ProductList):
        def __init__(self, behind: Any) -> None:
            super().__init__()
            self.behind = behind

        async def get_product(self, *, product_id: str) -> Any:
            assert current_call().if_match == '"7"'
            return await self.behind.get_product(product_id=product_id)

    async def run() -> Probe:
        probe = Probe()
        inner = importlib.import_module(f"{PRODUCTS}.rest.client")
        async with (
            served(PRODUCTS, "rest", probe) as target,
            inner.AsyncClient(target) as behind,
            reached(PRODUCTS, OUTER[0], Calling(behind)) as caller,
        ):
            await caller.get_product(product_id="1", options=CallOptions(if_match='"7"'))
        return probe

    (call,) = host.run(run()).calls
    assert call.if_match is None
