"""A measurement of real servers and clients, small but whole."""

import asyncio
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest

from generator.building import trial
from generator.building.in_memory import importable
from generator.compare.sideways.shown import shown
from generator.compare.timing.findings import findings
from generator.compare.timing.http_bytes import is_http2, split
from generator.compare.timing.plan import Task, plan
from generator.compare.timing.process import MeasureError, emitted, started
from generator.compare.timing.relay import Relay
from generator.compare.timing.result import Measurement
from generator.compare.timing.run import run
from generator.compare.timing.saved import UnreadableError, read, write
from generator.compare.timing.schedule import IN_FLIGHT, ITEMS
from generator.compare.timing.terminal import terminal
from generator.compare.timing.wires import StyleUnderTest
from generator.diagnostics import Problems

ROOT = Path(__file__).resolve().parents[2]


def prepared(name: str) -> trial.Trial:
    problems = Problems()
    found = trial.prepare(ROOT / "contracts" / f"{name}.yaml", ROOT, problems)
    assert found is not None, list(problems)
    return found


@pytest.fixture(scope="module")
def products() -> trial.Trial:
    return prepared("products")


@pytest.fixture(scope="module")
def measurement(products: trial.Trial) -> Measurement:
    chosen = ["GetProduct", "ListProducts", "DeleteProduct"]
    return run(products, operations=chosen, rounds=2, budget=0.5)


def test_every_operation_is_measured_over_every_style(
    products: trial.Trial, measurement: Measurement
) -> None:
    styles = [style.name for style in products.styles]
    assert [(found.operation, found.style) for found in measurement.runs] == [
        (operation, style)
        for operation in ("GetProduct", "ListProducts", "DeleteProduct")
        for style in styles
    ]
    assert measurement.skipped == ()


def test_loads_hold_what_was_asked_for(measurement: Measurement) -> None:
    for found in measurement.runs:
        for loads in (found.loads, found.alone):
            assert tuple(load.in_flight for load in loads) == IN_FLIGHT
        for load in (*found.loads, *found.alone):
            assert load.calls >= 2 * load.in_flight
            assert len(load.p50.rounds) == 2
            assert load.p50.median <= load.p90.median <= load.p99.median
            assert load.calls_per_second.median > 0
            assert load.server_cpu.median > 0
            assert load.client_cpu.median > 0


def test_only_lists_grow_and_their_bytes_grow_with_the_items(measurement: Measurement) -> None:
    for found in measurement.runs:
        if found.operation != "ListProducts":
            assert found.growth == ()
            continue
        assert tuple(growth.items for growth in found.growth) == ITEMS
        sizes = [growth.response.body for growth in found.growth]
        assert sizes == sorted(sizes)
        assert sizes[-1] > 500 * sizes[0] / 2


def test_a_measurement_survives_its_file(measurement: Measurement, tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    write(measurement, path)
    assert read(path) == measurement
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_without_a_measurement_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.json"
    path.write_text('{"contract": 1}')
    with pytest.raises(UnreadableError, match="holds no measurement"):
        read(path)


def test_text_and_findings_speak_of_every_operation(measurement: Measurement) -> None:
    text = terminal(measurement, width=100, color=False)
    assert "\x1b" not in text
    for name in ("GetProduct", "ListProducts", "DeleteProduct"):
        assert f"\n{name}\n" in text
        assert any(found.operation == name for found in findings(measurement))


class CountingRelay:
    """An independent count: blocking sockets, a thread for each direction."""

    def __init__(self, port: int) -> None:
        self.up = self.down = 0
        self._port = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            far = socket.create_connection(("127.0.0.1", self._port))
            threading.Thread(target=self._pump, args=(near, far, "up"), daemon=True).start()
            threading.Thread(target=self._pump, args=(far, near, "down"), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket, way: str) -> None:
        try:
            while data := source.recv(65536):
                setattr(self, way, getattr(self, way) + len(data))
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            return


@contextmanager
def counting(port: int) -> Iterator[CountingRelay]:
    relay = CountingRelay(port)
    try:
        yield relay
    finally:
        relay.close()


def test_bytes_agree_with_an_independent_count(products: trial.Trial) -> None:
    with importable(products.files) as package:
        planned = plan(products, package, ["GetProduct"])
        (task,) = planned.tasks
        with emitted(products.files, msgspec.json.encode(planned.answers)) as folder:
            for style in products.styles:
                client = package.load(f"products.{style.name}.client").AsyncClient
                with started(folder, "products", [style.name], style.title) as server:
                    asyncio.run(agree(client, server.target, task, style.hosting.message_prefix))


async def agree(client: Any, target: str, task: Task, prefix: int) -> None:
    """One call through both relays, one behind the other: they count the same bytes."""
    front, _, port = target.rpartition(":")
    relay = Relay(int(port))
    async with relay.open() as relay_port:
        with counting(relay_port) as independent:
            async with client(f"{front}:{independent.port}") as caller:
                await getattr(caller, task.method)(**task.arguments)
                up, down = await relay.taken()
                await asyncio.sleep(0.1)
                assert (len(up), len(down)) == (independent.up, independent.down)
                for stream in (up, down):
                    found = split(stream, http2=is_http2(up), prefix=prefix)
                    assert found.total == len(stream) > 0


def test_a_server_that_dies_says_so(products: trial.Trial) -> None:
    with importable(products.files) as package:
        planned = plan(products, package, None)
        answers = msgspec.json.encode(planned.answers)
        style = products.styles[0]
        with (
            emitted(products.files, answers) as folder,
            started(folder, "products", [style.name], style.title) as server,
        ):
            server._process.kill()
            server._process.wait()
            with pytest.raises(MeasureError, match="ended with code -9"):
                server.cpu()
            with pytest.raises(MeasureError, match="ended with code -9"):
                server.check()


def test_a_server_ends_when_its_input_is_closed(products: trial.Trial) -> None:
    with importable(products.files) as package:
        planned = plan(products, package, None)
        answers = msgspec.json.encode(planned.answers)
        with emitted(products.files, answers) as folder:
            for style in products.styles:
                with started(folder, "products", [style.name], style.title) as server:
                    process = server._process
                    assert process.poll() is None
                assert process.returncode == 0
        assert not folder.exists()


@pytest.mark.parametrize("name", ["accounts", "blog", "cameras", "people", "playlists", "servers"])
def test_every_call_of_a_contract_succeeds_and_can_be_replayed(name: str) -> None:
    contract = prepared(name)
    folder = contract.api.folder
    with importable(contract.files) as package:
        planned = plan(contract, package, None)
        assert planned.tasks
        with emitted(contract.files, msgspec.json.encode(planned.answers)) as place:
            for style in contract.styles:
                title, asks = style.title, planned.asks
                with started(place, folder, [style.name], title, asks=asks) as server:
                    asyncio.run(
                        replay(StyleUnderTest(style, server, package, folder), planned.tasks)
                    )


async def replay(endpoint: StyleUnderTest, tasks: Sequence[Task]) -> None:
    wires = await asyncio.gather(*map(endpoint.wire, tasks))
    for wire in wires:
        async with shown(endpoint.style).replay(endpoint.server.target, wire.seen, 2) as drive:
            stretch = await drive(0, 4)
            assert stretch.stop == 4
