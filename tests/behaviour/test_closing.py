"""Closes clients: before a call, during one, twice; every style says the same."""

import asyncio
import contextlib
import importlib
from collections.abc import Iterator
from typing import Any

import pytest

from tests.behaviour.hosting import REMOTE, Caller, Host, Way, served
from tests.behaviour.probe import Probe

PRODUCTS = "generated.products"
# A sync call over HTTP cannot be interrupted: it goes on to its end.
INTERRUPTIBLE = [way for way in REMOTE if way.client == "async" or way.style == "grpc"]


def _client(way: Way, target: str) -> Any:
    module = importlib.import_module(f"{PRODUCTS}.{way.style}.client")
    return (module.AsyncClient if way.client == "async" else module.Client)(target)


async def _close(client: Any) -> None:
    closing = await asyncio.to_thread(client.close)
    if closing is not None:
        await closing


async def _enter(client: Any) -> None:
    if hasattr(client, "__aenter__"):
        await client.__aenter__()
    else:
        client.__enter__()


@contextlib.contextmanager
def _refused() -> Iterator[None]:
    with pytest.raises(RuntimeError, match=r"^the client is closed$"):
        yield


@pytest.mark.parametrize("way", REMOTE, ids=str)
@pytest.mark.parametrize("used", [True, False], ids=["used before", "never used"])
def test_a_closed_client_refuses_calls_and_may_be_closed_again(
    way: Way, used: bool, host: Host
) -> None:
    async def run() -> None:
        async with served(PRODUCTS, way.style, Probe()) as target:
            client = _client(way, target)
            caller = Caller(client)
            if used:
                await caller.get_product(product_id="1")
            await _close(client)
            await _close(client)
            with _refused():
                await caller.get_product(product_id="1")
            with _refused():
                await _enter(client)
            items = client.iter_list_products()
            with _refused():
                await (anext(items) if way.client == "async" else asyncio.to_thread(next, items))

    host.run(run())


@pytest.mark.parametrize("way", INTERRUPTIBLE, ids=str)
def test_a_call_that_runs_ends_when_its_client_is_closed(way: Way, host: Host) -> None:
    async def run() -> None:
        probe = Probe()
        async with served(PRODUCTS, way.style, probe) as target:
            client = _client(way, target)
            running = asyncio.ensure_future(Caller(client).get_product(product_id="wait"))
            await asyncio.wait_for(probe.started.wait(), 30)
            await _close(client)
            with _refused():
                await asyncio.wait_for(running, 30)
            await asyncio.wait_for(probe.cancelled.wait(), 30)

    host.run(run())


@pytest.mark.parametrize("way", [way for way in REMOTE if way not in INTERRUPTIBLE], ids=str)
def test_a_sync_call_over_http_goes_on_to_its_end(way: Way, host: Host) -> None:
    class Slow(Probe):
        async def _wait(self) -> None:
            self.started.set()
            await self.cancelled.wait()

    async def run() -> str:
        probe = Slow()
        async with served(PRODUCTS, way.style, probe) as target:
            client = _client(way, target)
            running = asyncio.ensure_future(Caller(client).get_product(product_id="wait"))
            await asyncio.wait_for(probe.started.wait(), 30)
            await _close(client)
            probe.cancelled.set()
            product = await asyncio.wait_for(running, 30)
            return str(product.id)

    assert host.run(run()) == "wait"


@pytest.mark.parametrize("way", [way for way in REMOTE if way.client == "async"], ids=str)
def test_cancelling_a_call_of_a_closed_client_still_cancels(way: Way, host: Host) -> None:
    async def run() -> None:
        probe = Probe()
        async with served(PRODUCTS, way.style, probe) as target:
            client = _client(way, target)
            running = asyncio.ensure_future(client.get_product(product_id="wait"))
            await asyncio.wait_for(probe.started.wait(), 30)
            running.cancel()
            client._closed = True
            with pytest.raises(asyncio.CancelledError):
                await running
            client._closed = False
            await client.close()

    host.run(run())
