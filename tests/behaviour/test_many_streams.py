"""Streams in quantity leave nothing behind in the server, however they end, in every style.

``STREAMS=10000 pytest tests/behaviour/test_many_streams.py`` makes it so many in a row.
"""

import asyncio
import contextlib
import importlib
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from generator import build
from generator.styles import registry
from tests.behaviour.counted import (
    PACKAGE,
    PAUSE,
    TEXT,
    Held,
    Server,
    held,
    module,
    no_more,
    started,
)
from tests.behaviour.hosting import Way
from tests.behaviour.told import carries, flows

if sys.platform != "linux":
    pytest.skip("counts what /proc shows, and drops packets as Linux can", allow_module_level=True)

CONTRACT = Path(__file__).parent / "contracts" / "streams.yaml"
STREAMS = int(os.environ.get("STREAMS", "300"))
# Each style's connections carry a thousand; a `def` service meets them through the same iterator in
# each, so that one style shows it of a thousand, and the others of fewer.
AT_ONCE, FEWER = 1000, 200
EACH = 34  # of each of six ways to leave
# MB by which a second round may grow what the first has left, for what allocators keep.
GROWTH = 12
STYLES = [name for name in registry.names() if flows(CONTRACT, Way(name, "async"), "Count")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("many")
    build(CONTRACT, output=folder / PACKAGE.partition(".")[0])
    sys.path.insert(0, str(folder))
    yield str(folder)
    sys.path.remove(str(folder))


@pytest.fixture(scope="module", params=["Sensors", "SensorsSync"])
def service(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def server(folder: str, service: str) -> Iterator[Server]:
    """One that waits for its clients: they have a thousand streams to look after."""
    with started("serve", folder, service, "60") as process:
        yield Server(process)


@pytest.fixture(scope="module")
def impatient(folder: str, service: str) -> Iterator[Server]:
    """One that cuts off whoever reads nothing for a second."""
    with started("serve", folder, service, "1") as process:
        yield Server(process)


@contextlib.asynccontextmanager
async def client(folder: str, style: str, server: Server) -> AsyncIterator[Any]:
    made = module(folder, f"{style}.client").AsyncClient(server.targets[style])
    async with made as found:
        yield found


async def leaves_nothing(server: Server, load: Callable[[], Awaitable[None]]) -> None:
    """Run a load twice: the first round makes what is made once, the second must add nothing."""
    await load()
    await server.until(0)
    before = await quiet(server)
    own = held()
    await load()
    after = await server.settled(before)
    assert no_more(after, before), (before, after)
    assert after.memory < before.memory + GROWTH, (before, after)
    assert held().tasks <= own.tasks
    assert held().files <= own.files


async def quiet(server: Server) -> Held:
    """What the server holds when connections that nobody uses are closed."""
    now = await server.held()
    for _ in range(100):
        await asyncio.sleep(0.1)
        last, now = now, await server.held()
        if no_more(last, now):
            return now
    return now


@pytest.mark.parametrize("style", STYLES)
def test_a_thousand_streams_at_once_leave_nothing(
    folder: str, service: str, server: Server, style: str
) -> None:
    many = AT_ONCE if service == "Sensors" or style == STYLES[0] else FEWER

    async def load() -> None:
        async with client(folder, style, server) as caller:
            streams = [caller.count(upto=1_000_000, pause=PAUSE) for _ in range(many)]
            await asyncio.gather(*[anext(stream) for stream in streams])
            assert (await server.held()).running == many
            await asyncio.gather(*[stream.aclose() for stream in streams])
            await server.until(0)

    asyncio.run(leaves_nothing(server, load))


@pytest.mark.parametrize("style", STYLES)
def test_streams_one_after_another_leave_nothing(folder: str, server: Server, style: str) -> None:
    async def load() -> None:
        async with client(folder, style, server) as caller:
            for _ in range(STREAMS):
                assert len([item async for item in caller.count(upto=2)]) == 2

    asyncio.run(leaves_nothing(server, load))


async def end_by_closing(caller: Any) -> None:
    streams = [caller.count(upto=1_000_000, pause=PAUSE) for _ in range(EACH)]
    await asyncio.gather(*[anext(stream) for stream in streams])
    await asyncio.gather(*[stream.aclose() for stream in streams])


async def end_by_cancelling(caller: Any) -> None:
    async def read() -> None:
        async for _ in caller.count(upto=1_000_000, pause=PAUSE):
            pass

    tasks = [asyncio.create_task(read()) for _ in range(EACH)]
    await asyncio.sleep(0.3)
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
    assert all(task.cancelled() for task in tasks)


async def end_by_deadline(caller: Any) -> None:
    options = importlib.import_module(f"{PACKAGE.partition('.')[0]}._support").CallOptions

    async def read() -> None:
        async for _ in caller.count(upto=1_000_000, pause=PAUSE, options=options(timeout=0.3)):
            pass

    ends = await asyncio.gather(*[read() for _ in range(EACH)], return_exceptions=True)
    assert {type(end).__name__ for end in ends} == {"ServiceError"}


async def readings(folder: str) -> AsyncIterator[Any]:
    """Readings without an end."""
    while True:
        yield module(folder, "types").Reading(number=1)
        await asyncio.sleep(PAUSE.total_seconds())


async def end_by_cancelling_uploads(caller: Any, folder: str, way: Way) -> None:
    adding = [asyncio.create_task(caller.add(readings=readings(folder))) for _ in range(EACH // 2)]
    both_ways = carries(CONTRACT, way, "Echo")
    echoing = [caller.echo(readings=readings(folder)) for _ in range(EACH // 2 * both_ways)]
    await asyncio.gather(*[anext(stream) for stream in echoing])
    for task in adding:
        task.cancel()
    await asyncio.wait(adding)
    await asyncio.gather(*[stream.aclose() for stream in echoing])


def be_killed(process: Any) -> None:
    process.kill()


def be_stopped(process: Any) -> None:
    """Its kernel takes what comes until its buffers are full."""
    process.send_signal(signal.SIGSTOP)


def fall_silent(process: Any) -> None:
    """Nothing comes from it any more, not even that it received something."""
    process.stdin.write("\n")
    process.stdin.flush()
    assert process.stdout.readline() == "silent\n"


async def leave(process: Any, way: Callable[[Any], None]) -> None:
    """Let another process leave once it has its streams."""
    assert await asyncio.to_thread(process.stdout.readline) == "open\n"
    await asyncio.to_thread(way, process)


@pytest.mark.parametrize("style", STYLES)
def test_streams_that_are_abandoned_in_any_way_leave_nothing(
    folder: str, impatient: Server, style: str
) -> None:
    async def load() -> None:
        call = ("call", folder, style, impatient.targets[style], str(EACH))
        async with client(folder, style, impatient) as caller:
            with started(*call) as killed, started(*call) as stopped, started(*call) as silent:
                await asyncio.gather(
                    end_by_closing(caller),
                    end_by_cancelling(caller),
                    end_by_deadline(caller),
                    leave(killed, be_killed),
                    leave(stopped, be_stopped),
                    leave(silent, fall_silent),
                )
                way = Way(style, "async")
                if carries(CONTRACT, way, "Add"):
                    await end_by_cancelling_uploads(caller, folder, way)
                await impatient.until(0)

    asyncio.run(leaves_nothing(impatient, load))


@pytest.mark.parametrize("style", STYLES)
def test_a_reader_that_stops_stops_the_writer_and_is_cut_off(
    folder: str, impatient: Server, style: str
) -> None:
    async def run() -> None:
        before = await impatient.held()
        with started("call", folder, style, impatient.targets[style], "1") as process:
            await leave(process, be_stopped)
            after = await impatient.until(0)
        # What was made is in the buffers of two kernels and of a connection: some 10 MB.
        assert (after.made - before.made) * len(TEXT) < 16_000_000
        assert after.memory < before.memory + GROWTH + 8

    asyncio.run(run())
