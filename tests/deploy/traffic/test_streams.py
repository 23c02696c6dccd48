"""Streams through a proxy: nothing is held back in either direction, and ends reach both sides."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
import websockets

from generator.styles import registry
from tests.behaviour.hosting import Host, Way
from tests.behaviour.told import carries, flows
from tests.deploy.traffic.conftest import DESK
from tests.deploy.traffic.desk import CHUNK, Desk
from tests.deploy.traffic.foreign import lines
from tests.deploy.traffic.site import Site
from tests.waiting import PATIENCE, until, until_by_thread

MEGABYTE = 1024 * 1024


def each(does: Callable[[Path, Way, str], bool], operation: str) -> Any:
    """The styles that do something with streams of an operation."""
    styles = [name for name in registry.names() if does(DESK, Way(name, "async"), operation)]
    return pytest.mark.parametrize("style", styles)


@pytest.fixture
def service(desk: Site) -> Desk:
    made = desk.pair.service = Desk(desk.package)
    return made


def run(host: Host, site: Site, work: Coroutine[Any, Any, Any]) -> Any:
    """What comes of it; what never comes says what the proxy printed."""
    try:
        return host.run(work, within=PATIENCE)
    except BaseException as error:
        error.add_note(f"{site.proxy.title} printed:\n{site.proxy.printed()}")
        raise


@each(flows, "Watch")
def test_an_item_of_a_server_arrives_before_the_next_is_made(
    desk: Site, service: Desk, host: Host, style: str
) -> None:
    async def watch() -> list[int]:
        found = []
        async with (
            desk.async_client(style) as client,
            contextlib.aclosing(client.watch(upto=3)) as items,
        ):
            async for item in items:
                found.append(item.number)
                service.step.release()
        return found

    assert run(host, desk, watch()) == [0, 1, 2]
    assert service.ended["watch"] == 1


@pytest.mark.parametrize("accept", ["text/event-stream", "application/x-ndjson"])
def test_a_foreign_client_has_each_line_before_the_next_is_made(
    desk: Site, service: Desk, host: Host, accept: str
) -> None:
    headers = {"accept": accept}
    with desk.http() as caller, caller.stream("GET", "/watch?upto=3", headers=headers) as found:
        numbers = [line for line in _freed(lines(found), service, host) if '"number"' in line]
    assert [json.loads(one[one.index("{") :]) for one in numbers] == [
        {"number": n} if accept == "text/event-stream" else {"item": {"number": n}}
        for n in range(3)
    ]


def _freed(found: Any, service: Desk, host: Host) -> Any:
    """Each line; after it the service goes on."""

    async def go_on() -> None:
        service.step.release()

    for line in found:
        yield line
        if '"number"' in line:
            host.run(go_on())


async def in_turn(service: Desk, seen: list[int]) -> AsyncIterator[Any]:
    """Three items, each when the one before it has been seen."""
    for number in range(3):
        yield service.piece(number)
        await until(lambda sent=number: seen[-1:] == [sent])


@each(flows, "Collect")
def test_an_item_of_a_client_arrives_before_the_next_is_sent(
    desk: Site, service: Desk, host: Host, style: str
) -> None:
    async def collect() -> Any:
        async with desk.async_client(style) as client:
            return await client.collect(pieces=in_turn(service, service.seen))

    assert run(host, desk, collect()).count == 3


@each(flows, "Talk")
def test_both_sides_talk_in_turn(desk: Site, service: Desk, host: Host, style: str) -> None:
    heard: list[int] = []

    async def talk() -> None:
        nonlocal heard
        async with desk.async_client(style) as client:
            async for piece in client.talk(pieces=in_turn(service, heard)):
                heard += [piece.number]

    run(host, desk, talk())
    assert heard == [0, 1, 2]


def test_a_stock_websocket_talks_in_turn_and_is_closed_by_the_server(
    desk: Site, service: Desk, host: Host
) -> None:
    async def talk() -> tuple[list[Any], int | None]:
        place = f"wss://{desk.proxy.address}/talk"
        async with websockets.connect(place, ssl=desk.trust) as socket:
            heard = []
            for number in range(3):
                await socket.send(json.dumps({"item": {"number": number}}))
                heard.append(json.loads(await socket.recv()))
            await socket.send(json.dumps({"end": True}))
            heard.append(json.loads(await socket.recv()))
            await socket.wait_closed()
            return heard, socket.close_code

    heard, code = run(host, desk, talk())
    assert heard == [*({"item": {"number": number}} for number in range(3)), {"end": True}]
    assert code == 1000
    assert service.seen == [0, 1, 2]


@each(flows, "Upload")
def test_a_big_upload_arrives_while_it_is_sent(
    desk: Site, service: Desk, host: Host, style: str
) -> None:
    size = (64 if style == "rest" else 12) * MEGABYTE

    async def content() -> AsyncIterator[bytes]:
        for start in range(0, size, CHUNK):
            yield bytes(CHUNK)
            if start == 0:
                await until(lambda: service.size > 0)

    async def upload() -> Any:
        async with desk.async_client(style) as client:
            return await client.upload(content=content())

    assert run(host, desk, upload()).size == size


@each(flows, "Download")
def test_a_big_download_arrives_while_it_is_made(
    desk: Site, service: Desk, host: Host, style: str
) -> None:
    size = (64 if style == "rest" else 12) * MEGABYTE

    async def download() -> int:
        count = 0
        async with desk.async_client(style) as client:
            async for chunk in client.download(size=size):
                if not count:
                    service.step.release()
                count += len(chunk)
        return count

    assert run(host, desk, download()) == size


@each(carries, "Watch")
def test_a_client_that_goes_away_ends_the_stream_at_the_server(
    desk: Site, service: Desk, host: Host, style: str
) -> None:
    async def leave() -> None:
        async with desk.async_client(style) as client:

            async def read() -> None:
                async for _ in client.watch(upto=3):
                    pass

            task = asyncio.create_task(read())
            await until(lambda: service.done["watch"])
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await until(lambda: service.ended["watch"])

    run(host, desk, leave())


@pytest.mark.parametrize("style", registry.names())
def test_a_client_that_goes_away_ends_its_call_at_the_server(
    desk: Site, service: Desk, host: Host, style: str
) -> None:
    async def leave() -> None:
        service.held.clear()
        async with desk.async_client(style) as client:
            task = asyncio.create_task(client.do(id="held"))
            await until(lambda: service.done["do"])
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await until(lambda: service.ended["do"])

    run(host, desk, leave())
    until_by_thread(lambda: service.ended["do"] == 1)
