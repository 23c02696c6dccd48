"""Streams over JSON-RPC, byte by byte: notifications and a response, or responses; foreign eyes."""

import asyncio
import base64
import importlib
import json
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest
from httpx_sse import aconnect_sse

from generated._support import Code, Principal, ServiceError
from tests.behaviour.hosting import Host, Way, connected, listening, served
from tests.rest.exchange import Answer, ask

CONTRACT = Path(__file__).with_name("feed.yaml")


class Feed:
    """A made-up service; remembers what became of its streams."""

    def __init__(self, package: ModuleType) -> None:
        self._types = importlib.import_module(f"{package.__name__}.types")
        self._errors = importlib.import_module(f"{package.__name__}.errors")
        self.begun = 0
        self.ended = 0

    async def watch(
        self, *, upto: int, fail_after: int | None = None, pause: float = 0
    ) -> AsyncIterator[Any]:
        self.begun += 1
        try:
            for number in range(upto):
                if number == fail_after:
                    raise self._errors.Broken("It broke.", after=number)
                yield self._types.Item(number=number, text="a\u2028b")
                await asyncio.sleep(pause)
        finally:
            self.ended += 1

    async def texts(self) -> AsyncIterator[str]:
        for text in ("", "a", "line\nline", "\u2028"):
            yield text

    async def lists(self) -> AsyncIterator[list[int]]:
        for size in range(3):
            yield [*range(size)]

    async def follow(self, *, upto: int = 2, fail_after: int | None = None) -> AsyncIterator[Any]:
        async for item in self.watch(upto=upto, fail_after=fail_after):
            yield item

    async def read(self, *, content: Any) -> AsyncIterator[str]:
        async for piece in content:
            for line in piece.decode().splitlines():
                yield line


@pytest.fixture(scope="module")
def package(build_contract: Callable[[Path], ModuleType]) -> ModuleType:
    return build_contract(CONTRACT)


@pytest.fixture
def feed(package: ModuleType) -> Feed:
    return Feed(package)


@pytest.fixture
def app(package: ModuleType, feed: Feed) -> Any:
    return importlib.import_module(f"{package.__name__}.jsonrpc.server").create_app(feed)


def call(app: Any, method: str, *, accept: str | None = None, **params: Any) -> Answer:
    """Make one call with the id 7."""
    message = {"jsonrpc": "2.0", "method": method, "params": params, "id": 7}
    headers = {} if accept is None else {"accept": accept}
    return ask(app, "POST", "/jsonrpc", headers=headers, data=message)


def events(answer: Answer) -> Iterator[tuple[str, Any]]:
    """The names and the data of all events."""
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/event-stream"
    for event in answer.body.decode().removesuffix("\n\n").split("\n\n"):
        lines = event.split("\n")
        name = lines.pop(0).removeprefix("event: ") if lines[0].startswith("event: ") else ""
        [line] = lines
        yield name, json.loads(line.removeprefix("data: "))


def item(number: int) -> dict[str, Any]:
    return {"number": number, "text": "a\u2028b"}


def test_each_item_is_a_notification_and_the_response_comes_last(app: Any) -> None:
    answer = call(app, "watch", upto=2)
    assert [*events(answer)] == [
        ("notification", {"jsonrpc": "2.0", "method": "watch", "params": item(0)}),
        ("notification", {"jsonrpc": "2.0", "method": "watch", "params": item(1)}),
        ("response", {"jsonrpc": "2.0", "result": None, "id": 7}),
    ]
    assert answer.headers["cache-control"] == "no-store, no-transform"
    assert answer.headers["x-accel-buffering"] == "no"


def test_an_item_that_is_no_object_is_the_one_parameter(app: Any) -> None:
    """`params` is an object or an array (JSON-RPC 2.0, section 4.2)."""
    params = [event["params"] for name, event in events(call(app, "texts")) if name != "response"]
    assert params == [[""], ["a"], ["line\nline"], ["\u2028"]]
    params = [event["params"] for name, event in events(call(app, "lists")) if name != "response"]
    assert params == [[[]], [[0]], [[0, 1]]]


def test_a_stream_that_fails_on_its_way_ends_with_an_error(app: Any) -> None:
    *_, (name, last) = events(call(app, "watch", upto=3, failAfter=1))
    assert (name, last["id"], last["error"]["code"]) == ("error", 7, 14)
    assert last["error"]["data"] == {
        "code": "unavailable",
        "error": "Broken",
        "fields": {"after": 1},
        "retryAfter": 1,
    }


def test_what_fails_before_the_first_item_is_an_ordinary_response(app: Any) -> None:
    for params, number in (({"upto": 1, "failAfter": 0}, 14), ({"upto": -1}, -32602)):
        answer = call(app, "watch", **params)
        assert (answer.status, answer.headers["content-type"]) == (200, "application/json")
        assert (answer.json["error"]["code"], answer.json["id"]) == (number, 7)


def test_by_the_form_of_responses_each_item_is_one_with_the_id_of_the_call(app: Any) -> None:
    assert [*events(call(app, "message/stream"))] == [
        ("", {"jsonrpc": "2.0", "result": item(0), "id": 7}),
        ("", {"jsonrpc": "2.0", "result": item(1), "id": 7}),
    ]
    *_, (name, last) = events(call(app, "message/stream", upto=3, failAfter=2))
    assert (name, last["id"], last["error"]["code"]) == ("", 7, 14)


def test_a_stream_needs_a_client_that_takes_it(app: Any, feed: Feed) -> None:
    answer = call(app, "watch", accept="application/json", upto=1)
    assert (answer.status, answer.json["error"]["code"], answer.json["id"]) == (406, -32600, 7)
    assert feed.begun == 0
    for accept in ("text/event-stream", "application/json, text/event-stream;q=0.1", "*/*"):
        assert call(app, "watch", accept=accept, upto=1).status == 200


def test_there_is_no_stream_in_a_batch_and_none_for_a_notification(app: Any, feed: Feed) -> None:
    message = {"jsonrpc": "2.0", "method": "watch", "params": {"upto": 1}}
    [answer] = ask(app, "POST", "/jsonrpc", data=[{**message, "id": 1}]).json
    assert (answer["error"]["code"], answer["id"]) == (-32600, 1)
    assert ask(app, "POST", "/jsonrpc", data=message).status == 204
    assert feed.begun == 0


def test_a_stream_of_the_client_is_unimplemented(app: Any) -> None:
    assert call(app, "send").json["error"]["code"] == -32601


def test_a_file_may_go_in_where_a_stream_comes_back(app: Any) -> None:
    content = base64.b64encode(b"a\nb").decode()
    answer = call(app, "read", content=content)
    found = [event["params"] for name, event in events(answer) if name == "notification"]
    assert found == [["a"], ["b"]]
    for params in ({}, {"content": "?"}, {"content": 7}, {"content": content, "more": 1}):
        error = call(app, "read", **params).json["error"]
        assert error["code"] == -32602
        assert error["data"]["violations"]
    long = base64.b64encode(b"x" * 101).decode()
    assert call(app, "read", content=long).json["error"]["code"] == 8


def test_a_silent_stream_shows_that_it_lives(package: ModuleType, feed: Feed) -> None:
    make = importlib.import_module(f"{package.__name__}.jsonrpc.server").create_app
    answer = call(make(feed, heartbeat=0.2), "watch", upto=2, pause=0.7)
    assert answer.body.count(b":\n\n") >= 2


@pytest.mark.parametrize("client", ["sync", "async"])
def test_our_clients_read_all_forms(
    package: ModuleType, feed: Feed, host: Host, client: str
) -> None:
    async def every(found: Any) -> list[Any]:
        if client == "sync":
            return await asyncio.to_thread(list, found)
        return [each async for each in found]

    async def scenario() -> None:
        async with (
            served(package.__name__, "jsonrpc", feed) as target,
            connected(package.__name__, Way("jsonrpc", client), target) as caller,
        ):
            assert await every(caller.texts()) == ["", "a", "line\nline", "\u2028"]
            assert await every(caller.lists()) == [[], [0], [0, 1]]
            assert [each.number for each in await every(caller.follow(upto=3))] == [0, 1, 2]
            assert await every(caller.read(content=[b"a\n", b"b"])) == ["a", "b"]
            for method in (caller.watch, caller.follow):
                with pytest.raises(ServiceError) as caught:
                    await every(method(upto=3, fail_after=1))
                assert type(caught.value).__name__ == "Broken"

    host.run(scenario())


@pytest.mark.parametrize("client", ["sync", "async"])
@pytest.mark.parametrize(
    ("body", "code"),
    [
        (
            b'event: notification\ndata: {"jsonrpc":"2.0","method":"texts","params":["a"]}\n\n',
            "cut",
        ),
        (b"", "cut"),
        (b'event: response\ndata: {"jsonrpc":"2.0","result":null,"id":"other"}\n\n', "internal"),
        (b'event: notification\ndata: {"jsonrpc":"2.0","params":[1]}\n\n', "internal"),
        (b"event: response\ndata: {\n\n", "internal"),
    ],
)
def test_a_stream_without_its_response_was_cut(
    package: ModuleType, host: Host, client: str, body: bytes, code: str
) -> None:
    async def answer(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            await receive()
            headers = [(b"content-type", b"text/event-stream")]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body", "body": body})

    async def scenario() -> None:
        async with (
            listening(answer) as target,
            connected(package.__name__, Way("jsonrpc", client), target) as caller,
        ):
            with pytest.raises(ServiceError) as caught:
                if client == "sync":
                    await asyncio.to_thread(list, caller.texts())
                else:
                    _ = [each async for each in caller.texts()]
            assert caught.value.code is (Code.UNAVAILABLE if code == "cut" else Code.INTERNAL)

    host.run(scenario())


def test_httpx_sse_reads_a_stream_and_its_end_ends_the_method(
    package: ModuleType, feed: Feed, host: Host
) -> None:
    message = {"jsonrpc": "2.0", "method": "watch", "params": {"upto": 50}, "id": "x"}

    async def scenario() -> None:
        async with (
            served(package.__name__, "jsonrpc", feed) as target,
            httpx.AsyncClient(trust_env=False) as client,
        ):
            place = f"{target}/jsonrpc"
            async with aconnect_sse(client, "POST", place, json=message) as source:
                found = [(event.event, event.json()) async for event in source.aiter_sse()]
            assert [event["params"] for name, event in found if name == "notification"] == [
                item(number) for number in range(50)
            ]
            assert found[-1] == ("response", {"jsonrpc": "2.0", "result": None, "id": "x"})
            slow = {**message, "params": {"upto": 100_000, "pause": 0.01}}
            async with aconnect_sse(client, "POST", place, json=slow) as source:
                async for event in source.aiter_sse():
                    assert event.event == "notification"
                    break
            async with asyncio.timeout(30):
                while feed.ended < 2:
                    await asyncio.sleep(0.01)

    host.run(scenario())


def test_who_may_not_call_gets_401_before_the_method_begins(
    tmp_path: Path, build_contract: Callable[[Path], ModuleType]
) -> None:
    contract = tmp_path / "guarded.yaml"
    auth = "\nauth: {token: {scheme: bearer}}\ndefaults: {auth: token}\n\ntypes:"
    contract.write_text(CONTRACT.read_text().replace("\ntypes:", auth, 1))
    package = build_contract(contract)
    feed = Feed(package)
    make = importlib.import_module(f"{package.__name__}.jsonrpc.server").create_app
    app = make(feed, authenticate=lambda credentials: Principal(subject=credentials.bearer))
    refused = call(app, "watch", upto=1)
    assert (refused.status, refused.json["error"]["code"]) == (401, 16)
    assert refused.headers["www-authenticate"].startswith("Bearer")
    assert feed.begun == 0
    message = {"jsonrpc": "2.0", "method": "watch", "params": {"upto": 1}, "id": 7}
    headers = {"authorization": "Bearer x"}
    answer = ask(app, "POST", "/jsonrpc", headers=headers, data=message)
    assert [name for name, _ in events(answer)] == ["notification", "response"]


def test_the_end_of_the_servers_grace_ends_a_stream_with_an_error(
    package: ModuleType, feed: Feed, host: Host
) -> None:
    make = importlib.import_module(f"{package.__name__}.jsonrpc.server").create_app
    app = make(feed)

    async def scenario() -> bytes:
        message = {"jsonrpc": "2.0", "method": "watch", "params": {"upto": 9, "pause": 9}, "id": 1}
        async with listening(app) as target, httpx.AsyncClient(trust_env=False) as client:
            place = f"{target}/jsonrpc"
            async with client.stream("POST", place, json=message) as answer:
                pieces = answer.aiter_bytes()
                found = await anext(pieces)
                app.end_calls()
                async for piece in pieces:
                    found += piece
        return found

    *_, last, end = host.run(scenario()).split(b"\n\n")
    assert end == b""
    assert last.startswith(b"event: error\n")
    assert b'"unavailable"' in last
