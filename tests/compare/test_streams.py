"""What a comparison shows of streams: real exchanges, in each style that carries them."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from generator.compare.sideways.comparison import Exchange, Failure, OperationComparison
from generator.compare.sideways.terminal import terminal
from tests.compare.test_comparison import compared, of, operation

CHAT = """\
contract: chat.v1
title: Chat
version: 1.0.0
types:
  Line: {fields: {text: string}}
errors:
  RoomClosed: {code: failed_precondition}
operations:
  Talk:
    input: stream<Line>
    output: stream<Line>
    errors: [RoomClosed]
    examples:
      greeting:
        input: [{text: Hi}, {text: Bye}]
        output: [{text: Hello}, {text: See you}]
      closed:
        input: [{text: Hi}]
        error: RoomClosed
  Store:
    input: {type: stream<bytes>, media_type: application/pdf}
    output: {size: uint32}
  Load:
    output: stream<bytes>
    errors: [RoomClosed]
"""


def exchanges(found: OperationComparison, call: int = 0) -> dict[str, Exchange]:
    return {exchange.style: exchange for exchange in found.calls[call].exchanges}


def failures(found: OperationComparison) -> dict[str, Failure]:
    return {failure.name: failure for failure in found.failures}


def test_a_stream_of_the_server_is_shown_as_each_style_sends_it() -> None:
    shown = exchanges(operation("cameras", "WatchCamera"))
    events = shown["rest"].answer.text.strip().split("\n\n")
    numbers = [json.loads(one.removeprefix("data: "))["number"] for one in events[:-1]]
    assert numbers == [1, 2, 3, 4, 5]
    assert events[-1].startswith("event: end")
    assert shown["grpc"].answer.text.count("frame {") == 5
    assert shown["jsonrpc"].answer.text.count("event: notification") == 5
    assert shown["jsonrpc"].answer.status == "a result (200 OK)"
    assert all(one.answer.ok for one in shown.values() if one.answer is not None)


def test_a_stream_of_the_client_is_shown_item_by_item_and_refused_where_it_cannot_go() -> None:
    shown = exchanges(operation("cameras", "UploadFrames"))
    lines = shown["rest"].request.text.splitlines()
    assert [json.loads(line)["number"] for line in lines] == [1, 2]
    assert ("content-type", "application/x-ndjson") in shown["rest"].request.headers
    assert shown["grpc"].request.text.count("frame {") == 2
    refused = shown["jsonrpc"]
    assert (refused.request, refused.answer, refused.command) == (None, None, "")
    assert refused.reason == "a request is one message; a stream in it is refused"


def test_both_ways_are_a_handshake_and_frames_in_both_directions() -> None:
    found = operation("cameras", "SteerCamera")
    rest = exchanges(found)["rest"]
    assert rest.request.start == "GET /v1/steer-camera"
    assert ("upgrade", "websocket") in rest.request.headers
    assert rest.answer.start == "HTTP/1.1 101 Switching Protocols"
    sent, received = rest.request.text.splitlines(), rest.answer.text.splitlines()
    assert [line[0] for line in sent] == ["→"] * 3
    assert [line[0] for line in received] == ["←"] * 3
    assert json.loads(sent[-1][2:]) == json.loads(received[-1][2:]) == {"end": True}
    assert {one.style: one.status for one in found.styles}["jsonrpc"] == "—"


def test_examples_of_streams_are_sent_and_answered_as_they_say(tmp_path: Path) -> None:
    talk = of(tmp_path, CHAT).operations[0]
    rest, grpc = exchanges(talk)["rest"], exchanges(talk)["grpc"]
    assert '"Hi"' in rest.request.text and '"Bye"' in rest.request.text
    assert '"Hello"' in rest.answer.text and '"See you"' in rest.answer.text
    assert grpc.request.text.count("line {") == 2
    assert grpc.answer.text.index("Hello") < grpc.answer.text.index("See you")
    closed = exchanges(talk, 1)
    assert closed["rest"].answer.status == "close 4009 failed_precondition"
    assert closed["grpc"].answer.status == "FAILED_PRECONDITION (9)"
    assert not closed["rest"].answer.ok
    code = talk.calls[0].code
    assert code.startswith("async for line in client.talk(") and code.endswith(":\n    ...")
    assert talk.calls[0].short == "async for line in client.talk(lines=...): ..."


def test_failures_of_a_stream_arrive_as_its_transport_has_them(tmp_path: Path) -> None:
    found = {one.name: one for one in of(tmp_path, CHAT).operations}
    talk = failures(found["Talk"])["RoomClosed"].statuses
    assert talk["rest"] == "close 4009 failed_precondition"
    assert talk["jsonrpc"] == "—"
    assert failures(found["Load"])["RoomClosed"].statuses["rest"] == "400 Bad Request"


def test_a_file_goes_as_it_is_or_as_base64(tmp_path: Path) -> None:
    found = {one.name: one for one in of(tmp_path, CHAT).operations}
    store, load = exchanges(found["Store"]), exchanges(found["Load"])
    content = store["rest"].request.body
    assert ("content-type", "application/pdf") in store["rest"].request.headers
    sent: Any = json.loads(store["jsonrpc"].request.body)
    assert base64.b64decode(next(iter(sent["params"].values()))) == content
    assert len(load["rest"].answer.body) > 30_000
    assert all(one.answer.ok for one in (*store.values(), *load.values()))


def test_a_terminal_shows_streams_and_says_who_does_not_carry_them() -> None:
    text = terminal(compared("cameras"), width=200, color=False)
    assert "not carried: a request is one message" in text
    assert '→ {"item":' in text and '← {"item":' in text
    assert "unimplemented so far" not in text


AUTH = """\
contract: notes.v1
title: Notes
version: 1.0.0
auth:
  token: {scheme: bearer, scopes: {read: Read.}}
  card: {scheme: mutual_tls}
operations:
  Read: {output: {text: string}, auth: [[{token: [read]}]]}
"""


@pytest.mark.parametrize("checked", [True, False])
def test_credentials_are_really_checked_unless_one_is_a_certificate(
    tmp_path: Path, checked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = AUTH if not checked else AUTH.replace("  card: {scheme: mutual_tls}\n", "")
    (read,) = of(tmp_path, text).operations
    assert all(exchange.answer.ok for exchange in read.calls[0].exchanges)
    told = failures(read)
    assert told["not signed in"].statuses["rest"] == "401 Unauthorized"
    assert told["scope missing"].statuses["rest"] == "403 Forbidden"
    monkeypatch.setattr("generator.emit.credentials.TOKEN", "ANOTHER")
    (refused,) = of(tmp_path, text).operations
    assert any(not exchange.answer.ok for exchange in refused.calls[0].exchanges) == checked
