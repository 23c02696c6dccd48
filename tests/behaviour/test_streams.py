"""Streams of all four kinds are the same however they travel: items, ends, errors, endings."""

import asyncio
import contextlib
import importlib
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from generator import build
from tests.behaviour.hosting import OBJECT, WAYS, Host, Way, connected, served
from tests.behaviour.services.streams import NAMES, Sensors, SensorsSync
from tests.behaviour.told import carries, flows
from tests.waiting import until

CONTRACT = Path(__file__).parent / "contracts" / "streams.yaml"
# An operation of each kind of stream; what does not carry it answers `unimplemented`.
SERVER, CLIENT, BOTH = "Count", "Add", "Echo"
SERVICES = {"async": Sensors, "sync": SensorsSync}


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("streams")
    build(CONTRACT, output=folder / "flowing")
    sys.path.insert(0, str(folder))
    yield importlib.import_module("flowing.streams")
    sys.path.remove(str(folder))


def each(does: Callable[[Path, Way, str], bool], kind: str) -> Any:
    """The ways that do something with streams of a kind.

    Each style serves both sorts of services; a server does not know the sort of its client.
    """
    ways = [(way, SERVICES[way.client]) for way in WAYS if does(CONTRACT, way, kind)]
    names = [f"{way}-{service.__name__}" for way, service in ways]
    return pytest.mark.parametrize(("way", "make"), ways, ids=names)


def carrying(kind: str) -> Any:
    """The ways that carry streams of a kind, be it as one value."""
    return each(carries, kind)


def flowing(kind: str) -> Any:
    """The ways whose items arrive while others are made."""
    return each(flows, kind)


@contextlib.asynccontextmanager
async def reached(package: Any, way: Way, service: Any) -> AsyncIterator[Any]:
    """The service itself or a client of it; what a sync client gives is awaited all the same."""
    if way.style == OBJECT:
        yield service
        return
    async with (
        served(package.__name__, way.style, service) as target,
        connected(package.__name__, way, target) as client,
    ):
        yield client if way.client == "async" else Awaiting(client)


class Awaiting:
    """A sync client, each of whose steps is taken in a thread."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._client, name)

        def call(**arguments: Any) -> Any:
            if name in {"add", "total"}:
                return asyncio.to_thread(method, **arguments)
            return _items(method(**arguments))

        return call


async def _items(generator: Any) -> AsyncIterator[Any]:
    end = object()
    try:
        while (item := await asyncio.to_thread(next, generator, end)) is not end:
            yield item
    finally:
        await asyncio.to_thread(generator.close)


def readings(package: Any, *numbers: int) -> Any:
    """Readings as a client sends them: an iterable, which every client takes."""
    reading = importlib.import_module(f"{package.__name__}.types").Reading
    return [reading(number=number) for number in numbers]


def to_send(way: Way, items: list[Any]) -> Any:
    """The object itself asks for an async iterable, as its Protocol says."""
    return _each(items) if way.style == OBJECT else items


async def _each(items: list[Any]) -> AsyncIterator[Any]:
    for item in items:
        yield item


@carrying(SERVER)
def test_items_come_in_their_order_and_end(package: Any, way: Way, make: Any, host: Host) -> None:
    async def run() -> None:
        async with reached(package, way, make(package)) as caller:
            found = [item.number async for item in caller.count(upto=100)]
            assert found == [*range(100)]
            assert [item async for item in caller.count(upto=0)] == []

    host.run(run())


@carrying(SERVER)
def test_texts_are_data_whatever_is_in_them(package: Any, way: Way, make: Any, host: Host) -> None:
    async def run() -> None:
        async with reached(package, way, make(package)) as caller:
            assert [name async for name in caller.names()] == NAMES
            text = "\u2028\u2029\x85\r\n\r\ndata: x\n\n" * 10
            found = [item.text async for item in caller.count(upto=2, text=text)]
            assert found == [text, text]

    host.run(run())


@flowing(SERVER)
def test_a_declared_error_in_mid_stream_arrives_as_itself(
    package: Any, way: Way, make: Any, host: Host
) -> None:
    async def run() -> None:
        async with reached(package, way, make(package)) as caller:
            for after in (0, 3):
                found = []
                with pytest.raises(Exception) as caught:
                    async for item in caller.count(upto=5, fail_after=after):
                        found += [item.number]
                assert found == [*range(after)]
                assert type(caught.value).__name__ == "SensorLost"
                assert caught.value.after == after  # type: ignore[attr-defined]

    host.run(run())


@flowing(SERVER)
def test_who_stops_listening_ends_the_method(package: Any, way: Way, make: Any, host: Host) -> None:
    async def run() -> None:
        service = make(package)
        async with reached(package, way, service) as caller:
            stream = caller.count(upto=1_000_000, pause=timedelta(milliseconds=5))
            async for _ in stream:
                break
            await stream.aclose()
            await until(lambda: service.ended == ["count"])
            assert service.running == 0

    host.run(run())


@carrying(CLIENT)
def test_a_stream_in_is_summed_up(package: Any, way: Way, make: Any, host: Host) -> None:
    async def run() -> None:
        async with reached(package, way, make(package)) as caller:
            for numbers in ([1, 2, 3], [], [*range(500)]):
                items = to_send(way, readings(package, *numbers))
                found = await caller.add(readings=items)
                assert (found.count, found.total) == (len(numbers), sum(numbers))
            assert await caller.total(items=to_send(way, [1, 2])) is None

    host.run(run())


@flowing(CLIENT)
def test_an_error_comes_before_the_client_is_done(
    package: Any, way: Way, make: Any, host: Host
) -> None:
    async def run() -> None:
        service = make(package)
        async with reached(package, way, service) as caller:
            numbers = [1, 999, *range(2, 200)]
            with pytest.raises(Exception) as caught:
                await caller.add(readings=to_send(way, readings(package, *numbers)))
            assert type(caught.value).__name__ == "TooMuch"
            assert caught.value.most == 998  # type: ignore[attr-defined]

    host.run(run())


@carrying(BOTH)
def test_items_go_both_ways_in_turn(package: Any, way: Way, make: Any, host: Host) -> None:
    async def run() -> None:
        async with reached(package, way, make(package)) as caller:
            items = to_send(way, readings(package, *range(50)))
            assert [one.number async for one in caller.echo(readings=items)] == [*range(50)]
            with pytest.raises(Exception) as caught:
                items = to_send(way, readings(package, 1, 999, 3))
                async for _ in caller.echo(readings=items):
                    pass
            assert type(caught.value).__name__ == "TooMuch"

    host.run(run())
