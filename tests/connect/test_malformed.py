"""Whatever comes in, the answer is the protocol's own error, bounded, and nothing for the log."""

import asyncio
import base64
import gzip
import json
import logging
import struct
import tracemalloc
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import pytest

from generated._support import UNCHECKED
from generated.cameras.connect.server import create_app
from generated.cameras.proto import MESSAGES
from tests.cameras import Cameras

SERVICE = "/devices.cameras.v1.CameraHubService/"
LIMIT = 100_000
# What one call may take of memory at most, whatever is claimed or unpacked.
MOST = 4 * 1024 * 1024
BOMB = gzip.compress(bytes(50_000_000))
Headers = dict[str, str]


def message(name: str, **fields: Any) -> bytes:
    data: bytes = MESSAGES.cls(f"devices.cameras.v1.{name}")(**fields).SerializeToString()
    return data


def envelope(data: bytes, flags: int = 0, length: int | None = None) -> bytes:
    return struct.pack(">BI", flags, len(data) if length is None else length) + data


GET = message("GetCameraRequest", camera_id=1)
SNAP = message("SnapPictureRequest", camera_id=1)
WATCH = message("WatchCameraRequest", camera_id=1)
FRAME = message("UploadFramesRequest", frame={"number": 1, "jpeg": b"", "taken_at": {}})


@dataclass(frozen=True, kw_only=True)
class Request:
    """A request: POST of a body, unless it says otherwise."""

    rpc: str = "GetCamera"
    kind: str | None = "application/proto"
    body: bytes = b""
    headers: Headers = field(default_factory=dict)
    method: str = "POST"
    query: str = ""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An HTTP response."""

    status: int
    headers: Headers
    body: bytes


def unary(
    rpc: str = "GetCamera", body: bytes = GET, kind: str = "proto", **headers: str
) -> Request:
    """A unary call of Connect."""
    return Request(rpc=rpc, kind=f"application/{kind}", body=body, headers=named(headers))


def stream(body: bytes, rpc: str = "UploadFrames", kind: str = "proto", **headers: str) -> Request:
    """A call of Connect that streams."""
    return Request(rpc=rpc, kind=f"application/connect+{kind}", body=body, headers=named(headers))


def web(
    body: bytes, rpc: str = "GetCamera", kind: str = "grpc-web+proto", **headers: str
) -> Request:
    """A call of gRPC-Web."""
    return Request(rpc=rpc, kind=f"application/{kind}", body=body, headers=named(headers))


def get(query: str, rpc: str = "GetCamera") -> Request:
    """A call of Connect that is a GET."""
    return Request(rpc=rpc, kind=None, method="GET", query=query)


def named(headers: Headers) -> Headers:
    return {name.replace("_", "-"): text for name, text in headers.items()}


def timeouts(*texts: str) -> dict[str, tuple[Request, str]]:
    return {
        f"timeout {text!r}": (unary(connect_timeout_ms=text), "invalid_argument") for text in texts
    }


DEEP = b'{"vendor":' + b"[" * 40_000
LATER = envelope(FRAME) * 3
# A name, what is sent, and the code of the error that comes back.
UNARY: dict[str, tuple[Request, str]] = {
    "garbage for protobuf": (unary(body=b"\xff\xff\xff garbage"), "invalid_argument"),
    "a message cut short": (unary("SnapPicture", b"\x25\x00\x00"), "invalid_argument"),
    "garbage for JSON": (unary(body=b"{", kind="json"), "invalid_argument"),
    "nothing for JSON": (unary(body=b"", kind="json"), "invalid_argument"),
    "a list for JSON": (unary(body=b"[1]", kind="json"), "invalid_argument"),
    "JSON that is not UTF-8": (unary(body=b'{"a": "\xff"}', kind="json"), "invalid_argument"),
    "JSON of another kind": (unary(body=b'{"cameraId": []}', kind="json"), "invalid_argument"),
    "JSON out of range": (unary(body=b'{"cameraId": 4294967296}', kind="json"), "invalid_argument"),
    "an unknown member": (unary(body=b'{"camera": 1}', kind="json"), "invalid_argument"),
    "a member twice": (
        unary(body=b'{"cameraId":1,"camera_id":2}', kind="json"),
        "invalid_argument",
    ),
    "JSON without an end": (unary("ReplaceSettings", DEEP, "json"), "invalid_argument"),
    "JSON that is deep": (
        unary("ReplaceSettings", DEEP + b"]" * 40_000 + b"}", "json"),
        "invalid_argument",
    ),
    "a body over the limit": (unary(body=bytes(LIMIT + 1)), "resource_exhausted"),
    "100 MB declared": (unary(content_length="100000000"), "resource_exhausted"),
    "a gzip bomb": (unary(body=BOMB, content_encoding="gzip"), "resource_exhausted"),
    "no gzip": (unary(body=b"no gzip", content_encoding="gzip"), "invalid_argument"),
    "half of a gzip": (
        unary(body=gzip.compress(GET)[:-9], content_encoding="gzip"),
        "invalid_argument",
    ),
    "more after a gzip": (
        unary(body=gzip.compress(GET) + b"more", content_encoding="gzip"),
        "invalid_argument",
    ),
    "an unknown compression": (unary(content_encoding="br"), "unimplemented"),
    "two compressions": (unary(content_encoding="gzip, gzip"), "unimplemented"),
    "an unknown version": (unary(connect_protocol_version="2"), "invalid_argument"),
    **timeouts("-1", "12345678901", "1, 2", "1.5", "1e3", "", " 1", "½", "0x1", "soon"),
}
GETS: dict[str, tuple[Request, str]] = {
    "no message": (get("encoding=proto"), "invalid_argument"),
    "no encoding": (get("message="), "invalid_argument"),
    "bad base64": (get("encoding=proto&base64=1&message=%21%21"), "invalid_argument"),
    "base64 of no length": (get("encoding=proto&base64=1&message=AAAAA"), "invalid_argument"),
    "base64 that is no flag": (get("encoding=json&base64=2&message={}"), "invalid_argument"),
    "bad percent encoding": (get("encoding=json&message=%zz"), "invalid_argument"),
    "not UTF-8": (get("encoding=json&message=%ff"), "invalid_argument"),
    "an unknown version of a GET": (
        get("connect=v2&encoding=json&message={}"),
        "invalid_argument",
    ),
    "an unknown compression of a GET": (
        get("encoding=proto&compression=br&message="),
        "unimplemented",
    ),
    "no gzip in a GET": (
        get("encoding=proto&compression=gzip&base64=1&message=AAAA"),
        "invalid_argument",
    ),
    "a gzip bomb in a GET": (
        get(
            "encoding=proto&compression=gzip&base64=1&message="
            + base64.urlsafe_b64encode(BOMB).decode()
        ),
        "resource_exhausted",
    ),
    "garbage in a GET": (get("encoding=json&message={"), "invalid_argument"),
}
STREAMS: dict[str, tuple[Request, str]] = {
    "no message at all": (stream(b"", "WatchCamera"), "unimplemented"),
    "two messages where one is": (stream(envelope(WATCH) * 2, "WatchCamera"), "unimplemented"),
    "half of a prefix": (stream(LATER + b"\0\0\0"), "invalid_argument"),
    "half of a message": (stream(LATER + envelope(FRAME)[:-1]), "invalid_argument"),
    "half of the only message": (
        stream(envelope(WATCH)[:-1], "WatchCamera"),
        "invalid_argument",
    ),
    "100 MB to come": (stream(LATER + envelope(b"x", 0, 100_000_000)), "resource_exhausted"),
    "4 GB to come": (stream(envelope(b"x", 0, 2**32 - 1)), "resource_exhausted"),
    "an unknown flag": (stream(envelope(FRAME, 0x40)), "invalid_argument"),
    "the flag of trailers": (stream(envelope(b"", 0x80)), "invalid_argument"),
    "the end of a server": (stream(envelope(b"{}", 2) + LATER), "invalid_argument"),
    "compressed by nothing": (stream(envelope(gzip.compress(FRAME), 1)), "internal"),
    "a gzip bomb in a message": (
        stream(envelope(BOMB, 1), connect_content_encoding="gzip"),
        "resource_exhausted",
    ),
    "no gzip in a message": (
        stream(envelope(b"no gzip", 1), connect_content_encoding="gzip"),
        "invalid_argument",
    ),
    "an unknown compression of messages": (
        stream(LATER, connect_content_encoding="br"),
        "unimplemented",
    ),
    "a stream that is compressed as a whole": (
        stream(gzip.compress(LATER), content_encoding="gzip"),
        "invalid_argument",
    ),
    "garbage in a message": (stream(LATER + envelope(b"\xff\xff")), "invalid_argument"),
    "garbage that is JSON": (stream(envelope(b"[]"), kind="json"), "invalid_argument"),
    "a message that lacks its item": (stream(LATER + envelope(b"")), "invalid_argument"),
    "a bad timeout of a stream": (stream(LATER, connect_timeout_ms="-1"), "invalid_argument"),
    "an unknown version of a stream": (
        stream(LATER, connect_protocol_version="9"),
        "invalid_argument",
    ),
}
WEB: dict[str, tuple[Request, str]] = {
    "web: nothing": (web(b""), "unimplemented"),
    "web: two messages": (web(envelope(GET) * 2), "unimplemented"),
    "web: half of a prefix": (web(b"\0\0"), "invalid_argument"),
    "web: half of a message": (web(envelope(GET)[:-1]), "invalid_argument"),
    "web: 100 MB to come": (web(envelope(b"x", 0, 100_000_000)), "resource_exhausted"),
    "web: an unknown flag": (web(envelope(GET, 2)), "invalid_argument"),
    "web: trailers of a client": (web(envelope(b"a: b\r\n", 0x80)), "invalid_argument"),
    "web: compressed by nothing": (web(envelope(gzip.compress(GET), 1)), "internal"),
    "web: a gzip bomb": (web(envelope(BOMB, 1), grpc_encoding="gzip"), "resource_exhausted"),
    "web: no gzip": (web(envelope(b"none", 1), grpc_encoding="gzip"), "invalid_argument"),
    "web: an unknown compression": (web(envelope(GET), grpc_encoding="br"), "unimplemented"),
    "web: garbage": (web(envelope(b"\xff\xff")), "invalid_argument"),
    "web: garbage as JSON": (web(envelope(b"{"), kind="grpc-web+json"), "invalid_argument"),
    "web: a stream without an item": (
        web(envelope(FRAME) + envelope(b""), "UploadFrames"),
        "invalid_argument",
    ),
    "web: a stream of nothing": (web(b"", "WatchCamera"), "unimplemented"),
    **{
        f"web: timeout {text!r}": (web(envelope(GET), grpc_timeout=text), "invalid_argument")
        for text in ("-1S", "1", "S", "123456789S", "1x", "1.5S", "", "1 S", "²S")
    },
}
TEXT: dict[str, tuple[Request, str]] = {
    "text: not base64": (web(b"!!!", kind="grpc-web-text"), "invalid_argument"),
    "text: base64 of no length": (web(b"AAAAA", kind="grpc-web-text+proto"), "invalid_argument"),
    "text: nothing": (web(b"", kind="grpc-web-text"), "unimplemented"),
    "text: half of a message": (
        web(base64.b64encode(envelope(GET)[:-1]), kind="grpc-web-text"),
        "invalid_argument",
    ),
    "text: 100 MB to come": (
        web(base64.b64encode(envelope(b"x", 0, 100_000_000)), kind="grpc-web-text"),
        "resource_exhausted",
    ),
}
# A name, what is sent, and the status: HTTP's own answer, before there is a protocol.
PLAIN: dict[str, tuple[Request, int]] = {
    "another type": (Request(kind="text/plain", body=GET), 415),
    "no type": (Request(kind=None, body=GET), 415),
    "a type that is none": (Request(kind="/;=,", body=GET), 415),
    "another codec": (unary(kind="xml"), 415),
    "a stream's type for a call of one message": (stream(envelope(GET), "GetCamera"), 415),
    "the type of one message for a stream": (unary("WatchCamera", WATCH), 415),
    "gRPC itself": (Request(kind="application/grpc", body=envelope(GET)), 415),
    "gRPC-Web of another codec": (web(envelope(GET), kind="grpc-web+thrift"), 415),
    "an unknown method": (unary("Nothing"), 404),
    "a path below a method": (unary("GetCamera/more"), 404),
    "DELETE": (Request(method="DELETE"), 405),
    "PUT": (Request(method="PUT", body=GET), 405),
    "GET of what is not safe": (get("encoding=json&message={}", "RegisterCamera"), 405),
    "GET of another encoding": (get("encoding=xml&message="), 415),
    "GET of a stream": (get("encoding=json&message={}", "WatchCamera"), 405),
    "both ways over HTTP/1.1": (stream(LATER, "SteerCamera"), 505),
}


async def sent(
    app: Any, request: Request, pieces: Iterable[bytes], *, gone: bool = False
) -> Answer | None:
    """Send one request in pieces, and collect the response; gone: nothing comes after them."""
    headers = dict(request.headers)
    if request.kind is not None:
        headers["content-type"] = request.kind
    parts = [*pieces]
    told = [
        {"type": "http.request", "body": part, "more_body": gone or at < len(parts) - 1}
        for at, part in enumerate(parts)
    ] or [{"type": "http.request", "body": b"", "more_body": False}]
    arriving = iter(told)
    out: list[Any] = []

    async def receive() -> Any:
        for one in arriving:
            return one
        if gone:
            return {"type": "http.disconnect"}
        await asyncio.Event().wait()
        raise AssertionError("nothing more comes")

    async def send(one: Any) -> None:
        out.append(one)

    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": request.method,
        "path": SERVICE + request.rpc,
        "raw_path": (SERVICE + request.rpc).encode(),
        "root_path": "",
        "query_string": request.query.encode(),
        "headers": [(name.encode(), text.encode("latin-1")) for name, text in headers.items()],
    }
    async with asyncio.timeout(20):
        await app(scope, receive, send)
    if not out:
        return None
    return Answer(
        status=out[0]["status"],
        headers={name.decode().lower(): text.decode() for name, text in out[0]["headers"]},
        body=b"".join(one.get("body", b"") for one in out[1:]),
    )


def code_of_unary(answer: Answer) -> str:
    """The code of a Connect error that is a body of its own."""
    assert answer.headers["content-type"] == "application/json"
    code: str = json.loads(answer.body)["code"]
    return code


def last_of(body: bytes) -> tuple[int, bytes]:
    """The last envelope of a body, which has to be whole."""
    flags, data = 0, b""
    while body:
        flags, size = struct.unpack(">BI", body[:5])
        data, body = body[5 : 5 + size], body[5 + size :]
        assert len(data) == size
    return flags, data


def code_of_stream(answer: Answer) -> str:
    """The code in the end of a Connect stream."""
    assert answer.status == 200
    flags, data = last_of(answer.body)
    assert flags == 2
    code: str = json.loads(data)["error"]["code"]
    return code


def code_of_web(answer: Answer) -> str:
    """The code in the trailers of gRPC-Web, which are headers where there is no message."""
    assert answer.status == 200
    body = answer.body
    if "grpc-web-text" in answer.headers["content-type"]:
        body = base64.b64decode(body)
    trailers = dict(answer.headers)
    if body:
        flags, data = last_of(body)
        assert flags == 0x80
        lines = data.decode().splitlines()
        trailers = {name: text.strip() for name, _, text in (line.partition(":") for line in lines)}
    return NAMES[int(trailers["grpc-status"])]


NAMES = {
    3: "invalid_argument",
    4: "deadline_exceeded",
    8: "resource_exhausted",
    12: "unimplemented",
    13: "internal",
}
Case = tuple[Request, str, Callable[[Answer], str]]
CASES: dict[str, Case] = {
    name: (request, code, read)
    for table, read in (
        (UNARY, code_of_unary),
        (GETS, code_of_unary),
        (STREAMS, code_of_stream),
        (WEB | TEXT, code_of_web),
    )
    for name, (request, code) in table.items()
}


@pytest.fixture
def app() -> Any:
    service: Any = Cameras()
    return create_app(service, authenticate=UNCHECKED, max_body_size=LIMIT)


def answered(app: Any, request: Request, pieces: Iterable[bytes]) -> Answer:
    """Send a request; what it takes of memory is bounded."""
    tracemalloc.start()
    try:
        answer = asyncio.run(sent(app, request, pieces))
        assert answer is not None
        assert tracemalloc.get_traced_memory()[1] < MOST
    finally:
        tracemalloc.stop()
    return answer


@pytest.mark.parametrize("name", CASES)
def test_what_is_malformed_gets_the_error_of_its_protocol(
    app: Any, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    request, code, read = CASES[name]
    pieces = [request.body[at : at + 65536] for at in range(0, len(request.body), 65536)]
    answer = answered(app, request, pieces)
    assert read(answer) == code
    assert answer.status != 500
    assert [one for one in caplog.records if one.levelno >= logging.WARNING] == []


@pytest.mark.parametrize("name", PLAIN)
def test_what_is_no_call_gets_an_answer_of_http(
    app: Any, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    request, status = PLAIN[name]
    assert answered(app, request, [request.body]).status == status
    assert [one for one in caplog.records if one.levelno >= logging.WARNING] == []


@pytest.mark.parametrize(
    "name", [name for name, (request, *_) in CASES.items() if len(request.body) < 100]
)
def test_it_is_the_same_where_each_byte_comes_by_itself(app: Any, name: str) -> None:
    request, code, read = CASES[name]
    pieces = [request.body[at : at + 1] for at in range(len(request.body))]
    assert read(answered(app, request, pieces)) == code


@pytest.mark.parametrize("name", ["UNARY", "STREAM", "WEB"])
def test_the_longest_timeout_is_taken(app: Any, name: str) -> None:
    asked = {
        "UNARY": unary("SnapPicture", SNAP, connect_timeout_ms="9999999999"),
        "STREAM": stream(envelope(WATCH), "WatchCamera", connect_timeout_ms="9999999999"),
        "WEB": web(envelope(WATCH), "WatchCamera", grpc_timeout="99999999H"),
    }
    answer = answered(app, asked[name], [asked[name].body])
    assert answer.status == 200
    assert b"error" not in answer.body
    assert b"grpc-status: 0" in answer.body or name != "WEB"


@pytest.mark.parametrize("name", ["UNARY", "STREAM", "WEB"])
def test_a_client_that_goes_away_in_the_middle_leaves_nothing_in_the_log(
    app: Any, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    asked = {"UNARY": unary(), "STREAM": stream(LATER), "WEB": web(envelope(GET))}[name]
    asyncio.run(sent(app, asked, [asked.body[:-1]], gone=True))
    assert [one for one in caplog.records if one.levelno >= logging.WARNING] == []


@pytest.mark.parametrize("body", [zlib.compress(GET), bytes(5), envelope(GET) + b"\0" * 5])
def test_bytes_of_another_kind_are_refused_by_all_protocols(app: Any, body: bytes) -> None:
    for made in (unary(body=body), web(body)):
        answer = answered(app, made, [body])
        read = code_of_web if "web" in str(made.kind) else code_of_unary
        assert read(answer) in {"invalid_argument", "unimplemented"}
