"""The clients: what they send in each of their forms, and what they make of strange answers."""

import json
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest

from generated._support import UNCHECKED, Bearer, CallOptions, Code, InvalidArgument, ServiceError
from generated.cameras import errors, operations, types
from generated.cameras.connect.binding import SERVICE
from generated.cameras.connect.client import AsyncClient, Client
from generated.cameras.connect.server import create_app
from generator.styles.connect.runtime.envelopes import COMPRESSED, END, envelope
from tests.behaviour.hosting import Host, listening
from tests.cameras import MISSING, NOW, Cameras

FORMS: list[dict[str, Any]] = [
    {},
    {"body": "json"},
    {"use_get": True},
    {"body": "json", "use_get": True},
]
FRAMES = [types.Frame(number=number, taken_at=NOW, jpeg=b"x" * number) for number in (1, 2, 3)]


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    running = Host()
    yield running
    running.close()


class Seen:
    """An ASGI app that remembers the head of each request, and its body."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.calls: list[tuple[str, str, dict[str, str], bytearray]] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        body = bytearray()
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        self.calls.append((scope["method"], scope["query_string"].decode(), headers, body))

        async def seeing() -> Any:
            message = await receive()
            body.extend(message.get("body", b""))
            return message

        await self.app(scope, seeing, send)


@pytest.fixture(scope="module")
def server(host: Host) -> Iterator[tuple[str, Seen]]:
    service: Any = Cameras()
    app = Seen(create_app(service, authenticate=UNCHECKED))
    context = listening(app)
    target = host.run(context.__aenter__())
    yield target, app
    host.run(context.__aexit__(None, None, None))


async def each(items: list[Any]) -> AsyncIterator[Any]:
    for item in items:
        yield item


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_a_sync_client_calls_and_streams_in_every_form(
    server: tuple[str, Seen], form: dict[str, Any]
) -> None:
    with Client(server[0], **form) as client:
        camera = client.get_camera(camera_id=1)
        assert (camera.id, camera.pictures, camera.labels) == (1, 2**53 + 1, {"floor": "ground"})
        assert client.take_picture(camera_id=1, zoom=2.5) == b"1 at 2.5"
        assert [frame.number for frame in client.watch_camera(camera_id=1)] == [0, 1, 2]
        assert client.upload_frames(frames=FRAMES).kept == 3
        with pytest.raises(errors.CameraNotFound) as missing:
            client.get_camera(camera_id=MISSING)
        assert missing.value.camera_id == MISSING
        taken: list[int] = []
        with pytest.raises(errors.CameraNotFound) as gone:
            taken.extend(frame.number for frame in client.watch_camera(camera_id=MISSING))
        assert (taken, gone.value.camera_id) == ([0, 1], MISSING)


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_an_async_client_calls_and_streams_in_every_form(
    server: tuple[str, Seen], form: dict[str, Any], host: Host
) -> None:
    async def run() -> None:
        async with AsyncClient(server[0], **form) as client:
            assert (await client.get_camera(camera_id=1)).pictures == 2**53 + 1
            numbers = [frame.number async for frame in client.watch_camera(camera_id=1)]
            assert numbers == [0, 1, 2]
            assert (await client.upload_frames(frames=each(FRAMES))).kept == 3
            with pytest.raises(InvalidArgument) as invalid:
                await client.take_picture(camera_id=1, width=4000, zoom=11)
            assert [one.pointer for one in invalid.value.violations] == ["/width", "/zoom"]
            with pytest.raises(errors.SerialTaken) as taken:
                await client.register_camera(
                    name="n", serial="CAM-0042", resolution=types.Resolution.FULL_HD
                )
            assert taken.value.serial == "CAM-0042"

    host.run(run())


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_a_safe_call_is_a_get_where_that_is_asked_for(
    server: tuple[str, Seen], form: dict[str, Any]
) -> None:
    target, app = server
    app.calls.clear()
    encoding = form.get("body", "proto")
    with Client(target, **form) as client:
        client.get_camera(camera_id=7, options=CallOptions(timeout=5, headers={"X-A": "b"}))
    ((method, query, headers, body),) = app.calls
    assert 4000 < int(headers["connect-timeout-ms"]) <= 5000
    assert headers["x-a"] == "b"
    if form.get("use_get"):
        assert (method, bytes(body)) == ("GET", b"")
        assert f"encoding={encoding}" in query
        assert "content-type" not in headers
    else:
        assert (method, query) == ("POST", "")
        assert headers["content-type"] == f"application/{encoding}"
        assert headers["connect-protocol-version"] == "1"


def test_what_is_too_long_for_a_url_is_a_post(server: tuple[str, Seen]) -> None:
    target, app = server
    app.calls.clear()
    with Client(target, use_get=True) as client:
        client.list_cameras(page_token="x" * 9000)
    assert [call[0] for call in app.calls] == ["POST"]


def test_a_json_body_is_protobufs_json(server: tuple[str, Seen]) -> None:
    target, app = server
    app.calls.clear()
    with Client(target, body="json") as client:
        client.register_camera(name="n", serial="CAM-1", resolution=types.Resolution.FULL_HD)
    ((_, _, _, body),) = app.calls
    assert json.loads(body) == {
        "name": "n",
        "serial": "CAM-1",
        "resolution": "RESOLUTION_FULL_HD",
    }


def test_a_body_that_there_is_not_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="a body is one of proto, json"):
        Client("http://localhost", body="xml")


def test_both_ways_is_unimplemented_before_anything_is_sent(
    server: tuple[str, Seen], host: Host
) -> None:
    target, app = server
    app.calls.clear()
    moves = [types.Move(pan=1.0)]

    async def run() -> ServiceError:
        async with AsyncClient(target) as client:
            with pytest.raises(ServiceError) as caught:
                async for _ in client.steer_camera(moves=each(moves)):
                    pass
        return caught.value

    with Client(target) as client, pytest.raises(ServiceError, match="over gRPC") as caught:
        list(client.steer_camera(moves=moves))
    assert caught.value.code is Code.UNIMPLEMENTED
    assert host.run(run()).code is Code.UNIMPLEMENTED
    assert app.calls == []


def answering(
    pieces: list[bytes], status: int = 200, kind: str = "application/connect+proto"
) -> Callable[..., Any]:
    """An app that answers all with the same."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        while (await receive()).get("more_body"):
            pass
        headers = [(b"content-type", kind.encode()), (b"retry-after", b"3")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        for piece in pieces:
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    return app


def message(operation: Any, value: Any) -> bytes:
    return envelope(0, SERVICE.responses(operation).write(value))


DOWN = message(operations.WATCH_CAMERA, FRAMES[0])
UP = message(operations.UPLOAD_FRAMES, types.UploadFramesResult(kept=3))
WELL = envelope(END, b"{}")


def failed(**error: Any) -> bytes:
    return envelope(END, json.dumps({"error": error}).encode())


def test_an_error_of_another_style_is_what_its_status_says(host: Host) -> None:
    problem = json.dumps({"status": 404, "code": "aborted"}).encode()

    async def call() -> None:
        app = answering([problem], 404, "application/problem+json")
        async with listening(app) as target, AsyncClient(target) as client:
            await client.get_camera(camera_id=1)

    with pytest.raises(
        ServiceError, match=r"^The server answered with HTTP status 404\.$"
    ) as caught:
        host.run(call())
    assert caught.value.code is Code.UNIMPLEMENTED


STRANGE = {
    "cut before a message": ([], Code.UNAVAILABLE),
    "cut in a message": ([DOWN[:-1]], Code.UNAVAILABLE),
    "cut in a head": ([b"\0\0"], Code.UNAVAILABLE),
    "flags": ([b"\x40\0\0\0\0", WELL], Code.INTERNAL),
    "compressed": ([envelope(COMPRESSED, b"x"), WELL], Code.INTERNAL),
    "no message": ([envelope(0, b"\xff"), WELL], Code.INTERNAL),
    "no JSON": ([envelope(END, b"{")], Code.INTERNAL),
    "huge": ([b"\0\xff\xff\xff\xff"], Code.RESOURCE_EXHAUSTED),
    "unknown code": ([failed(code="new", message="m")], Code.UNKNOWN),
    "code": ([failed(code="aborted", message="m")], Code.ABORTED),
    "canceled": ([failed(code="canceled")], Code.CANCELLED),
    "bad details": (
        [failed(code="not_found", details=[{"type": "a.B", "value": "*"}, {"value": "YQ"}])],
        Code.NOT_FOUND,
    ),
}


@pytest.mark.parametrize("case", STRANGE)
def test_a_stream_that_ends_otherwise_than_well_fails(case: str, host: Host) -> None:
    pieces, code = STRANGE[case]

    async def run() -> tuple[Code, Code]:
        async with listening(answering(pieces)) as target, AsyncClient(target) as client:
            with pytest.raises(ServiceError) as down:
                async for _ in client.watch_camera(camera_id=1):
                    pass
            with pytest.raises(ServiceError) as up:
                await client.upload_frames(frames=each(FRAMES))
        return Code(down.value.code), Code(up.value.code)

    assert host.run(run()) == (code, code)


def test_a_stream_that_is_cut_after_a_message_is_unavailable(host: Host) -> None:
    async def run() -> int:
        count = 0
        async with listening(answering([DOWN])) as target, AsyncClient(target) as client:
            with pytest.raises(ServiceError) as down:
                async for _ in client.watch_camera(camera_id=1):
                    count += 1
        async with listening(answering([UP])) as target, AsyncClient(target) as client:
            with pytest.raises(ServiceError) as up:
                await client.upload_frames(frames=each(FRAMES))
        assert {down.value.code, up.value.code} == {Code.UNAVAILABLE}
        return count

    assert host.run(run()) == 1


@pytest.mark.parametrize("count", [0, 2])
def test_one_message_answers_a_clients_stream(count: int, host: Host) -> None:
    async def run() -> ServiceError:
        app = answering([UP] * count + [WELL])
        async with listening(app) as target, AsyncClient(target) as client:
            with pytest.raises(ServiceError, match=f"with {count} messages") as caught:
                await client.upload_frames(frames=each(FRAMES))
        return caught.value

    assert host.run(run()).code is Code.UNIMPLEMENTED


def test_bytes_that_come_one_by_one_are_messages_all_the_same(host: Host) -> None:
    pieces = [bytes([byte]) for byte in DOWN * 2 + WELL]

    async def run() -> int:
        async with listening(answering(pieces)) as target, AsyncClient(target) as client:
            return len([frame async for frame in client.watch_camera(camera_id=1)])

    assert host.run(run()) == 2


@pytest.mark.parametrize(
    ("status", "kind", "body", "code"),
    [
        (200, "text/html", b"<html>", Code.UNKNOWN),
        (404, "application/problem+json", b'{"code": "not_found"}', Code.UNIMPLEMENTED),
        (200, "application/json", b"{}", Code.INTERNAL),
        (503, "text/html", b"<html>", Code.UNAVAILABLE),
        (409, "application/json", b'{"code": "already_exists", "more": 1}', Code.ALREADY_EXISTS),
        (500, "application/json", b'{"code": 5}', Code.INTERNAL),
        (200, "application/proto", b"\xff", Code.INTERNAL),
    ],
)
def test_an_answer_that_is_not_the_calls_fails_as_a_call_and_as_a_stream(
    status: int, kind: str, body: bytes, code: Code, host: Host
) -> None:
    async def run() -> list[tuple[Code, float | None]]:
        app = answering([body], status, kind)
        async with listening(app) as target, AsyncClient(target) as client:
            with pytest.raises(ServiceError) as call:
                await client.get_camera(camera_id=1)
            with pytest.raises(ServiceError) as stream:
                async for _ in client.watch_camera(camera_id=1):
                    pass
        found = [call.value, stream.value]
        return [(Code(error.code), error.retry_after) for error in found]

    wait = None if status == 200 else 3.0
    assert host.run(run()) == [(code, wait)] * 2


def test_credentials_travel_where_the_contract_says(server: tuple[str, Seen]) -> None:
    target, app = server
    app.calls.clear()
    with Client(target, credentials=Bearer("secret-token")) as client:
        client.get_settings(camera_id=1)
    ((_, _, headers, _),) = app.calls
    assert headers.get("authorization") in (None, "Bearer secret-token")
