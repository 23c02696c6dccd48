"""What is measured of streams, and what is said of it."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from generator.building import trial
from generator.building.in_memory import importable
from generator.building.readme.calls import ExampleCalls
from generator.compare.page import flows
from generator.compare.timing.findings import findings
from generator.compare.timing.plan import plan
from generator.compare.timing.result import Flow, Measurement
from generator.compare.timing.run import run
from generator.compare.timing.saved import read, write
from generator.compare.timing.summary import spread
from generator.compare.timing.terminal import terminal
from generator.diagnostics import Problems
from tests.measure.test_findings import WHERE, steady

ROOT = Path(__file__).resolve().parents[2]
STREAMS = ["WatchCamera", "UploadFrames", "SteerCamera"]
FILES = """\
contract: files.v1
title: Files
version: 1.0.0
operations:
  Load: {output: {type: stream<bytes>, media_type: image/png}}
"""


def prepared(path: Path) -> trial.Trial:
    problems = Problems()
    found = trial.prepare(path, path.parent, problems)
    assert found is not None, list(problems)
    return found


def not_carried(tried: trial.Trial) -> Iterator[tuple[tuple[str, str], str]]:
    """Operation and style, and why, as the styles say it."""
    with tried.package() as package:
        calls = ExampleCalls(tried.api, tried.bound.bindings, package)
        for operation in tried.api.operations.values():
            for style, described in calls.descriptions.items():
                facts = described.facts(operation)
                if operation.name.text in STREAMS and not facts.carried:
                    yield (operation.name.text, style), facts.not_carried


@pytest.fixture(scope="module")
def measurement() -> Measurement:
    cameras = prepared(ROOT / "contracts/cameras.yaml")
    return run(cameras, operations=STREAMS, rounds=2, budget=0.5)


def test_every_stream_is_measured_over_every_style_that_carries_it(
    measurement: Measurement,
) -> None:
    measured = {(flow.operation, flow.style) for flow in measurement.flows}
    refused = {(one.operation, one.style) for one in measurement.skipped}
    assert measured | refused == {(name, s) for name in STREAMS for s in measurement.styles}
    assert {("UploadFrames", "jsonrpc"), ("SteerCamera", "jsonrpc")} <= refused
    told = {(one.operation, one.style): one.reason for one in measurement.skipped}
    assert told == dict(not_carried(prepared(ROOT / "contracts/cameras.yaml")))
    assert measurement.repetitions == 2


def test_a_flow_holds_first_item_pace_bytes_and_cpu(measurement: Measurement) -> None:
    for flow in measurement.flows:
        takes = flow.way != "from the server"
        gives = flow.way != "from the client"
        assert (flow.first is not None) == gives
        assert flow.items >= 20
        assert len(flow.items_per_second.rounds) == 2
        assert flow.items_per_second.low > 0
        assert (flow.sent > 10) == takes
        assert (flow.received > 10) == gives
        assert flow.client_cpu.median > 0


def test_bytes_are_those_of_one_item(measurement: Measurement) -> None:
    (watch,) = (f for f in measurement.flows if (f.operation, f.style) == ("WatchCamera", "rest"))
    line = b'{"item":{"number":1,"takenAt":"2026-01-31T12:30:00Z","jpeg":"3q2+7w=="}}\n'
    assert len(line) <= watch.received <= len(line) + 20  # with the bounds of HTTP's chunks


def test_flows_survive_their_file_and_are_cut_to_what_is_asked(
    measurement: Measurement, tmp_path: Path
) -> None:
    write(measurement, tmp_path / "run.json")
    assert read(tmp_path / "run.json") == measurement
    kept = measurement.of({"rest": "REST"}, ["WatchCamera"])
    assert [(flow.operation, flow.style) for flow in kept.flows] == [("WatchCamera", "rest")]


def test_a_file_of_an_older_version_is_read(measurement: Measurement, tmp_path: Path) -> None:
    path = tmp_path / "old.json"
    write(measurement, path)
    old = msgspec.json.decode(path.read_bytes()) | {"version": 2}
    del old["flows"]
    path.write_bytes(msgspec.json.encode(old))
    assert read(path).flows == ()


def test_a_terminal_shows_streams_alone(measurement: Measurement) -> None:
    text = terminal(measurement, width=100, color=False)
    for name in STREAMS:
        assert f"\n{name}\nOne stream " in text
    assert "Left out: UploadFrames over JSON-RPC" in text
    assert "first item" in text


def test_a_file_is_left_out_with_a_reason(tmp_path: Path) -> None:
    (tmp_path / "files.yaml").write_text(FILES)
    files = prepared(tmp_path / "files.yaml")
    with importable(files.files) as package:
        planned = plan(files, package, None)
    assert planned.streams == ()
    assert {one.reason for one in planned.skipped} == {
        "a file comes in pieces of the transport's own choice"
    }


def flow(style: str, cost: float, *, first: bool = True) -> Flow:
    return Flow(
        operation="Watch",
        style=style,
        way="from the server",
        items=100,
        first=steady(cost) if first else None,
        items_per_second=spread([1 / one for one in steady(cost).rounds]),
        sent=0.0,
        received=100 * cost,
        client_cpu=steady(cost),
        server_cpu=steady(cost),
    )


def made(*seen: Flow) -> Measurement:
    return Measurement(
        contract="things.v1",
        title="Things",
        styles={"a": "A", "b": "B", "c": "C"},
        repetitions=8,
        environment=WHERE,
        runs=(),
        flows=seen,
    )


def test_who_leads_in_a_stream_is_said_with_how_much() -> None:
    found = {one.about: one for one in findings(made(flow("a", 1.0), flow("b", 2.0)))}
    assert found.keys() == {"first", "pace", "item_bytes", "item_cpu"}
    assert {one.leaders for one in found.values()} == {("a",)}
    assert found["pace"].text.startswith("In one stream, A has the best items per second, 2.00")


def test_without_a_first_item_nothing_is_said_of_it() -> None:
    seen = flow("a", 1.0, first=False), flow("b", 2.0, first=False)
    assert {one.about for one in findings(made(*seen))} == {"pace", "item_bytes", "item_cpu"}


def test_a_stream_over_one_style_is_no_contest() -> None:
    assert findings(made(flow("a", 1.0))) == ()


def test_the_page_has_a_cell_for_each_style_and_says_who_does_not_carry_it() -> None:
    table = dict(flows.rows(made(flow("a", 0.5), flow("b", 2.0)), "Watch", ["a", "b", "c"]))
    assert table["items per second"][2] == "not carried"
    assert table["first item"][1].startswith("2.")
    assert flows.rows(made(flow("a", 1.0)), "Other", ["a"]) == ()
