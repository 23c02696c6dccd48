"""A foreign gRPC client, made by protoc from the emitted .proto, calls the generated server."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.behaviour.hosting import Host, served
from tests.grpc.conftest import MODULE, SERVICE, Peer, peer
from tests.grpc.keeper import Keeper
from tests.waiting import DEADLINES


@pytest.fixture(scope="module")
def connected(host: Host, zoo: Any, stubs: Path) -> Iterator[tuple[Peer, Keeper]]:
    """A foreign client of a generated server; the server runs in the host's loop."""

    async def start() -> tuple[Any, str]:
        block = served(zoo.__name__, "grpc", keeper)
        return block, await block.__aenter__()

    keeper = Keeper(zoo)
    block, target = host.run(start())
    with peer("client.py", stubs, target, MODULE, SERVICE) as process:
        yield process, keeper
    host.run(block.__aexit__(None, None, None))


@pytest.fixture
def keeper(connected: tuple[Peer, Keeper]) -> Keeper:
    """The service, as if nobody had called it yet."""
    connected[1].forget()
    return connected[1]


@pytest.fixture
def client(connected: tuple[Peer, Keeper], keeper: Keeper) -> Peer:  # noqa: ARG001
    """The foreign client."""
    return connected[0]


NUMBERS = [
    {
        "small": 2**31 - 1,
        "big": str(2**63 - 1),
        "unsigned": 2**32 - 1,
        "huge": str(2**64 - 1),
        "single": 1.4013e-45,
        "double": 1.7976931348623157e308,
        "flag": True,
    },
    {
        "small": -(2**31),
        "big": str(-(2**63)),
        "unsigned": 0,
        "huge": "0",
        "single": 1.1,
        "double": 5e-324,
        "flag": False,
    },
]


@pytest.mark.parametrize("numbers", NUMBERS)
def test_numbers_at_their_limits_come_back(client: Peer, numbers: Any) -> None:
    answer = client.ask("EchoNumbers", {"value": numbers})
    assert answer["response"] == {"numbers": numbers}


TEXTS = {
    "text": "a\u0000b \u2028 \N{PILE OF POO}",
    "raw": "AP+A",
    "price": "1234567890123456789012345678901234567890.10",
    "day": "0001-01-01",
    "clock": "23:59:59.999999",
    "moment": "0001-01-01T00:00:00.000001Z",
    "span": "-3.000001s",
    "id": "7d444840-9dc0-11d1-b245-5ffdce74fad2",
    "link": "urn:isbn:0451450523",
    "mail": "ada@example.org",
    "json": {"a": [1.0, 2.5, None, "x", {"b": False}], "c": {}},
}


def test_texts_instants_and_json_come_back(client: Peer) -> None:
    answer = client.ask("EchoTexts", {"value": TEXTS})
    assert answer["response"] == {"texts": TEXTS}


def test_wrapped_lists_maps_and_gaps_come_back(client: Peer) -> None:
    containers = {
        "rows": [{}, {"items": [1, 2]}],
        "by_name": {"a": {"items": ["COLOUR_RED", "COLOUR_DARK_BLUE"]}, "": {}},
        "gaps": [{"value": "x"}, {}, {"value": ""}],
        "maybe": {},
        "filled": {},
        "shapes": {"s": {"circle": {"radius": 1.5}}, "t": {"big_square": {"side": 0.0}}},
        "blobs": ["AA==", ""],
    }
    answer = client.ask("EchoContainers", {"value": containers})
    assert answer["response"] == {"containers": containers}


def test_a_list_that_is_absent_gets_its_default_and_an_empty_one_does_not(
    client: Peer,
) -> None:
    answer = client.ask("EchoContainers", {"value": {}})
    assert answer["response"] == {"containers": {"filled": {"items": [1]}}}


def test_defaults_fill_what_is_absent_and_keep_what_is_zero(client: Peer, keeper: Keeper) -> None:
    client.ask("AddThing", {"name": "a"})
    client.ask("AddThing", {"name": "b", "count": 0, "note": "", "aliases": {}, "from": 3})
    first, second = keeper.things.values()
    assert (first.count, first.note, first.aliases, first.from_) == (7, None, None, 0)
    assert (second.count, second.note, second.aliases, second.from_) == (0, "", [], 3)


def test_a_branch_of_a_union_arrives_as_its_class(client: Peer) -> None:
    for shape in ({"circle": {"radius": 2.0}}, {"big_square": {"side": 1.0}}):
        request = {"shape": shape}
        answer = client.ask("EchoShape", request)
        assert answer["response"] == {"echoed": shape}


def test_bytes_come_as_bytes(client: Peer) -> None:
    answer = client.ask("Picture", {})
    assert answer["response"] == {"content": "iVBORw=="}


def violations(answer: Any) -> list[str]:
    """The fields that a status complains about."""
    found = answer["details"]["google.rpc.BadRequest"]["field_violations"]
    return sorted(violation["field"] for violation in found)


REFUSED: list[tuple[str, dict[str, Any], list[str]]] = [
    ("EchoTexts", {"value": {**TEXTS, "price": "1,5", "id": "x"}}, ["value.id", "value.price"]),
    ("EchoTexts", {"value": {k: v for k, v in TEXTS.items() if k != "price"}}, ["value.price"]),
    ("EchoNumbers", {}, ["value"]),
    (
        "EchoNumbers",
        {"value": {**NUMBERS[1], "double": "NaN", "single": "-Infinity"}},
        ["value.double", "value.single"],
    ),
    (
        "EchoNumbers",
        {"value": {"small": 0, "flag": False}},
        [f"value.{name}" for name in ("big", "double", "huge", "single", "unsigned")],
    ),
    ("EchoShape", {"shape": {"circle": {}}}, ["shape.circle.radius"]),
    ("GetThing", {}, ["thing_id"]),
    ("EchoShape", {"shape": {}}, ["shape.variant"]),
    ("EchoShape", {"shape": {"circle": {"radius": "NaN"}}}, ["shape.circle.radius"]),
    (
        "EchoContainers",
        {"value": {"shapes": {"s": {"big_square": {"side": "NaN"}}}}},
        ['value.shapes["s"].big_square.side'],
    ),
    (
        "EchoContainers",
        {"value": {"by_name": {"a/b": {"items": [0]}}}},
        ['value.by_name["a/b"].items[0]'],
    ),
    ("EchoContainers", {"value": {"blobs": ["AA==", "AA=="]}}, ["value.blobs"]),
]


@pytest.mark.parametrize(("method", "request_", "fields"), REFUSED)
def test_an_invalid_input_names_every_place(
    client: Peer, method: str, request_: dict[str, Any], fields: list[str]
) -> None:
    answer = client.ask(method, request_)
    assert answer["code"] == "INVALID_ARGUMENT"
    assert violations(answer) == fields


def test_an_unknown_number_of_an_enum_is_refused(client: Peer) -> None:
    request = {"value": {"by_name": {"a": {"items": [1, 99]}}}}
    answer = client.ask("EchoContainers", request)
    (violation,) = answer["details"]["google.rpc.BadRequest"]["field_violations"]
    assert violation["field"] == 'value.by_name["a"].items[1]'
    assert violation["description"] == "must be one of COLOUR_RED, COLOUR_GREEN, COLOUR_DARK_BLUE"


def test_an_instant_out_of_range_is_refused(client: Peer) -> None:
    # A Timestamp of 2**60 seconds in the field `moment` of `value`; JSON cannot even say it.
    seconds = "088080808080808080100"[:-1]
    more = f"0a0c320a{seconds}"
    request = {"value": {key: text for key, text in TEXTS.items() if key != "moment"}}
    answer = client.ask("EchoTexts", request, more=more)
    assert violations(answer) == ["value.moment"]


def test_a_declared_error_carries_its_reason_and_its_fields(client: Peer) -> None:
    answer = client.ask("GetThing", {"thing_id": "x"})
    assert (answer["code"], answer["message"]) == ("NOT_FOUND", "There is no x.")
    assert answer["details"] == {
        "google.rpc.ErrorInfo": {
            "reason": "THING_NOT_FOUND",
            "domain": "city.zoo.v1",
            "metadata": {
                "thingId": "x",
                "lookedAt": "2026-11-22T09:30:00.123456Z",
                "price": "1.50",
            },
        },
        "city.zoo.v1.ThingNotFound": {
            "thing_id": "x",
            "looked_at": "2026-11-22T09:30:00.123456Z",
            "price": "1.50",
        },
    }


def test_an_error_without_fields_is_known_by_its_reason(client: Peer) -> None:
    answer = client.ask("GetThing", {"thing_id": "locked"})
    assert answer["code"] == "FAILED_PRECONDITION"
    assert answer["details"] == {
        "google.rpc.ErrorInfo": {"reason": "LOCKED", "domain": "city.zoo.v1"}
    }


@pytest.mark.parametrize("thing_id", ["secret", "nothing"])
def test_what_goes_wrong_inside_stays_inside(client: Peer, thing_id: str) -> None:
    answer = client.ask("GetThing", {"thing_id": thing_id})
    assert answer["code"] == "INTERNAL"
    assert "secret" not in str(answer)
    assert "NoneType" not in str(answer)
    assert answer["details"] == {}


def test_details_that_no_peer_would_take_are_cut(client: Peer) -> None:
    request = {"value": {"by_name": {f"{n:0200}": {"items": [9]} for n in range(90)}}}
    answer = client.ask("EchoContainers", request)
    assert answer["code"] == "INVALID_ARGUMENT"
    assert 5 < len(violations(answer)) < 90
    assert "more violations" in answer["message"]


def test_an_error_too_large_to_travel_still_says_what_it_is(client: Peer) -> None:
    request = {"thing_id": "\N{SNOWMAN}" * 5000}
    answer = client.ask("GetThing", request)
    assert answer["code"] == "NOT_FOUND"
    assert list(answer["details"]) == ["google.rpc.ErrorInfo"]
    assert answer["details"]["google.rpc.ErrorInfo"]["reason"] == "THING_NOT_FOUND"
    text, mark, note = answer["message"].partition("…(cut)")
    assert text.removeprefix("There is no ").strip("\N{SNOWMAN}") == ""
    assert (mark, note) == ("…(cut)", " (its fields are too long to send)")


@pytest.mark.parametrize("number", ["000000000000f87f", "000000000000f0ff"], ids=["nan", "-inf"])
def test_a_number_that_json_does_not_have_is_refused(client: Peer, number: str) -> None:
    more = f"0a0b5a0911{number}"  # the field json of the value: a Value with that number
    answer = client.ask("EchoTexts", {"value": {**TEXTS, "json": None}}, more=more)
    assert answer["code"] == "INVALID_ARGUMENT"
    (violation,) = answer["details"]["google.rpc.BadRequest"]["field_violations"]
    assert violation["description"] == "JSON has neither NaN nor infinite numbers"


UPDATES: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"name": "new"}, {"name": "new"}),
    ({"name": "new", "update_mask": "name"}, {"name": "new"}),
    ({"name": "new", "count": 3, "update_mask": "name"}, {"name": "new"}),
    ({"count": 0}, {"count": 0}),
    ({"update_mask": "note"}, {"note": None}),
    ({"update_mask": "tags,aliases"}, {"tags": [], "aliases": None}),
    ({"aliases": {}, "update_mask": "aliases"}, {"aliases": []}),
    ({"aliases": {}}, {"aliases": []}),
    ({"tags": ["a"]}, {"tags": ["a"]}),
    ({"colour": "COLOUR_UNSPECIFIED", "update_mask": "colour"}, {"colour": None}),
    ({"shape": {"circle": {"radius": 0}}, "update_mask": "shape"}, {"shape": "circle"}),
    ({}, {}),
]


@pytest.mark.parametrize(("request_", "changes"), UPDATES)
def test_a_mask_tells_unchanged_cleared_and_set_apart(
    client: Peer, keeper: Keeper, zoo: Any, request_: dict[str, Any], changes: dict[str, Any]
) -> None:
    client.ask("AddThing", {"name": "old", "note": "n", "tags": ["t"], "aliases": {}})
    answer = client.ask("UpdateThing", {"thing_id": "1", **request_})
    assert "response" in answer, answer
    expected = dict(changes)
    if expected.get("shape") == "circle":
        expected["shape"] = zoo.CirclePatch(radius=0.0)
    assert keeper.updates == [expected]


@pytest.mark.parametrize("path", ["thingId", "shape.circle", "nothing", "from,bad"])
def test_a_mask_of_what_cannot_be_updated_is_refused(client: Peer, path: str) -> None:
    answer = client.ask("UpdateThing", {"thing_id": "1", "update_mask": path})
    assert answer["code"] == "INVALID_ARGUMENT"
    assert violations(answer) == ["update_mask"]


def test_a_mask_that_clears_what_must_be_there_is_refused(client: Peer) -> None:
    answer = client.ask("UpdateThing", {"thing_id": "1", "update_mask": "name"})
    assert violations(answer) == ["name"]


def test_metadata_and_the_deadline_reach_the_service(client: Peer, keeper: Keeper) -> None:
    client.ask("AddThing", {"name": "a"})
    metadata = [
        ("x-trace", "1"),
        ("x-trace", "2"),
        ("if-match", '"7"'),
        ("idempotency-key", "k"),
    ]
    client.ask("GetThing", {"thing_id": "1"}, metadata=metadata, timeout=9)
    (call,) = keeper.calls
    assert call.headers["x-trace"] == "1, 2"
    assert (call.if_match, call.idempotency_key) == ('"7"', "k")
    assert 0 < call.remaining() <= 9.1


def test_an_entity_tag_is_metadata_and_guards_the_next_change(client: Peer) -> None:
    added = client.ask("AddThing", {"name": "a"})
    tag = added["trailers"]["etag"]
    assert client.ask("GetThing", {"thing_id": "1"})["trailers"]["etag"] == tag
    update = {"thing_id": "1", "name": "b"}
    changed = client.ask("UpdateThing", update, metadata=[("if-match", tag)])
    assert changed["trailers"]["etag"] != tag
    refused = client.ask("UpdateThing", update, metadata=[("if-match", tag)])
    assert refused["code"] == "ABORTED"
    assert "etag" not in client.ask("ListThings", {})["trailers"]


def test_a_caller_that_gives_up_cancels_the_handler(
    client: Peer, keeper: Keeper, host: Host
) -> None:
    for seconds in DEADLINES:
        answer = client.ask("GetThing", {"thing_id": "slow"}, timeout=seconds)
        assert answer["code"] == "DEADLINE_EXCEEDED"
        if keeper.calls:  # the call came so far in its time
            break
    host.run(keeper.cancelled.wait(), within=30)
