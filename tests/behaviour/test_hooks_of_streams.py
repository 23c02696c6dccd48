"""Hooks around streams: they see an iterator, may put another in its place, and see its end."""

import asyncio
import contextlib
import importlib
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextvars import ContextVar
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from generator import build
from tests.behaviour.hosting import REMOTE, Host, Way, connected, served
from tests.behaviour.services.streams import Sensors, SensorsSync
from tests.behaviour.test_hooks import of_client
from tests.behaviour.test_streams import CLIENT, SERVER, Awaiting, readings
from tests.behaviour.told import carries, flows, of_each
from tests.waiting import until

CONTRACT = Path(__file__).parent / "contracts" / "streams.yaml"
Proceed = Callable[[], Awaitable[Any]]
WAYS = [way for way in REMOTE if flows(CONTRACT, way, SERVER)]
every_way = pytest.mark.parametrize("way", WAYS, ids=str)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("hooked")
    build(CONTRACT, output=folder / "hooked")
    sys.path.insert(0, str(folder))
    yield importlib.import_module("hooked.streams")
    sys.path.remove(str(folder))


@contextlib.asynccontextmanager
async def reached(
    package: Any, way: Way, service: Any, *hooks: Any, own: Any = None
) -> AsyncIterator[Any]:
    """A client of a service with these hooks; ``own``: a hook of the client."""
    mine = [] if own is None else [of_client(way, own)]
    async with (
        served(package.__name__, way.style, service, hooks=hooks) as target,
        connected(package.__name__, way, target, hooks=mine) as client,
    ):
        yield client if way.client == "async" else Awaiting(client)


def support(package: Any) -> str:
    """The support package beside a contract's own."""
    return f"{package.__name__.rpartition('.')[0]}._support"


def observing(package: Any, seen: list[Any]) -> Any:
    """A hook that writes down how streams end."""
    observed = importlib.import_module(f"{support(package)}.hooks").observed

    async def hook(_call: Any, proceed: Proceed) -> Any:
        return observed(await proceed(), seen.append)

    return hook


@every_way
@pytest.mark.parametrize("side", ["server", "client"])
def test_a_hook_is_told_that_a_stream_has_ended(
    package: Any, way: Way, side: str, host: Host
) -> None:
    seen: list[Any] = []

    async def run() -> None:
        hook = observing(package, seen)
        hooks = {"own": hook} if side == "client" else {}
        behind = [hook] if side == "server" else []
        async with reached(package, way, Sensors(package), *behind, **hooks) as caller:
            assert [item.number async for item in caller.count(upto=3)] == [0, 1, 2]
            await until(lambda: bool(seen))

    host.run(run())
    assert seen == [None]


@every_way
@pytest.mark.parametrize("side", ["server", "client"])
def test_a_hook_is_told_the_declared_error_of_a_stream(
    package: Any, way: Way, side: str, host: Host
) -> None:
    seen: list[Any] = []
    lost = importlib.import_module(f"{package.__name__}.errors").SensorLost

    async def run() -> None:
        hook = observing(package, seen)
        hooks = {"own": hook} if side == "client" else {}
        behind = [hook] if side == "server" else []
        async with reached(package, way, Sensors(package), *behind, **hooks) as caller:
            with pytest.raises(lost):
                async for _ in caller.count(upto=3, fail_after=2):
                    pass
            await until(lambda: bool(seen))

    host.run(run())
    assert [type(error) for error in seen] == [lost]
    assert seen[0].after == 2


@every_way
def test_a_hook_is_told_of_a_stream_that_nobody_reads_to_its_end(
    package: Any, way: Way, host: Host
) -> None:
    seen: list[Any] = []
    ours: list[Any] = []

    async def run() -> None:
        service = Sensors(package)
        behind, own = observing(package, seen), observing(package, ours)
        async with reached(package, way, service, behind, own=own) as caller:
            stream = caller.count(upto=100_000, pause=timedelta(milliseconds=5))
            async for _ in stream:
                break
            await stream.aclose()
            await until(lambda: bool(seen and ours and service.ended))

    host.run(run())
    assert len(seen) == len(ours) == 1
    assert isinstance(seen[0], BaseException)
    assert type(ours[0]).__name__ == "AbandonedError"


@every_way
@pytest.mark.parametrize("make", [Sensors, SensorsSync], ids=["async def", "def"])
def test_what_a_hook_sets_in_the_context_the_whole_stream_sees(
    package: Any, way: Way, make: Any, host: Host
) -> None:
    tenant: ContextVar[str] = ContextVar("tenant", default="nobody")
    seen: list[str] = []

    async def hook(_call: Any, proceed: Proceed) -> Any:
        token = tenant.set("acme")
        try:
            return await proceed()
        finally:
            tenant.reset(token)

    class Telling(make):  # type: ignore[misc]
        if make is Sensors:

            async def names(self) -> AsyncIterator[str]:
                for _ in range(2):
                    await asyncio.sleep(0.001)
                    seen.append(tenant.get())
                    yield "x"
        else:

            def names(self) -> Iterator[str]:
                for _ in range(2):
                    seen.append(tenant.get())
                    yield "x"

    async def run() -> None:
        async with reached(package, way, Telling(package), hook) as caller:
            assert [name async for name in caller.names()] == ["x", "x"]

    host.run(run())
    assert seen == ["acme", "acme"]


@every_way
def test_a_hook_may_put_another_stream_in_place_of_it(package: Any, way: Way, host: Host) -> None:
    async def shout(_call: Any, proceed: Proceed) -> Any:
        names = await proceed()

        async def shouted() -> AsyncIterator[str]:
            async for name in names:
                yield name.upper()

        return shouted()

    async def run() -> None:
        async with reached(package, way, Sensors(package), shout) as caller:
            assert (await anext(caller.names())) == "ADA"

    host.run(run())


@every_way
def test_the_items_of_a_hook_are_checked_and_its_failure_is_internal(
    package: Any, way: Way, host: Host
) -> None:
    kind = importlib.import_module(support(package))

    async def spoil(call: Any, _proceed: Proceed) -> Any:
        async def items() -> AsyncIterator[Any]:
            yield "fine"
            if call.headers["x-how"] == "wrong":
                yield 7
            raise RuntimeError("the secret")

        return items()

    async def run() -> None:
        async with reached(package, way, Sensors(package), spoil) as caller:
            for how in ("wrong", "raise"):
                names = caller.names(options=kind.CallOptions(headers={"x-how": how}))
                assert await anext(names) == "fine"
                with pytest.raises(kind.ServiceError) as caught:
                    await anext(names)
                assert caught.value.code is kind.Code.INTERNAL
                assert "secret" not in caught.value.message

    host.run(run())


@every_way
def test_the_original_is_closed_with_the_stream_that_stands_for_it(
    package: Any, way: Way, host: Host
) -> None:
    async def through(_call: Any, proceed: Proceed) -> Any:
        items = await proceed()

        async def again() -> AsyncIterator[Any]:
            async for item in items:
                yield item

        return again()

    async def run() -> None:
        service = Sensors(package)
        async with reached(package, way, service, through) as caller:
            stream = caller.count(upto=100_000, pause=timedelta(milliseconds=5))
            await anext(stream)
            await stream.aclose()
            await until(lambda: service.running == 0 and bool(service.ended))

    host.run(run())


@pytest.mark.parametrize("way", [way for way in REMOTE if carries(CONTRACT, way, CLIENT)], ids=str)
def test_a_stream_in_has_a_result_like_any_call(package: Any, way: Way, host: Host) -> None:
    seen: list[Any] = []

    async def hook(_call: Any, proceed: Proceed) -> Any:
        result = await proceed()
        seen.append(result.total)
        return result

    async def run() -> None:
        async with reached(package, way, Sensors(package), hook, own=hook) as caller:
            await caller.add(readings=readings(package, 1, 2, 3))

    host.run(run())
    assert seen == [6, 6]


@every_way
def test_what_is_known_of_a_stream_is_told_when_it_is_over(
    package: Any, way: Way, host: Host
) -> None:
    seen: list[tuple[int, bool]] = []

    async def hook(call: Any, proceed: Proceed) -> Any:
        call.after(lambda: seen.append((call.status, call.sent > 30)))
        return await proceed()

    async def run() -> None:
        async with reached(package, way, Sensors(package), hook) as caller:
            async for _ in caller.count(upto=20):
                pass
            await until(lambda: bool(seen))

    host.run(run())
    assert seen == [(of_each("GOOD_END").get(way.style), True)]
