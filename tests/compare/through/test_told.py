"""What is said of a proxy in between: sentences, text, and the file that keeps it."""

from pathlib import Path

import msgspec
import pytest

from generator.compare.through.calls import Told, _told
from generator.compare.through.findings import findings
from generator.compare.through.terminal import terminal
from generator.compare.timing.intermediary import Alternation
from generator.compare.timing.result import Measurement
from generator.compare.timing.saved import read, write
from tests.compare.through.seen import intermediary
from tests.report import made

TITLES = {"rest": "REST", "grpc": "gRPC", "jsonrpc": "JSON-RPC"}


@pytest.fixture(scope="module")
def measurement() -> Measurement:
    products = made.comparison_of(made.ROOT / "contracts" / "products.yaml")
    return msgspec.structs.replace(made.measurement(products), through=intermediary())


def test_the_sentences_say_who_gains_and_who_does_not() -> None:
    assert findings(intermediary(), TITLES) == (
        "Of 11 safe calls over REST, the cache answered 9 without a server and 1 after a server "
        "said that what is kept is still right; bytes to and from the servers: 72% less.",
        "Over gRPC and JSON-RPC nothing was kept: every call needed a server.",
        "Through A <proxy>, 20 calls of one client over every style came to the two servers 10 to "
        "10.",
        "Through a relay that knows connections only, 20 calls of one client over every style came "
        "to the two servers 20 to 0.",
        "Calls that may be repeated and that a killed server held succeeded at the other server "
        "over REST and gRPC.",
        "Calls that may be repeated and that a killed server held failed over JSON-RPC.",
        "Calls that may not be repeated and that a killed server held failed over REST.",
        "With one server gone, every call was sent to the other: none failed.",
        "Two servers that answered in turn gave the same results as one over every style.",
        "Not seen: what a lost server costs, AddProduct over JSON-RPC: a call failed: <nothing> "
        "there.",
    )


def test_another_result_of_two_servers_is_named() -> None:
    other = Alternation(
        style="rest", operations=2, calls=3, pages=0, errors=0, different=("ListProducts",)
    )
    found = msgspec.structs.replace(intermediary(), alternations=(other,))
    assert findings(found, TITLES)[-2] == (
        "Over REST, two servers in turn gave other results than one for ListProducts."
    )


@pytest.mark.parametrize("width", [40, 100])
def test_the_text_has_every_table_and_every_reason(width: int) -> None:
    text = terminal(intermediary(), TITLES, width=width, color=False)
    lines = text.splitlines()
    for title in (
        "Cached",
        "Balanced",
        "A server is killed while it works",
        "A server is gone",
        "No state in between",
    ):
        assert title in lines
    assert ["GetProduct", "REST", "11", "9", "1", "1,100", "310", "72%"] in map(str.split, lines)
    assert "every call is a POST" in " ".join(text.split())


def test_without_color_nothing_is_painted() -> None:
    assert "\x1b" not in terminal(intermediary(), TITLES, width=80, color=False)
    assert "\x1b" in terminal(intermediary(), TITLES, width=80, color=True)


def test_it_survives_the_file_of_its_measurement(measurement: Measurement, tmp_path: Path) -> None:
    write(measurement, tmp_path / "kept.json")
    assert read(tmp_path / "kept.json") == measurement


def test_a_file_from_before_has_nothing_in_between(
    measurement: Measurement, tmp_path: Path
) -> None:
    document = msgspec.to_builtins(measurement)
    del document["through"]
    (tmp_path / "kept.json").write_bytes(msgspec.json.encode(document | {"version": 3}))
    assert read(tmp_path / "kept.json").through is None


def test_other_styles_and_operations_are_left_out(measurement: Measurement) -> None:
    through = measurement.of({"grpc": "gRPC"}, ["GetProduct"]).through
    assert through is not None
    parts = (through.stored, through.shares, through.losses, through.alternations)
    assert [{one.style for one in part} for part in parts] == [{"grpc"}, set(), {"grpc"}, {"grpc"}]
    assert {one.operation for one in through.losses} == {"GetProduct"}


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("", Told.ANSWERED),
        ("nginx; hit", Told.ANSWERED),
        ("nginx; fwd=miss; stored", Told.ANSWERED),
        ("nginx; fwd=stale; fwd-status=304", Told.REVALIDATED),
        ("far; fwd=stale; fwd-status=304, near; fwd=miss", Told.ANSWERED),
        ("far; hit, near; fwd=stale;fwd-status=304", Told.REVALIDATED),
    ],
)
def test_the_cache_next_to_the_caller_is_read(status: str, told: Told) -> None:
    assert _told(status) is told
