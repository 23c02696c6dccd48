"""Streams of Connect, byte by byte: envelopes, the last one, and what HTTP/1.1 cannot carry."""

import asyncio
import gzip
import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.connect.raw import Told, ask, enveloped, opened

SERVICE = "/test.notes.v1.NotesService/"
JSON = "application/connect+json"
NOTE = b'{"noteInput": {"text": "a"}}'

Apps = Callable[..., Any]


def asked(app: Any, rpc: str, body: Any, headers: Any = None, **more: Any) -> Told:
    given = {"content-type": JSON, **(headers or {})}
    return asyncio.run(ask(app, SERVICE + rpc, body, given, **more))


def end(told: Told) -> Any:
    flags, data = opened(told.body)[-1]
    assert flags == 2
    return json.loads(data)


def code(told: Told) -> str:
    found: str = end(told)["error"]["code"]
    return found


def test_the_items_of_a_server_come_each_in_an_envelope(app: Apps) -> None:
    told = asked(app(), "WatchNotes", enveloped(b'{"count": 2}'))
    assert (told.status, told.headers["content-type"]) == (200, JSON)
    assert told.headers["cache-control"] == "no-store, no-transform"
    *items, last = opened(told.body)
    assert [json.loads(data)["note"]["id"] for _, data in items] == ["0", "1"]
    assert last == (2, b"{}")


def test_the_head_of_a_stream_leaves_before_its_first_item(app: Apps) -> None:
    told = asked(app(), "WatchNotes", enveloped(b'{"count": 1}'))
    assert [message["type"] for message in told.messages] == [
        "http.response.start",
        "http.response.body",
        "http.response.body",
    ]


def test_a_stream_that_fails_says_so_after_its_items(app: Apps) -> None:
    told = asked(app(), "WatchNotes", enveloped(b'{"count": 3}'))
    assert told.status == 200 and len(opened(told.body)) == 4
    error = end(told)["error"]
    assert (error["code"], error["message"]) == ("resource_exhausted", "Three are enough.")


@pytest.mark.parametrize(
    ("body", "headers", "expected"),
    [
        (b"", {}, "unimplemented"),
        (enveloped(b"{}", b"{}"), {}, "unimplemented"),
        (enveloped(b"{}")[:-1], {}, "invalid_argument"),
        (b"\x00\x00", {}, "invalid_argument"),
        (enveloped(b"{}", flags=2), {}, "invalid_argument"),
        (enveloped(b"{}", flags=1), {}, "internal"),
        (enveloped(b"{}"), {"connect-content-encoding": "br"}, "unimplemented"),
        (enveloped(b"{}"), {"connect-timeout-ms": "-1"}, "invalid_argument"),
        (enveloped(b"{}"), {"connect-protocol-version": "2"}, "invalid_argument"),
        (b"\x00\xff\xff\xff\xff", {}, "resource_exhausted"),
        (enveloped(b'{"count": "x"}'), {}, "invalid_argument"),
    ],
)
def test_what_is_no_request_of_a_stream_is_told_in_its_end(
    app: Apps, body: bytes, headers: Any, expected: str
) -> None:
    told = asked(app(), "WatchNotes", body, headers)
    assert (told.status, code(told)) == (200, expected)


def test_messages_are_compressed_one_by_one(app: Apps) -> None:
    body = enveloped(gzip.compress(b'{"count": 2}'), flags=1)
    headers = {"connect-content-encoding": "gzip", "connect-accept-encoding": "br, gzip"}
    told = asked(app(compress=True), "WatchNotes", body, headers)
    assert told.headers["connect-content-encoding"] == "gzip"
    *items, last = opened(told.body)
    assert [flags for flags, _ in items] == [1, 1]
    assert json.loads(gzip.decompress(items[0][1]))["note"]["id"] == "0"
    assert last == (2, b"{}")
    told = asked(app(), "WatchNotes", body, headers)
    assert "connect-content-encoding" not in told.headers


@pytest.mark.parametrize("size", [1, 3, 1000])
def test_the_items_of_a_client_may_be_cut_anywhere(app: Apps, size: int) -> None:
    body = enveloped(NOTE, NOTE, NOTE)
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    told = asked(app(), "SendNotes", pieces)
    (_, data), last = opened(told.body)
    assert json.loads(data) == {"count": 3, "text": "aaa"}
    assert last == (2, b"{}")


def test_a_stream_without_items_is_a_stream(app: Apps) -> None:
    told = asked(app(), "SendNotes", b"")
    assert json.loads(opened(told.body)[0][1]) == {}


def test_an_item_that_is_wrong_ends_the_call_and_says_which_it_is(app: Apps) -> None:
    told = asked(app(), "SendNotes", enveloped(NOTE, b'{"noteInput": {"text": ""}}'))
    (details,) = end(told)["error"]["details"]
    (found,) = details["debug"]["fieldViolations"]
    assert found["field"] == "note_input.text" and found["description"].startswith("item 1: ")


def test_items_are_limited_one_by_one(app: Apps) -> None:
    made = app(max_body_size=1000)
    note = json.dumps({"noteInput": {"text": "a" * 900}}).encode()
    told = asked(made, "SendNotes", [enveloped(note)] * 10)
    assert json.loads(opened(told.body)[0][1])["count"] == 10
    bomb = enveloped(
        gzip.compress(json.dumps({"noteInput": {"text": "a" * 1000}}).encode()), flags=1
    )
    told = asked(made, "SendNotes", bomb, {"connect-content-encoding": "gzip"})
    assert code(told) == "resource_exhausted"


def test_a_client_that_goes_in_the_middle_gets_no_answer(app: Apps) -> None:
    assert asked(app(), "SendNotes", enveloped(NOTE), cut=True).status == 0


@pytest.mark.parametrize("left_out", [1, len(NOTE), len(NOTE) + 2])
def test_a_stream_that_is_cut_in_a_message_is_not_whole(app: Apps, left_out: int) -> None:
    told = asked(app(), "SendNotes", enveloped(NOTE, NOTE)[:-left_out])
    assert code(told) == "invalid_argument"


@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_client_that_is_gone_when_something_is_sent_ends_the_call_quietly(
    app: Apps, at: int, caplog: pytest.LogCaptureFixture
) -> None:
    sent: list[Any] = []
    unread = [{"type": "http.request", "body": enveloped(b'{"count": 2}'), "more_body": False}]

    async def receive() -> Any:
        if unread:
            return unread.pop()
        return await asyncio.get_running_loop().create_future()

    async def send(message: Any) -> None:
        if len(sent) == at:
            raise OSError
        sent.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": f"{SERVICE}WatchNotes",
        "headers": [(b"content-type", JSON.encode())],
    }
    asyncio.run(app()(scope, receive, send))
    assert len(sent) == at
    assert not caplog.records


def test_both_ways_needs_http_2_and_works_there(app: Apps) -> None:
    made = app()
    told = asked(made, "Chat", enveloped(NOTE))
    assert (told.status, told.headers["connection"]) == (505, "close")
    told = asked(made, "Chat", [enveloped(NOTE), enveloped(NOTE)], http_version="2")
    *items, last = opened(told.body)
    assert [json.loads(data)["note"]["text"] for _, data in items] == ["a", "a"]
    assert last == (2, b"{}")


def test_a_stream_is_asked_for_by_its_own_media_type(app: Apps) -> None:
    told = asked(app(), "WatchNotes", b"{}", {"content-type": "application/json"})
    assert told.status == 415 and JSON in told.headers["accept-post"]
    told = asked(app(), "GetNote", b"{}")
    assert told.status == 415 and "application/json" in told.headers["accept-post"]


def test_a_server_that_stops_ends_its_streams_with_a_word(app: Apps) -> None:
    made = app()
    made.end_calls()
    assert code(asked(made, "SendNotes", enveloped(NOTE))) == "unavailable"
