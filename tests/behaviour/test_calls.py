"""Looks at what a call carries besides its parameters: deadlines, options, tries, ends."""

import asyncio
import re
import socket
from decimal import Decimal
from typing import Any

import pytest

from generated._support import CallOptions, Code, ServiceError, current_call
from generated.accounts import Account, AccountPage, Money, Transfer
from generated.products import Category, Product
from generated.products.grpc.client import AsyncClient, Client
from tests.behaviour.hosting import REMOTE, Caller, Host, Way, connected, reached, target_at
from tests.behaviour.probe import Probe
from tests.behaviour.services.accounts import Bank
from tests.behaviour.services.products import ProductList
from tests.waiting import given_up, until

ASYNC = [way for way in REMOTE if way.client == "async"]
PRODUCTS = "generated.products"


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_a_deadline_reaches_the_handler_and_stops_it(way: Way, host: Host) -> None:
    async def call() -> tuple[Probe, ServiceError]:
        probe = Probe()

        async def wait(seconds: float) -> object:
            allowed.append(seconds)
            options = CallOptions(timeout=seconds)
            return await caller.get_product(product_id="wait", options=options)

        async with reached(PRODUCTS, way, probe) as caller:
            error = await given_up(wait, ServiceError, probe.started.is_set)
            await until(probe.cancelled.is_set)
        return probe, error

    allowed: list[float] = []
    probe, error = host.run(call())
    assert (error.code, error.message) == (Code.DEADLINE_EXCEEDED, "The deadline passed.")
    remaining = probe.remaining[0]
    assert remaining is not None
    assert remaining <= allowed[-1] + 0.01  # gRPC rounds up what it tells the server


class Patient(ProductList):
    """Looks at its call again after it has waited, and in a task that it starts."""

    def __init__(self) -> None:
        super().__init__()
        self.keys: list[str | None] = []

    async def get_product(self, *, product_id: str) -> Product:
        await asyncio.sleep(0)
        self._look()
        await asyncio.sleep(0.01)
        self._look()
        await asyncio.create_task(self._look_aside())
        return await super().get_product(product_id=product_id)

    def _look(self) -> None:
        self.keys.append(current_call().idempotency_key)

    async def _look_aside(self) -> None:
        await asyncio.sleep(0)
        self._look()


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_a_method_that_waits_still_knows_its_call(way: Way, host: Host) -> None:
    async def call() -> Patient:
        service = Patient()
        made = await service.add_product(name="A", price=Decimal(1), category=Category.BOOKS)
        async with reached(PRODUCTS, way, service) as caller:
            one, two = CallOptions(idempotency_key="one"), CallOptions(idempotency_key="two")
            await caller.get_product(product_id=made.id, options=one)
            await caller.get_product(product_id=made.id, options=two)
        return service

    assert host.run(call()).keys == ["one"] * 3 + ["two"] * 3


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_a_deadline_passes_while_nobody_answers(way: Way, host: Host) -> None:
    async def call() -> ServiceError:
        with socket.create_server(("127.0.0.1", 0)) as silent:
            address = f"127.0.0.1:{silent.getsockname()[1]}"
            target = target_at(way.style, address)
            async with connected(PRODUCTS, way, target) as client:
                with pytest.raises(ServiceError) as caught:
                    await Caller(client).get_product(
                        product_id="1", options=CallOptions(timeout=0.3)
                    )
        return caught.value

    error = host.run(call())
    assert (error.code, error.message) == (Code.DEADLINE_EXCEEDED, "The deadline passed.")


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_without_a_timeout_there_is_no_deadline(way: Way, host: Host) -> None:
    async def call() -> Probe:
        probe = Probe()
        async with reached(PRODUCTS, way, probe) as caller:
            await caller.get_product(product_id="1")
        return probe

    assert host.run(call()).remaining == [None]


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_the_contracts_timeout_is_the_default(way: Way, host: Host) -> None:
    class Waiting(Bank):
        async def get_account(self, *, iban: str) -> Account:
            remaining.append(current_call().remaining())
            return await super().get_account(iban=iban)

    remaining: list[float | None] = []

    async def call() -> None:
        bank = Waiting()
        iban = "DE02120300000000202051"
        await bank.open_account(iban=iban, owner="Ada")
        async with reached("generated.accounts", way, bank) as caller:
            await caller.get_account(iban=iban)
            await caller.get_account(iban=iban, options=CallOptions(timeout=50))

    host.run(call())
    default, own = remaining
    assert default is not None
    assert own is not None
    assert 0 < default < 6 < own < 51


@pytest.mark.parametrize("way", ASYNC, ids=str)
def test_cancelling_a_call_cancels_the_handler(way: Way, host: Host) -> None:
    async def call() -> None:
        probe = Probe()
        async with reached(PRODUCTS, way, probe) as caller:
            task = asyncio.create_task(caller.get_product(product_id="wait"))
            await asyncio.wait_for(probe.started.wait(), 30)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            await asyncio.wait_for(probe.cancelled.wait(), 30)

    host.run(call())


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_a_service_sees_its_call(way: Way, host: Host) -> None:
    options = CallOptions(
        headers={"X-Trace": "abc"}, idempotency_key="once", if_match='"7"', if_none_match='"6"'
    )

    async def call() -> Probe:
        probe = Probe()
        async with reached(PRODUCTS, way, probe) as caller:
            await caller.get_product(product_id="1", options=options)
            await caller.get_product(product_id="2")
        return probe

    first, second = host.run(call()).calls
    assert (first.operation, first.style) == ("GetProduct", way.style)
    assert first.headers["x-trace"] == "abc"
    assert (first.idempotency_key, first.if_match, first.if_none_match) == ("once", '"7"', '"6"')
    assert (second.idempotency_key, second.if_match) == (None, None)
    assert "x-trace" not in second.headers


class Moody(Bank):
    """Fails as often as told before it does what it is asked for."""

    def __init__(self, failures: int, code: Code = Code.UNAVAILABLE) -> None:
        super().__init__()
        self.failures = failures
        self.code = code
        self.tries = 0

    def _try(self) -> None:
        self.tries += 1
        if self.tries <= self.failures:
            raise ServiceError("Not now.", code=self.code)

    async def list_accounts(self, **arguments: Any) -> AccountPage:
        self._try()
        return await super().list_accounts(**arguments)

    async def transfer_money(self, **_: Any) -> Transfer:
        self._try()
        raise AssertionError


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_a_safe_call_is_tried_again_while_the_service_is_unavailable(way: Way, host: Host) -> None:
    async def call() -> tuple[Moody, AccountPage]:
        bank = Moody(failures=2)
        async with reached("generated.accounts", way, bank) as caller:
            return bank, await caller.list_accounts()

    bank, page = host.run(call())
    assert bank.tries == 3
    assert page.accounts == []


@pytest.mark.parametrize("way", REMOTE, ids=str)
@pytest.mark.parametrize(
    ("failures", "code", "tries"),
    [(9, Code.UNAVAILABLE, 3), (9, Code.INTERNAL, 1), (9, Code.ABORTED, 1)],
    ids=str,
)
def test_tries_end(way: Way, failures: int, code: Code, tries: int, host: Host) -> None:
    async def call() -> tuple[Moody, ServiceError]:
        bank = Moody(failures, code)
        async with reached("generated.accounts", way, bank) as caller:
            with pytest.raises(ServiceError) as caught:
                await caller.list_accounts()
        return bank, caught.value

    bank, error = host.run(call())
    assert bank.tries == tries
    assert error.code is code


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_what_changes_something_is_tried_once(way: Way, host: Host) -> None:
    iban, money = "DE02120300000000202051", Money(amount=Decimal("1.00"))

    async def call() -> Moody:
        bank = Moody(failures=9)
        async with reached("generated.accounts", way, bank) as caller:
            with pytest.raises(ServiceError):
                await caller.transfer_money(source=iban, target=iban, money=money)
        return bank

    assert host.run(call()).tries == 1


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_many_calls_at_once_do_not_mix(way: Way, host: Host) -> None:
    ids = [f"product-{number}" for number in range(100)]

    async def call() -> list[str]:
        async with reached(PRODUCTS, way, Probe()) as caller:
            calls = (caller.get_product(product_id=product_id) for product_id in ids)
            return [product.id for product in await asyncio.gather(*calls)]

    assert host.run(call()) == ids


@pytest.mark.parametrize(
    ("target", "hint"),
    [
        ("http://localhost:50051", "write 'localhost:50051' for 'http://localhost:50051'"),
        ("https://shop.example:443/", "with channel_credentials=grpc.ssl_channel_credentials()"),
        ("grpc://localhost:50051", "write 'localhost:50051'"),
        ("localhost:50051/products", "has no path: write 'localhost:50051'"),
        ("", "host:port"),
    ],
)
def test_a_url_is_no_target_of_grpc(target: str, hint: str) -> None:
    for make in (Client, AsyncClient):
        with pytest.raises(ValueError, match=re.escape(hint)):
            make(target)


@pytest.mark.parametrize(
    "target", ["localhost:1", "[::1]:1", "dns:///shop.example:443", "unix:/tmp/shop.sock"]
)
def test_a_name_of_grpc_is_a_target(target: str) -> None:
    Client(target).close()
