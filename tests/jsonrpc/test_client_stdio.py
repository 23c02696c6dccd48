"""Our clients over stdio, against our server and against one that does what it should not."""

import asyncio
import sys
from pathlib import Path
from typing import Any

import pytest

from generated._support import CallOptions, Code, ServiceError
from generated.cameras import CameraNotFound
from generated.cameras.jsonrpc.client import AsyncClient, Client
from tests.waiting import given_up_by_thread, until_by_thread

OURS = [sys.executable, "-m", "tests.jsonrpc.stdio_server"]
CAMERA = (
    '{"id": 1, "name": "Door", "serial": "CAM-0042", "resolution": "FULL_HD", "labels": {},'
    ' "pictures": 0, "temperature": 21.5}'
)
# Answers by the number of the camera that it is asked for; all that it reads it writes to a file.
FAKE = f"""
import json, sys

CAMERA = json.loads('{CAMERA}')
FRAME = {{"number": 1, "takenAt": "2026-11-30T02:00:00Z", "jpeg": "/w=="}}
"""
FAKE += """
def say(**more):
    print(json.dumps({"jsonrpc": "2.0", **more}), flush=True)

read = open(sys.argv[1], "a", buffering=1)
for line in sys.stdin:
    read.write(line)
    message = json.loads(line)
    if isinstance(message, list) or "method" not in message or "id" not in message:
        continue
    id = message["id"]
    match message["params"]["cameraId"]:
        case 1:
            print("no message", flush=True)
            print("[1]", flush=True)
            say(id="another", result=1)
            say(method="watchCamera", params=FRAME)
            say(method="watchCamera", params=FRAME, call="another")
            say(id="q", method="ask")
            say(id=id, result=CAMERA)
        case 2:
            say(id=id, result="x" * 200_000)
        case 3:
            say(id=None, error={"code": -32700, "message": "Parse error"})
        case 4:
            sys.exit(3)
        case 5:
            say(method="watchCamera", params=FRAME, call=id)
        case 6:
            for _ in range(5000):
                say(method="watchCamera", params=FRAME, call=id)
            say(id=id, result=None)
"""


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """What the fake server has read."""
    path = tmp_path / "read"
    path.touch()
    return path


@pytest.fixture
def fake(log: Path) -> list[str]:
    return [sys.executable, "-S", "-c", FAKE, str(log)]


def read(log: Path, until: str) -> str:
    """What the fake server has read, once it has read something."""
    until_by_thread(lambda: until in log.read_text())
    return log.read_text()


def test_calls_reach_our_server_and_errors_come_back() -> None:
    with Client.over_stdio(OURS) as client:
        assert client.get_camera(camera_id=3).id == 3
        with pytest.raises(CameraNotFound) as caught:
            client.get_camera(camera_id=7)
        assert caught.value.camera_id == 7
        assert client.take_picture(camera_id=2) == b"jpegjpeg"


def test_streams_run_side_by_side_on_one_pipe() -> None:
    with Client.over_stdio(OURS) as client:
        first, second = client.watch_camera(camera_id=3), client.watch_camera(camera_id=2)
        pairs = [(next(first).number, next(second).number) for _ in range(2)]
        assert pairs == [(0, 0), (1, 1)]
        assert client.get_camera(camera_id=1).id == 1
        assert [frame.number for frame in first] == [2]
        assert [*second] == []
        numbers: list[int] = []
        with pytest.raises(CameraNotFound):
            numbers.extend(frame.number for frame in client.watch_camera(camera_id=7))


def test_async_streams_run_side_by_side_on_one_pipe() -> None:
    async def run() -> None:
        async with AsyncClient.over_stdio(OURS) as client:

            async def watch(count: int) -> list[int]:
                return [frame.number async for frame in client.watch_camera(camera_id=count)]

            assert await asyncio.gather(watch(2), watch(3)) == [[0, 1], [0, 1, 2]]
            with pytest.raises(CameraNotFound):
                await watch(7)
            with pytest.raises(ServiceError) as caught:
                soon = CallOptions(timeout=0.3)
                async for _ in client.watch_camera(camera_id=0, options=soon):
                    pass
            assert caught.value.code is Code.DEADLINE_EXCEEDED

    asyncio.run(run())


def test_a_batch_travels_on_one_line() -> None:
    with Client.over_stdio(OURS) as client:
        with client.batch() as batch:
            found = batch.call(lambda client: client.get_camera(camera_id=3))
            missing = batch.call(lambda client: client.get_camera(camera_id=7))
            batch.notify(lambda client: client.get_camera(camera_id=1))
        assert found.result().id == 3
        with pytest.raises(CameraNotFound):
            missing.result()
        with pytest.raises(ServiceError, match="at most 3"), client.batch() as batch:
            for _ in range(4):
                batch.call(lambda client: client.get_camera(camera_id=3))


def test_an_async_batch_travels_on_one_line() -> None:
    async def run() -> None:
        async with AsyncClient.over_stdio(OURS) as client:
            async with client.batch() as batch:
                found = batch.call(lambda client: client.get_camera(camera_id=3))
            assert found.result().id == 3

    asyncio.run(run())


def test_notifications_alone_are_not_waited_for(log: Path, fake: list[str]) -> None:
    with Client.over_stdio(fake) as client:
        with client.batch() as batch:
            batch.notify(lambda client: client.get_camera(camera_id=1))
        assert "getCamera" in read(log, "\n")


def test_options_travel_in_a_member_of_the_message(log: Path, fake: list[str]) -> None:
    options: Any = CallOptions(idempotency_key="k", headers={"X-Mine": "1"}, timeout=20)
    with Client.over_stdio(fake) as client:
        assert client.get_camera(camera_id=1, options=options).id == 1
        with client.batch(options=options) as batch:
            batch.notify(lambda client: client.get_camera(camera_id=1))
            batch.notify(lambda client: client.get_camera(camera_id=1))
        first, *_, last = read(log, "[").splitlines()
    for text in (first, last):
        assert text.count('"headers"') == 1
        for told in ('"x-mine":"1"', '"idempotency-key":"k"', '"request-timeout-ms":"'):
            assert told in text


def test_what_is_no_answer_is_passed_over_and_questions_are_refused(
    log: Path, fake: list[str]
) -> None:
    with Client.over_stdio(fake) as client:
        assert client.get_camera(camera_id=1).name == "Door"
        read(log, "-32601")


@pytest.mark.parametrize(
    ("camera", "code"),
    [
        (2, Code.RESOURCE_EXHAUSTED),
        (3, Code.INVALID_ARGUMENT),
        (4, Code.UNAVAILABLE),
    ],
)
def test_a_server_that_fails_a_call_serves_the_next(
    fake: list[str], camera: int, code: Code
) -> None:
    with Client.over_stdio(fake, max_response_size=100_000) as client:
        with pytest.raises(ServiceError) as caught:
            client.get_camera(camera_id=camera)
        assert caught.value.code is code
        with pytest.raises(ServiceError) as caught:
            [*client.watch_camera(camera_id=camera)]
        assert caught.value.code is code
        assert client.get_camera(camera_id=1).id == 1


def test_an_answer_that_is_no_stream_is_an_error(fake: list[str]) -> None:
    with Client.over_stdio(fake) as client, pytest.raises(ServiceError, match="no stream"):
        [*client.watch_camera(camera_id=1)]


def test_a_stream_that_nobody_keeps_up_with_fails(log: Path, fake: list[str]) -> None:
    with Client.over_stdio(fake, max_response_size=100_000) as client:
        frames = client.watch_camera(camera_id=6)
        assert next(frames).number == 1
        assert client.get_camera(camera_id=1).id == 1  # all of it has come
        with pytest.raises(ServiceError) as caught:
            list(frames)
        assert caught.value.code is Code.RESOURCE_EXHAUSTED
        assert "$/cancelRequest" not in log.read_text()  # it had ended


def test_a_stream_that_is_closed_is_cancelled_on_the_server(log: Path, fake: list[str]) -> None:
    with Client.over_stdio(fake) as client:
        frames = client.watch_camera(camera_id=5)
        assert next(frames).number == 1
        frames.close()
        read(log, "$/cancelRequest")


def test_a_call_that_is_late_is_cancelled_on_the_server(log: Path, fake: list[str]) -> None:
    with Client.over_stdio(fake) as client:

        def call(seconds: float) -> None:
            client.get_camera(camera_id=9, options=CallOptions(timeout=seconds))

        ended = given_up_by_thread(call, ServiceError, lambda: "getCamera" in log.read_text())
        assert ended.code is Code.DEADLINE_EXCEEDED
        read(log, "$/cancelRequest")


def test_credentials_do_not_travel_over_pipes() -> None:
    with pytest.raises(TypeError, match="credentials"):
        Client.over_stdio(OURS, credentials="t")
