"""gRPC-Web, byte by byte: envelopes, trailers, and the same in base64."""

import asyncio
import base64
import gzip
import importlib
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import pytest

from tests.connect.raw import Told, ask, enveloped, opened

SERVICE = "/test.notes.v1.NotesService/"
WEB = "application/grpc-web"
GET = b"\x0a\x011"  # the note 1

Apps = Callable[..., Any]


def asked(app: Any, rpc: str, body: Any, headers: Any = None, kind: str = WEB) -> Told:
    return asyncio.run(ask(app, SERVICE + rpc, body, {"content-type": kind, **(headers or {})}))


def trailers(message: tuple[int, bytes]) -> dict[str, str]:
    flags, block = message
    assert flags == 0x80
    return dict(line.split(": ", 1) for line in block.decode().splitlines())


@pytest.mark.parametrize("kind", [WEB, f"{WEB}+proto"])
def test_a_call_is_answered_with_a_message_and_trailers(app: Apps, kind: str) -> None:
    told = asked(app(), "GetNote", enveloped(GET), kind=kind)
    assert (told.status, told.headers["content-type"]) == (200, kind)
    message, last = opened(told.body)
    assert message[0] == 0 and message[1].startswith(b"\x0a")
    found = trailers(last)
    assert found["grpc-status"] == "0" and found["etag"].startswith('"')


def test_messages_may_be_json(app: Apps) -> None:
    told = asked(app(), "GetNote", enveloped(b'{"noteId":"1"}'), kind=f"{WEB}+json")
    message, _ = opened(told.body)
    assert json.loads(message[1])["note"]["text"] == "a"


def test_a_failure_is_told_in_the_trailers_with_its_details(app: Apps) -> None:
    told = asked(app(), "GetNote", enveloped(b"\x0a\x012"))
    (last,) = opened(told.body)
    found = trailers(last)
    assert (told.status, found["grpc-status"]) == (200, "5")
    assert unquote(found["grpc-message"]) == "There is no such note."
    details = base64.b64decode(found["grpc-status-details-bin"] + "==")
    assert b"NOTE_NOT_FOUND" in details and b"test.notes.v1.NoteNotFound" in details


def test_a_message_of_a_failure_is_percent_encoded(app: Apps, service: Any) -> None:
    async def fail(**_: Any) -> Any:
        raise service.full("50 % größer\n")

    service.add_note = fail
    told = asked(app(), "AddNote", enveloped(b"\x0a\x01a"))
    (last,) = opened(told.body)
    assert trailers(last)["grpc-message"] == "50 %25 gr%C3%B6%C3%9Fer%0A"


@pytest.mark.parametrize("parts", [1, 2])
def test_text_is_base64_of_all_of_it_in_one_part_or_several(app: Apps, parts: int) -> None:
    body = enveloped(GET)
    cut = len(body) if parts == 1 else 4
    text = base64.b64encode(body[:cut]) + base64.b64encode(body[cut:])
    told = asked(app(), "GetNote", text, kind=f"{WEB}-text")
    assert told.headers["content-type"] == f"{WEB}-text"
    _, last = opened(base64.b64decode(told.body))
    assert trailers(last)["grpc-status"] == "0"


def test_a_compressed_message_is_taken_where_the_request_says_how(app: Apps) -> None:
    body = enveloped(gzip.compress(GET), flags=1)
    told = asked(app(), "GetNote", body, {"grpc-encoding": "gzip"})
    assert trailers(opened(told.body)[-1])["grpc-status"] == "0"
    told = asked(app(), "GetNote", body)
    assert trailers(opened(told.body)[-1])["grpc-status"] == "13"
    told = asked(app(), "GetNote", enveloped(GET), {"grpc-encoding": "br"})
    assert trailers(opened(told.body)[-1])["grpc-status"] == "12"
    told = asked(app(), "GetNote", gzip.compress(enveloped(GET)), {"content-encoding": "gzip"})
    assert trailers(opened(told.body)[-1])["grpc-status"] == "0"


@pytest.mark.parametrize("messages", [0, 2])
def test_a_call_needs_one_message(app: Apps, messages: int) -> None:
    told = asked(app(), "GetNote", enveloped(*[GET] * messages))
    assert trailers(opened(told.body)[-1])["grpc-status"] == "12"


@pytest.mark.parametrize(("timeout", "status"), [("20m", "4"), ("1H", "0"), ("1x", "3")])
def test_the_time_that_a_caller_waits_has_a_unit(app: Apps, timeout: str, status: str) -> None:
    seconds = b"\x09" + (b"\x00" * 8 if status == "0" else b"\x00\x00\x00\x00\x00\x00\x3e\x40")
    told = asked(app(), "Wait", enveloped(seconds), {"grpc-timeout": timeout})
    assert trailers(opened(told.body)[-1])["grpc-status"] == status


def test_who_calls_is_asked_before_the_body_is_read(app: Apps) -> None:
    told = asked(app(), "Whoami", b"\xff\xff", {"content-length": "999999999999"})
    assert trailers(opened(told.body)[-1])["grpc-status"] == "16"
    told = asked(app(), "Whoami", enveloped(b""), {"authorization": "Bearer ada"})
    assert opened(told.body)[0] == (0, b"\x0a\x03ada")


def test_a_stream_of_the_server_ends_with_trailers(app: Apps) -> None:
    told = asked(app(), "WatchNotes", enveloped(b"\x08\x02"))
    *items, last = opened(told.body)
    assert [flags for flags, _ in items] == [0, 0]
    assert trailers(last) == {"grpc-status": "0"}
    told = asked(app(), "WatchNotes", enveloped(b"\x08\x03"))
    *items, last = opened(told.body)
    assert len(items) == 3 and trailers(last)["grpc-status"] == "8"


def test_each_piece_of_a_stream_in_text_is_base64_of_its_own(app: Apps) -> None:
    body = base64.b64encode(enveloped(b"\x08\x02"))
    told = asked(app(), "WatchNotes", body, kind=f"{WEB}-text+proto")
    found = b"".join(base64.b64decode(message["body"]) for message in told.messages[1:])
    assert [flags for flags, _ in opened(found)] == [0, 0, 0x80]


def test_a_stream_of_the_client_is_taken_half_duplex(app: Apps) -> None:
    note = b"\x0a\x03\x0a\x01a"
    told = asked(app(), "SendNotes", enveloped(note, note))
    message, last = opened(told.body)
    assert message == (0, b"\x08\x02\x12\x02aa")
    assert trailers(last)["grpc-status"] == "0"


@pytest.mark.parametrize("size", [1, 3, 7, 1000])
def test_a_stream_of_the_client_may_be_text_that_comes_in_any_pieces(app: Apps, size: int) -> None:
    note = enveloped(b"\x0a\x03\x0a\x01a")
    text = base64.b64encode(note) * 2 + base64.b64encode(note * 2)
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    told = asked(app(), "SendNotes", pieces, kind=f"{WEB}-text")
    message, last = opened(base64.b64decode(told.body))
    assert message == (0, b"\x08\x04\x12\x04aaaa")
    assert trailers(last)["grpc-status"] == "0"


@pytest.mark.parametrize("rpc", ["GetNote", "WatchNotes", "SendNotes"])
@pytest.mark.parametrize("text", [b"AAAA=", b"====", b"AA=A", b"A\n==", b"AAA", b"#AAA"])
def test_what_is_no_base64_is_refused_in_every_kind_of_call(
    app: Apps, rpc: str, text: bytes
) -> None:
    told = asked(app(), rpc, text, kind=f"{WEB}-text")
    found = trailers(opened(base64.b64decode(told.body))[-1])
    assert found["grpc-status"] == "3"


def test_text_in_millions_of_parts_is_not_taken_apart(
    app: Apps, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = importlib.import_module("noted._support.connect.text")
    monkeypatch.setattr(text, "decoded", None)
    told = asked(app(), "GetNote", b"AA==" * 2_000_000, kind=f"{WEB}-text")
    found = trailers(opened(base64.b64decode(told.body))[-1])
    assert found["grpc-status"] == "3"
