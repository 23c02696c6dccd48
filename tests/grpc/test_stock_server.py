"""The generated gRPC clients call a foreign server, made by protoc from the emitted .proto."""

import datetime as dt
import importlib
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from tests.behaviour.hosting import Host
from tests.grpc.conftest import Peer

THING = {"id": "1", "name": "a", "from": 2}


@pytest.fixture(scope="module")
def client(zoo: Any, foreign_server: tuple[Peer, str]) -> Iterator[Any]:
    """The generated client that waits."""
    module = importlib.import_module(f"{zoo.__name__}.grpc.client")
    with module.Client(foreign_server[1], headers={"X-Always": "yes"}) as connected:
        yield connected


@pytest.fixture
def server(foreign_server: tuple[Peer, str]) -> Peer:
    """The foreign server."""
    return foreign_server[0]


def test_a_response_becomes_the_contracts_types(client: Any, server: Peer, zoo: Any) -> None:
    server.tell("GetThing", response={"thing": {**THING, "shape": {"circle": {"radius": 1}}}})
    thing = client.get_thing(thing_id="1")
    assert server.asked()["request"] == {"thing_id": "1"}
    assert thing == zoo.Thing(id="1", name="a", from_=2, shape=zoo.Circle(radius=1.0))
    assert (thing.count, thing.note, thing.colour, thing.tags) == (7, None, None, [])


def test_the_client_asks_with_what_it_was_given(client: Any, server: Peer, zoo: Any) -> None:
    server.tell("AddThing", response={"thing": THING})
    client.add_thing(
        name="", count=0, colour=zoo.Colour("dark-blue"), aliases=[], shape=zoo.Square(side=0)
    )
    assert server.asked()["request"] == {
        "name": "",
        "count": 0,
        "colour": "COLOUR_DARK_BLUE",
        "aliases": {},
        "shape": {"big_square": {"side": 0.0}},
    }


UPDATES: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({}, {}),
    ({"name": "b"}, {"name": "b", "update_mask": "name"}),
    ({"note": None}, {"update_mask": "note"}),
    ({"count": 0, "tags": []}, {"count": 0, "update_mask": "count,tags"}),
    ({"aliases": []}, {"aliases": {}, "update_mask": "aliases"}),
    ({"aliases": None, "from_": 1}, {"from": 1, "update_mask": "aliases,from"}),
]


@pytest.mark.parametrize(("changes", "expected"), UPDATES)
def test_the_mask_names_what_the_caller_passed(
    client: Any, server: Peer, changes: dict[str, Any], expected: dict[str, Any]
) -> None:
    server.tell("UpdateThing", response={"thing": THING})
    client.update_thing(thing_id="1", **changes)
    assert server.asked()["request"] == {"thing_id": "1", **expected}


def test_an_unknown_number_of_an_enum_is_kept(client: Any, server: Peer, zoo: Any) -> None:
    # colour = 99 in the field `thing`
    server.tell("GetThing", response={"thing": THING}, more="0a022063")
    colour = client.get_thing(thing_id="1").colour
    server.asked()
    assert isinstance(colour, zoo.Colour)
    assert colour not in list(zoo.Colour)


def test_a_float32_comes_back_as_it_was_written(client: Any, server: Peer, zoo: Any) -> None:
    numbers = zoo.Numbers(
        small=0, big=-(2**63), unsigned=0, huge=2**64 - 1, single=1.1, double=0.1, flag=False
    )
    shown = {"big": str(-(2**63)), "huge": str(2**64 - 1), "single": 1.1, "double": 0.1}
    zeros = {"small": 0, "unsigned": 0, "flag": False}
    server.tell("EchoNumbers", response={"numbers": shown})  # as one without `optional` has it
    assert client.echo_numbers(value=numbers) == numbers
    assert server.asked()["request"] == {"value": shown | zeros}


def test_json_values_come_back_as_they_were(client: Any, server: Peer, zoo: Any) -> None:
    texts = zoo.Texts(
        text="t",
        raw=b"\x00",
        price=Decimal("-0.10"),
        day=dt.date(2024, 2, 29),
        clock=dt.time(1, 2, 3, 4),
        moment=dt.datetime(2026, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=2))),
        span=-dt.timedelta(days=1, microseconds=1),
        id="7d444840-9dc0-11d1-b245-5ffdce74fad2",
        link="urn:x",
        mail="a@b.example",
        json=[1, 1.5, {"a": None}, "x", True, []],
    )
    server.tell("EchoTexts", response={"texts": {}})
    with pytest.raises(Exception, match="does not fit the contract"):
        client.echo_texts(value=texts)
    asked = server.asked()["request"]["value"]
    assert asked["moment"] == "2025-12-31T22:00:00Z"
    assert asked["span"] == "-86400.000001s"
    assert asked["json"] == [1.0, 1.5, {"a": None}, "x", True, []]
    server.tell("EchoTexts", response={"texts": asked})
    received = client.echo_texts(value=texts)
    server.asked()
    assert received.json == texts.json
    assert received.moment == texts.moment
    assert (received.span, received.price) == (texts.span, Decimal("-0.10"))


@pytest.mark.parametrize("number", [2**53 + 1, 10**400, float("nan"), float("inf")])
def test_a_json_number_that_would_change_is_refused(
    client: Any, support: Any, zoo: Any, number: float
) -> None:
    node = {"a": [number]}
    value = zoo.Texts(
        text="",
        raw=b"",
        link="urn:x",
        mail="a@b.example",
        price=Decimal(1),
        day=dt.date(2024, 1, 1),
        clock=dt.time(0),
        moment=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
        span=dt.timedelta(0),
        id="7d444840-9dc0-11d1-b245-5ffdce74fad2",
        json=node,
    )
    with pytest.raises(support.InvalidArgument) as caught:
        client.echo_texts(value=value)
    (violation,) = caught.value.violations
    assert violation.pointer == ("/value" if isinstance(number, int) else "/value/json/a/0")


UNFIT: list[tuple[str, dict[str, Any], str]] = [
    ("add_thing", {"name": "\ud800"}, "/name"),
    ("add_thing", {"name": "a", "count": 2**31}, "/count"),
    ("add_thing", {"name": "a", "count": 1.5}, "/count"),
    ("add_thing", {"name": "a", "colour": "pink"}, "/colour"),
    ("add_thing", {"name": "a", "tags": "abc"}, "/tags"),
    ("add_thing", {"name": "a", "tags": [None]}, "/tags/0"),
]


@pytest.mark.parametrize(("method", "arguments", "pointer"), UNFIT)
def test_what_protobuf_cannot_hold_is_refused_like_an_invalid_input(
    client: Any, support: Any, method: str, arguments: dict[str, Any], pointer: str
) -> None:
    codec = client.codec()
    operation = next(known for known in codec._service.operations if known.method == method)
    with pytest.raises(support.InvalidArgument) as caught:
        codec.encode(operation, arguments, support.CallOptions())
    assert [violation.pointer for violation in caught.value.violations] == [pointer]


# The second is what servers that were generated earlier send; the others are not ours.
@pytest.mark.parametrize(
    "info",
    [
        {"reason": "THING_NOT_FOUND", "domain": "city.zoo.v1"},
        {"reason": "ThingNotFound", "domain": "city.zoo.v1"},
        {"reason": "GONE", "domain": "else.where.v1"},
        None,
    ],
    ids=["ours", "earlier", "another domain", "none"],
)
def test_a_declared_error_comes_as_its_class(
    client: Any, server: Peer, zoo: Any, info: dict[str, str] | None
) -> None:
    fields = {"thing_id": "x", "looked_at": "2026-11-22T09:30:00Z", "price": "1.50"}
    details: dict[str, Any] = {"city.zoo.v1.ThingNotFound": fields}
    if info is not None:
        details = {"google.rpc.ErrorInfo": info, **details}
    server.tell("GetThing", code="NOT_FOUND", message="Gone.", details=details)
    with pytest.raises(zoo.ThingNotFound) as caught:
        client.get_thing(thing_id="x")
    server.asked()
    error = caught.value
    assert (error.message, error.thing_id, error.colour) == ("Gone.", "x", None)
    assert error.looked_at == dt.datetime(2026, 11, 22, 9, 30, tzinfo=dt.UTC)
    assert error.price == Decimal("1.50")


FOREIGN: list[dict[str, Any]] = [
    {"google.rpc.ErrorInfo": {"reason": "ThingNotFound", "domain": "else.where.v1"}},
    {"google.rpc.ErrorInfo": {"reason": "ThingNotFound", "domain": "city.zoo.v1"}},
    {"google.rpc.ErrorInfo": {"reason": "LOCKED", "domain": "else.where.v1"}},
    {"google.rpc.ErrorInfo": {"reason": "THING_NOT_FOUND", "domain": "city.zoo.v1"}},
    {"google.rpc.Help": {}},
    {},
]


@pytest.mark.parametrize("details", FOREIGN)
def test_an_error_that_the_contract_does_not_know_keeps_code_and_text(
    client: Any, server: Peer, support: Any, details: dict[str, Any]
) -> None:
    server.tell("GetThing", code="NOT_FOUND", message="Gone.", details=details)
    with pytest.raises(support.ServiceError) as caught:
        client.get_thing(thing_id="x")
    server.asked()
    assert type(caught.value) is support.ServiceError
    assert (caught.value.code, caught.value.message) == (support.Code.NOT_FOUND, "Gone.")


# The second is what servers that were generated earlier send.
@pytest.mark.parametrize("field", ["thing_id", "/thingId"])
def test_violations_and_the_time_to_wait_are_read(
    client: Any, server: Peer, support: Any, field: str
) -> None:
    violation = {"field": field, "description": "is too short"}
    server.tell(
        "GetThing",
        code="INVALID_ARGUMENT",
        message="No.",
        details={"google.rpc.BadRequest": {"field_violations": [violation]}},
    )
    with pytest.raises(support.InvalidArgument) as invalid:
        client.get_thing(thing_id="x")
    server.asked()
    assert invalid.value.violations == (support.Violation("/thingId", "is too short"),)
    server.tell(
        "GetThing",
        code="UNAVAILABLE",
        message="Later.",
        details={"google.rpc.RetryInfo": {"retry_delay": "1.5s"}},
    )
    with pytest.raises(support.ServiceError) as unavailable:
        client.get_thing(thing_id="x")
    server.asked()
    assert unavailable.value.code is support.Code.UNAVAILABLE
    assert unavailable.value.retry_after == 1.5


def test_headers_become_metadata(client: Any, server: Peer, support: Any) -> None:
    server.tell("GetThing", response={"thing": THING})
    options = support.CallOptions(headers={"X-Trace": "1"}, idempotency_key="k", if_match='"7"')
    client.get_thing(thing_id="1", options=options)
    metadata = server.asked()["metadata"]
    sent = {
        key: metadata.get(key) for key in ("x-always", "x-trace", "idempotency-key", "if-match")
    }
    assert sent == {"x-always": "yes", "x-trace": "1", "idempotency-key": "k", "if-match": '"7"'}


@pytest.mark.parametrize("headers", [{"a b": "c"}, {"grpc-x": "c"}, {"a": "\n"}, {"a": "ä"}])
def test_a_header_that_metadata_cannot_hold_is_a_mistake(
    client: Any, support: Any, headers: dict[str, str]
) -> None:
    with pytest.raises(ValueError, match=r"header|gRPC metadata"):
        client.get_thing(thing_id="1", options=support.CallOptions(headers=headers))


def test_an_async_client_follows_its_caller_from_loop_to_loop(
    zoo: Any, foreign_server: tuple[Peer, str], host: Host
) -> None:
    import asyncio

    server, target = foreign_server
    module = importlib.import_module(f"{zoo.__name__}.grpc.client")
    client = module.AsyncClient(target)
    server.tell("GetThing", response={"thing": THING})

    async def get() -> str:
        thing = await client.get_thing(thing_id="1")
        return str(thing.name)

    async def end() -> None:
        await client.close()

    assert [asyncio.run(get()), asyncio.run(get()), host.run(get())] == ["a", "a", "a"]
    host.run(end())
    for _ in range(3):
        server.asked()
