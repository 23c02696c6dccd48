"""Streams over REST, as HTTP itself and clients that nobody here wrote see them."""

import asyncio
import importlib
import json
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import websockets
from httpx_sse import aconnect_sse

from generator import build
from tests.behaviour.services.streams import NAMES, Sensors, SensorsSync
from tests.rest.streaming import serving
from tests.waiting import until

CONTRACT = Path(__file__).parents[1] / "behaviour" / "contracts" / "streams.yaml"
UPLOAD = ("-H", "Content-Type: application/x-ndjson", "-i")
LINES = ("-H", "Accept: application/x-ndjson")


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("rest-streams")
    build(CONTRACT, output=folder / "rested")
    sys.path.insert(0, str(folder))
    yield importlib.import_module("rested.streams")
    sys.path.remove(str(folder))


@pytest.fixture
def sensors(package: Any) -> Sensors:
    return Sensors(package)


def test_curl_sees_events_with_one_line_of_data_and_an_end(package: Any, sensors: Any) -> None:
    async def run() -> None:
        async with serving(package, sensors) as served:
            head, _, body = (await served.curl("-i", path="/count?upto=2")).partition("\r\n\r\n")
            assert head.startswith("HTTP/1.1 200 ")
            headers = dict(line.split(": ", 1) for line in head.split("\r\n")[1:])
            assert headers["content-type"] == "text/event-stream"
            assert headers["cache-control"] == "no-store, no-transform"
            assert headers["x-accel-buffering"] == "no"
            assert body == (
                'data: {"number":0,"text":""}\n\ndata: {"number":1,"text":""}\n\n'
                "event: end\ndata:\n\n"
            )

    asyncio.run(run())


@pytest.mark.parametrize("path", ["/count?upto=2", "/names"])
def test_http_1_0_gets_no_chunks(package: Any, sensors: Any, path: str) -> None:
    async def run() -> None:
        async with serving(package, sensors) as served, served.connected() as (reader, writer):
            writer.write(b"GET %b HTTP/1.0\r\nHost: x\r\n\r\n" % path.encode())
            head, _, body = (await reader.read(-1)).partition(b"\r\n\r\n")
            assert b"connection: close" in head
            assert b"transfer-encoding" not in head
            assert body.startswith(b"data: ")
            assert body.endswith(b"\n\nevent: end\ndata:\n\n")

    asyncio.run(run())


def test_lines_are_asked_for_by_accept(package: Any, sensors: Any) -> None:
    async def run() -> None:
        async with serving(package, sensors) as served:
            assert (await served.curl(*LINES, path="/count?upto=1")).splitlines() == [
                '{"item":{"number":0,"text":""}}',
                '{"end":true}',
            ]
            failed = await served.curl(*LINES, path="/count?upto=2&failAfter=1")
            error = failed.splitlines()[1]
            problem = json.loads(error)["error"]
            assert (problem["status"], problem["error"], problem["after"]) == (503, "SensorLost", 1)
            refused = await served.curl("-i", "-H", "Accept: text/html", path="/count?upto=1")
            assert refused.startswith("HTTP/1.1 406 ")
            alone = await served.curl("-H", "Accept: text/event-stream", path="/count?upto=0")
            assert alone == "event: end\ndata:\n\n"

    asyncio.run(run())


def test_a_failure_before_the_first_item_has_its_own_status(package: Any, sensors: Any) -> None:
    async def run() -> None:
        async with serving(package, sensors) as served, httpx.AsyncClient() as client:
            for method in ("GET", "HEAD"):
                lost = await client.request(method, served.url + "/count?upto=1&failAfter=0")
                assert lost.status_code == 503
                assert lost.headers["content-type"] == "application/problem+json"
            wrong = await client.get(served.url + "/count?upto=x&pause=y")
            assert wrong.status_code == 400
            assert [e["parameter"] for e in wrong.json()["errors"]] == ["upto", "pause"]

    asyncio.run(run())


def test_a_failure_on_the_way_is_an_event_with_the_problem(package: Any, sensors: Any) -> None:
    async def run() -> None:
        async with serving(package, sensors) as served:
            text = await served.curl(path="/count?upto=2&failAfter=1")
            _, error, rest = text.split("\n\n")
            name, data = error.split("\n")
            assert (name, rest) == ("event: error", "")
            assert json.loads(data.removeprefix("data: "))["error"] == "SensorLost"

    asyncio.run(run())


def test_httpx_sse_reads_texts_with_line_separators_in_them(package: Any, sensors: Any) -> None:
    async def run() -> None:
        async with serving(package, sensors) as served, httpx.AsyncClient() as client:
            async with aconnect_sse(client, "GET", served.url + "/names") as source:
                events = [event async for event in source.aiter_sse()]
            assert [json.loads(event.data) for event in events[:-1]] == NAMES
            assert (events[-1].event, events[-1].data, events[-1].id) == ("end", "", "")

    asyncio.run(run())


def test_head_of_a_stream_has_its_headers_and_ends_the_method(package: Any, sensors: Any) -> None:
    async def run() -> None:
        async with serving(package, sensors) as served, httpx.AsyncClient() as client:
            answer = await client.head(served.url + "/count?upto=1000000")
            assert answer.headers["content-type"] == "text/event-stream"
            await until(lambda: sensors.ended)
            assert len(sensors.seen) == 1

    asyncio.run(run())


@pytest.mark.parametrize(("accept", "beat"), [("text/event-stream", ":\n\n"), (LINES[1][8:], "\n")])
def test_silence_is_filled_with_heartbeats(
    package: Any, sensors: Any, accept: str, beat: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    respond = importlib.import_module("rested._support.http.streaming.respond")
    monkeypatch.setattr(respond, "HEAD_WAIT", 0.02)

    async def run() -> None:
        async with serving(package, sensors, heartbeat=0.02) as served:
            header = f"Accept: {accept}"
            text = await served.curl("-H", header, path="/count?upto=1&pause=PT0.3S")
            assert text.startswith(beat)
            assert '"number":0' in text

    asyncio.run(run())


def test_a_head_does_not_wait_for_an_item_for_ever(
    package: Any, sensors: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    respond = importlib.import_module("rested._support.http.streaming.respond")
    monkeypatch.setattr(respond, "HEAD_WAIT", 0.02)

    async def run() -> None:
        async with serving(package, sensors) as served, served.connected() as (reader, writer):
            writer.write(b"GET /count?upto=1&pause=PT1H HTTP/1.1\r\nHost: x\r\n\r\n")
            assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 200 ")
            assert not sensors.seen

    asyncio.run(run())


def test_a_deadline_spans_the_whole_stream(package: Any, sensors: Any) -> None:
    async def run() -> None:
        async with serving(package, sensors) as served:
            header = "Request-Timeout-Ms: 300"
            text = await served.curl("-H", header, path="/count?upto=1000&pause=PT0.1S")
            assert text.startswith("data: ")
            assert '"code":"deadline_exceeded"' in text.rpartition("event: error")[2]
            assert sensors.ended == ["count"]

    asyncio.run(run())


@pytest.mark.parametrize("make", [Sensors, SensorsSync])
def test_a_client_that_goes_away_ends_the_method(package: Any, make: Any) -> None:
    service = make(package)

    async def run() -> None:
        async with serving(package, service) as served:
            async with served.connected() as (reader, writer):
                writer.write(b"GET /count?upto=1000000&pause=PT0.05S HTTP/1.1\r\nHost: x\r\n\r\n")
                await reader.readuntil(b"data: ")
            await until(lambda: service.ended)

    asyncio.run(run())


def test_a_reader_that_stops_stops_the_writer_and_is_cut_off(package: Any, sensors: Any) -> None:
    async def run() -> None:
        limits = {"write_timeout": 1}
        text = "x" * 10_000
        async with serving(package, sensors, limits=limits) as served:
            async with served.connected(window=4096) as (reader, writer):
                target = f"/count?upto=1000000&text={text}".encode()
                writer.write(b"GET " + target + b" HTTP/1.1\r\nHost: x\r\n\r\n")
                await reader.readuntil(b"data: ")
                reader._transport.pause_reading()
                await until(lambda: sensors.ended)
            # What is on its way is in the buffers of the two kernels and of one transport.
            assert len(sensors.seen) * len(text) < 8_000_000

    asyncio.run(run())


def test_no_item_waits_until_the_one_before_is_acknowledged(package: Any, sensors: Any) -> None:
    made = importlib.import_module("rested._support.http.connection").Limited.connection_made
    found: list[int] = []

    def connection_made(self: Any, transport: Any) -> None:
        made(self, transport)
        option = (socket.IPPROTO_TCP, socket.TCP_NODELAY)
        found.append(transport.get_extra_info("socket").getsockopt(*option))

    async def run() -> None:
        async with serving(package, sensors) as served:
            await served.curl(path="/names")

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("rested._support.http.connection.Limited.connection_made", connection_made)
        asyncio.run(run())
    assert found == [1]


def test_streams_end_as_unavailable_with_the_grace(package: Any, sensors: Any) -> None:
    async def run() -> None:
        async with serving(package, sensors) as served:
            reading = asyncio.create_task(served.curl(path="/count?upto=100000&pause=PT0.02S"))
            async with websockets.connect(served.url.replace("http", "ws") + "/echo") as websocket:
                await until(lambda: len(sensors.seen) > 2)
                await served.server.stop(0)
                text = await reading
                assert '"code":"unavailable"' in text.rpartition("event: error")[2]
                assert json.loads(await websocket.recv())["error"]["code"] == "unavailable"
                await websocket.wait_closed()
                assert (websocket.close_code, websocket.close_reason) == (4014, "unavailable")
            assert sorted(sensors.ended) == ["count", "echo"]

    asyncio.run(run())


def test_items_of_a_client_are_judged_one_by_one(package: Any, sensors: Any) -> None:
    async def run() -> None:
        async with serving(package, sensors, max_body_size=1000) as served:

            async def send(*lines: str, headers: tuple[str, ...] = UPLOAD) -> tuple[str, Any]:
                data = "\n".join(lines)
                text = await served.curl(*headers, "--data-binary", data, path="/add")
                head, _, body = text.rpartition("\r\n\r\n")
                return head.split()[1], json.loads(body)

            good = '{"number": 1}'
            assert await send(good, "", good, "\r", good) == ("200", {"count": 3, "total": 3})
            assert await send("") == ("200", {"count": 0, "total": 0})
            assert (await send(*[good] * 500))[1]["count"] == 500  # each below the limit
            status, problem = await send(good, good, '{"number": -1, "other": 2}')
            assert status == "400"
            assert {e["pointer"] for e in problem["errors"]} == {"/2/number", "/2/other"}
            status, problem = await send(good, "{nonsense")
            assert (status, problem["errors"][0]["pointer"]) == ("400", "/1")
            assert "JSON" in problem["errors"][0]["detail"]
            status, problem = await send(good, '1},{"number":1', good)
            assert (status, problem["errors"][0]["pointer"]) == ("400", "/1")
            status, problem = await send(good, json.dumps({"number": 1, "text": "x" * 2000}))
            assert (status, problem["code"]) == ("413", "resource_exhausted")
            assert (await send('{"number": 999}', good))[1]["error"] == "TooMuch"
            assert (await send(good, headers=("-i",)))[0] == "415"
            zipped = (*UPLOAD, "-H", "Content-Encoding: gzip")
            assert (await send(good, headers=zipped))[0] == "415"

    asyncio.run(run())


def test_a_client_is_answered_while_it_still_sends(package: Any, sensors: Any) -> None:
    async def run() -> None:
        async with serving(package, sensors) as served, served.connected() as (reader, writer):
            writer.write(
                b"POST /add HTTP/1.1\r\nHost: x\r\ncontent-type: application/x-ndjson\r\n"
                b"transfer-encoding: chunked\r\n\r\n10\r\n" + b'{"number": 999}\n' + b"\r\n"
            )
            assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 429 ")

    asyncio.run(run())


def test_a_body_that_is_not_wanted_is_not_asked_for(package: Any, sensors: Any) -> None:
    async def run() -> None:
        async with serving(package, sensors) as served:
            for kind, status in ((b"text/csv", b"415"), (b"application/x-ndjson", b"100")):
                async with served.connected() as (reader, writer):
                    writer.write(
                        b"POST /add HTTP/1.1\r\nHost: x\r\nexpect: 100-continue\r\ncontent-type: "
                        + kind
                        + b"\r\ntransfer-encoding: chunked\r\n\r\n"
                    )
                    assert (await reader.readline()).split()[1] == status

    asyncio.run(run())


def test_silence_between_items_is_no_fault_but_within_one_it_is(package: Any, sensors: Any) -> None:
    async def run() -> None:
        async with (
            serving(package, sensors, body_timeout=0.2) as served,
            served.connected() as (reader, writer),
        ):
            writer.write(
                b"POST /add HTTP/1.1\r\nHost: x\r\ncontent-type: application/x-ndjson\r\n"
                b"content-length: 1000\r\n\r\n" + b'{"number": 1}\n'
            )
            await asyncio.sleep(0.5)
            writer.write(b'{"number": 2}\n{"num')
            assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 408 ")
            assert sensors.seen == [1, 2]

    # With the limit that is there without this one it would take 20 seconds.
    asyncio.run(asyncio.wait_for(run(), 18))


def test_an_upload_that_is_cut_does_not_end_as_if_it_were_whole(package: Any, sensors: Any) -> None:
    results: list[Any] = []
    add = sensors.add

    async def watched(*, readings: Any) -> Any:
        results.append(await add(readings=readings))
        return results[-1]

    sensors.add = watched

    async def run() -> None:
        async with serving(package, sensors) as served:
            async with served.connected() as (_, writer):
                writer.write(
                    b"POST /add HTTP/1.1\r\nHost: x\r\ncontent-type: application/x-ndjson\r\n"
                    b"content-length: 1000\r\n\r\n" + b'{"number": 1}\n'
                )
                await until(lambda: sensors.seen)
            await until(lambda: sensors.ended)
            await asyncio.sleep(0)
            assert results == []

    asyncio.run(run())


def test_what_is_abandoned_leaves_nothing(package: Any, sensors: Any) -> None:
    async def run() -> None:
        async with serving(package, sensors) as served:
            before = len(asyncio.all_tasks())
            paths = [b"/count?upto=1000000&pause=PT0.01S", b"/count?upto=1000000", b"/count?upto=9"]

            async def abandon(path: bytes) -> None:
                async with served.connected() as (reader, writer):
                    writer.write(b"GET " + path + b" HTTP/1.1\r\nHost: x\r\n\r\n")
                    await reader.readuntil(b"data: ")

            for _ in range(10):
                await asyncio.gather(*[abandon(paths[at % 3]) for at in range(20)])
            await until(lambda: sensors.running == 0)
            await until(lambda: len(asyncio.all_tasks()) == before)
            assert len(sensors.ended) == 200

    asyncio.run(run())
