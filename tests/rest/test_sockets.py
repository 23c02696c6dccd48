"""Streams both ways are WebSockets, as clients that nobody here wrote see them."""

import asyncio
import contextlib
import importlib
import io
import json
import logging
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import httpx
import pytest
import websockets

from generator import build
from generator.runtime.http.connection_websocket import socket_protocol
from generator.runtime.limits import Limits
from tests.behaviour.services.streams import Sensors
from tests.rest.streaming import Served, serving
from tests.waiting import PATIENCE, until

CONTRACT = Path(__file__).parents[1] / "behaviour" / "contracts" / "streams.yaml"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("rest-sockets")
    build(CONTRACT, output=folder / "socketed")
    sys.path.insert(0, str(folder))
    yield importlib.import_module("socketed.streams")
    sys.path.remove(str(folder))


@pytest.fixture
def sensors(package: Any) -> Sensors:
    return Sensors(package)


def at(served: Served, path: str = "/echo", **options: Any) -> Any:
    return websockets.connect(served.url.replace("http", "ws") + path, **options)


async def leave(socket: Any) -> None:
    """Go once the server has said why it ends; what cannot be read any more it closes late."""
    await until(lambda: socket.protocol.close_rcvd)
    await socket.close()


def test_frames_are_envelopes_in_both_directions(package: Any, sensors: Any) -> None:
    async def run() -> None:
        async with serving(package, sensors) as served, at(served) as socket:
            assert socket.subprotocol is None
            for number in range(3):
                await socket.send(json.dumps({"item": {"number": number, "text": "\u2028"}}))
                found = json.loads(await socket.recv())
                assert found == {"item": {"number": number, "text": "\u2028"}}
            await socket.send('{"end": true}')
            assert await socket.recv() == '{"end":true}'
            await socket.wait_closed()
            assert (socket.close_code, socket.close_reason) == (1000, "")

    asyncio.run(run())


@pytest.mark.parametrize(
    ("frame", "code", "reason"),
    [
        ('{"item": {"number": 999}}', 4008, "resource_exhausted"),
        ('{"item": {"number": -1}}', 4003, "invalid_argument"),
        ('{"item": {"number": 1, "number": 2}}', 4003, "invalid_argument"),
        ('{"number": 1}', 4003, "invalid_argument"),
        ("nonsense", 4003, "invalid_argument"),
        (b'{"item": {"number": 1}}', 4003, "invalid_argument"),
        ('{"error": {"code": "aborted"}}', 4001, "cancelled"),
    ],
)
def test_a_failure_is_an_envelope_and_a_code(
    package: Any, sensors: Any, frame: str | bytes, code: int, reason: str
) -> None:
    async def run() -> None:
        async with serving(package, sensors) as served, at(served) as socket:
            await socket.send('{"item": {"number": 1}}')
            await socket.recv()
            await socket.send(frame)
            problem = json.loads(await socket.recv())["error"]
            assert problem["code"] == reason
            if code == 4003:
                assert problem["errors"][0]["pointer"].startswith("/1")
            await socket.wait_closed()
            assert (socket.close_code, socket.close_reason) == (code, reason)
            assert sensors.ended == ["echo"]

    asyncio.run(run())


def test_a_frame_that_is_too_large_is_refused(package: Any, sensors: Any) -> None:
    async def run() -> None:
        async with serving(package, sensors, max_body_size=1000) as served:
            for size, codes in ((1100, {4008, 1009}), (2_000_000, {1009})):
                async with at(served, close_timeout=0.1) as socket:
                    await socket.send(json.dumps({"item": {"number": 1, "text": "x" * size}}))
                    await leave(socket)
                    assert socket.close_code in codes
            await until(lambda: sensors.running == 0)

    asyncio.run(run())


def test_a_connection_that_is_over_ends_when_its_client_is_silent(
    package: Any, sensors: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    support = f"{package.__name__.rpartition('.')[0]}._support"
    module = importlib.import_module(f"{support}.http.connection_websocket")
    monkeypatch.setattr(module, "_LINGER", 10 * PATIENCE)

    async def run() -> None:
        async with (
            serving(package, sensors, max_body_size=1000) as served,
            at(served, close_timeout=None) as socket,
        ):
            await socket.send("x" * 2_000_000)
            await asyncio.wait_for(socket.wait_closed(), PATIENCE)
            assert socket.close_code == 1009

    asyncio.run(run())


def test_the_access_log_says_that_a_frame_was_too_large(package: Any, sensors: Any) -> None:
    log = io.StringIO()
    support = importlib.import_module(f"{package.__name__.rpartition('.')[0]}._support")
    hooks = [support.access_log(log)]

    async def run() -> None:
        async with serving(package, sensors, max_body_size=1000, hooks=hooks) as served:
            for size in (1100, 2_000_000):
                async with at(served, close_timeout=0.1) as socket:
                    await socket.send(json.dumps({"item": {"number": 1, "text": "x" * size}}))
                    await leave(socket)
            await until(lambda: log.getvalue().count("\n") == 2)

    asyncio.run(run())
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    assert [line["code"] for line in lines] == ["resource_exhausted"] * 2


@pytest.mark.parametrize(
    ("origin", "allowed", "status"),
    [
        ("https://evil.example", (), 403),
        ("null", (), 403),
        ("http://[", (), 403),
        ("http://127.0.0.1:{port}", (), 101),
        ("https://app.example", ("https://app.example",), 101),
        ("https://evil.example", ("*",), 101),
        (None, (), 101),
    ],
)
def test_pages_of_other_origins_open_nothing(
    package: Any, sensors: Any, origin: str | None, allowed: tuple[str, ...], status: int
) -> None:
    async def run() -> None:
        async with serving(package, sensors, origins=allowed) as served:
            given = origin and origin.format(port=served.port)
            try:
                async with at(served, origin=given):
                    found = 101
            except websockets.InvalidStatus as refused:
                found = refused.response.status_code
                assert json.loads(refused.response.body)["code"] == "permission_denied"
            assert found == status

    asyncio.run(run())


def test_a_handshake_elsewhere_is_refused_with_a_problem_and_logs_no_error(
    package: Any, sensors: Any, caplog: pytest.LogCaptureFixture
) -> None:
    async def run() -> None:
        async with serving(package, sensors) as served:
            for path, status in (("/nowhere", 404), ("/names", 400)):
                with pytest.raises(websockets.InvalidStatus) as refused:
                    await at(served, path)
                assert refused.value.response.status_code == status
                assert json.loads(refused.value.response.body)["status"] == status

    asyncio.run(run())
    assert caplog.records == []


def test_plain_http_is_told_to_upgrade(package: Any, sensors: Any) -> None:
    async def run() -> None:
        async with serving(package, sensors) as served, httpx.AsyncClient() as client:
            answer = await client.get(served.url + "/echo")
            assert (answer.status_code, answer.headers["upgrade"]) == (426, "websocket")
            assert answer.json()["status"] == 426

    asyncio.run(run())


def test_inputs_of_the_url_are_judged_over_the_socket(package: Any, sensors: Any) -> None:
    async def run() -> None:
        async with serving(package, sensors) as served, at(served, "/echo?what=1") as socket:
            problem = json.loads(await socket.recv())["error"]
            assert problem["errors"][0]["parameter"] == "what"
            await socket.wait_closed()
            assert socket.close_code == 4003

    asyncio.run(run())


@pytest.mark.parametrize("end", ["abort", "close"])
def test_a_client_that_goes_away_ends_the_method(package: Any, sensors: Any, end: str) -> None:
    async def run() -> None:
        async with serving(package, sensors) as served:
            before = len(asyncio.all_tasks())
            for _ in range(20):
                async with at(served) as socket:
                    await socket.send('{"item": {"number": 1}}')
                    await socket.recv()
                    if end == "abort":
                        socket.transport.abort()
            await until(lambda: len(sensors.ended) == 20)
            await until(lambda: len(asyncio.all_tasks()) == before)

    asyncio.run(run())


def test_a_reader_that_stops_is_cut_off(package: Any, sensors: Any) -> None:
    async def run() -> None:
        limits = {"write_timeout": 1}
        async with (
            serving(package, sensors, limits=limits) as served,
            at(served, max_queue=1, compression=None, ping_interval=None) as socket,
        ):
            text = json.dumps({"item": {"number": 1, "text": "x" * 90_000}})

            async def send() -> None:
                while True:
                    await socket.send(text)

            sending = asyncio.create_task(send())
            await until(lambda: sensors.ended)
            sending.cancel()
            await asyncio.wait([sending])
            assert sensors.running == 0

    asyncio.run(run())


def test_a_message_in_pieces_without_end_is_refused(package: Any, sensors: Any) -> None:
    async def run() -> None:
        async with (
            serving(package, sensors) as served,
            at(served, compression=None, close_timeout=0.1) as socket,
        ):
            with contextlib.suppress(websockets.ConnectionClosed):
                await socket.send(["x"] * 20_000)
            await leave(socket)
            assert socket.close_code == 1009

    asyncio.run(run())


def test_frames_before_the_handshake_is_answered_end_the_connection_without_a_word(
    package: Any, sensors: Any, caplog: pytest.LogCaptureFixture
) -> None:
    async def run() -> None:
        async with serving(package, sensors) as served, served.connected() as (reader, writer):
            handshake = (
                "GET /echo HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
            )
            writer.write(handshake.encode() + b"\x83\x80\0\0\0\0" * 2_000)
            with contextlib.suppress(ConnectionError):
                await asyncio.wait_for(reader.read(-1), PATIENCE)
        assert not caplog.records

    asyncio.run(run())


def test_what_comes_at_once_in_small_frames_is_whole_and_in_order(
    package: Any, sensors: Any
) -> None:
    async def run() -> None:
        async with serving(package, sensors) as served, at(served, ping_interval=None) as socket:
            sent = [await socket.ping() for _ in range(5_000)]
            items = [json.dumps({"item": {"number": number}}) for number in range(900)]
            for text in [*items, '{"end": true}']:
                await socket.send(text)
            found = [json.loads(text) async for text in socket]
            assert [each["item"]["number"] for each in found[:-1]] == list(range(900))
            assert found[-1] == {"end": True}
            await asyncio.wait_for(asyncio.gather(*sent), PATIENCE)

    asyncio.run(run())


class Parser(asyncio.Protocol):
    """What uvicorn's protocols have."""

    def __init__(self) -> None:
        self.transport = Mock(spec=asyncio.Transport)
        self.transport.is_closing.return_value = False
        self.read_paused = False
        self.given: list[bytes] = []

    def data_received(self, data: bytes) -> None:
        self.given.append(data)

    async def receive(self) -> str:
        self.read_paused = False
        return "a message"


def test_a_flood_of_one_client_leaves_turns_to_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    auto = importlib.import_module("uvicorn.protocols.websockets.auto")
    monkeypatch.setattr(auto, "AutoWebSocketsProtocol", Parser)
    kind: Any = socket_protocol(Limits())
    flood = bytes(range(256)) * 256

    async def run() -> None:
        protocol = kind()
        protocol.data_received(flood)
        assert protocol.given == []
        for turn in range(1, 5):
            await asyncio.sleep(0)
            assert len(protocol.given) == turn
        protocol.read_paused = True  # the app has enough
        await asyncio.sleep(0.01)
        assert len(protocol.given) == 4
        assert await protocol.receive() == "a message"
        assert not protocol.transport.resume_reading.called
        await asyncio.sleep(0.01)
        assert b"".join(protocol.given) == flood
        assert protocol.transport.resume_reading.called

    asyncio.run(run())


def test_a_server_that_speaks_no_websockets_says_so_at_start(
    package: Any, sensors: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    auto = importlib.import_module("uvicorn.protocols.websockets.auto")
    monkeypatch.setattr(auto, "AutoWebSocketsProtocol", None)

    async def run() -> None:
        with caplog.at_level(logging.WARNING):
            async with serving(package, sensors) as served:
                with pytest.raises(websockets.InvalidStatus) as refused:
                    await at(served)
                assert refused.value.response.status_code == 426
        assert "Echo" in caplog.text
        assert "pip install 'diptych[websocket]'" in caplog.text

    asyncio.run(run())


def test_wsproto_serves_as_well(
    package: Any, sensors: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("wsproto")
    auto = importlib.import_module("uvicorn.protocols.websockets.auto")
    found = importlib.import_module("uvicorn.protocols.websockets.wsproto_impl")
    monkeypatch.setattr(auto, "AutoWebSocketsProtocol", found.WSProtocol)

    async def run() -> None:
        async with serving(package, sensors) as served, at(served) as socket:
            await socket.send('{"item": {"number": 999}}')
            assert json.loads(await socket.recv())["error"]["error"] == "TooMuch"
            await socket.wait_closed()
            assert socket.close_code == 4008

    asyncio.run(run())


def test_a_client_that_still_sends_a_frame_reads_that_it_is_too_large(
    package: Any, sensors: Any
) -> None:
    """A frame of many pieces: closing at once would take the close frame away from its sender."""

    async def run() -> None:
        async with serving(package, sensors, max_body_size=1000) as served:
            client = importlib.import_module(f"{package.__name__}.rest.client")
            types = importlib.import_module(f"{package.__name__}.types")
            errors = importlib.import_module(f"{package.__name__.rpartition('.')[0]}._support")
            large = types.Reading(number=1, text="x" * 20_000_000)

            def call() -> None:
                with client.Client(served.url) as sync:
                    list(sync.echo(readings=[large]))

            async with client.AsyncClient(served.url) as caller:
                with pytest.raises(errors.ServiceError) as told:
                    [item async for item in caller.echo(readings=[large])]
                assert told.value.code.value == "resource_exhausted"
            with pytest.raises(errors.ServiceError) as told:
                await asyncio.to_thread(call)
            assert told.value.code.value == "resource_exhausted"

    asyncio.run(run())


def test_a_refused_handshake_is_no_error_of_the_server(
    package: Any, sensors: Any, caplog: pytest.LogCaptureFixture
) -> None:
    async def run() -> None:
        async with serving(package, sensors) as served:
            with pytest.raises(websockets.InvalidStatus):
                await at(served, origin="https://evil.example")

    asyncio.run(run())
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


def test_a_frame_of_blanks_says_nothing(package: Any, sensors: Any) -> None:
    async def run() -> None:
        async with serving(package, sensors) as served, at(served) as socket:
            for frame in ("", " ", '{"item": {"number": 1}}', "\n", '{"end": true}'):
                await socket.send(frame)
            assert json.loads(await socket.recv())["item"]["number"] == 1
            assert await socket.recv() == '{"end":true}'

    asyncio.run(run())
