"""What ``gen serve`` does with streams, bodies and credentials, over real connections."""

import asyncio
import json
import re
import subprocess
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Callable, Iterator
from importlib import import_module
from typing import Any

import pytest

from generator.building.in_memory import importable
from generator.building.trial import Trial, prepare
from generator.diagnostics import Problems
from generator.styles import registry
from tests.behaviour.told import facts
from tests.cli.test_serve import Served, serve
from tests.derive.conftest import CONTRACTS

CAMERAS = CONTRACTS / "cameras.yaml"
FILES = """\
contract: files.v1
title: Files
version: 1.0.0
operations:
  Turn: {input: {bytes, media_type: image/png}, output: {bytes, media_type: image/png}}
  Keep: {input: {type: stream<bytes>, media_type: image/png}, output: {size: uint32}}
  Load: {output: {type: stream<bytes>, media_type: image/png}}
  Add: {input: {name: string}, output: {name: string}}
"""
PNG = b"\x89PNG"


@pytest.fixture(scope="module")
def cameras() -> Iterator[Served]:
    with serve(CAMERAS) as served:
        yield served
        served.stop()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Trial]]:
    folder = tmp_path_factory.mktemp("files")
    (folder / "files.yaml").write_text(FILES)
    trial = prepare(folder / "files.yaml", folder, Problems())
    assert trial is not None
    with serve(folder / "files.yaml", cwd=folder) as served:
        yield served, trial
        served.stop()


def support(name: str) -> Any:
    return getattr(import_module("generated._support"), name)


def client_of(served: Served, style: str, kind: str, secret: str = "anything") -> Any:
    module = import_module(f"generated.cameras.{style}.client")
    known = {"key": support("ApiKey")(secret), "operator": support("Basic")("me", secret)}
    return getattr(module, kind)(served.targets[style], credentials=known)


def frames() -> list[Any]:
    import datetime

    frame = import_module("generated.cameras.types").Frame
    noon = datetime.datetime(2026, 1, 1, 12, tzinfo=datetime.UTC)
    return [frame(number=number, taken_at=noon, jpeg=b"x") for number in (1, 2)]


# Those over HTTP, and the others that carry a stream of the server's.
OVER_HTTP = [style.name for style in registry.styles() if style.hosting.kind == "asgi"]
STREAMING = [name for name, told in facts(CAMERAS).items() if told["WatchCamera"].carried]


@pytest.mark.parametrize("style", STREAMING)
def test_a_stream_of_the_server_gives_items_that_differ(cameras: Served, style: str) -> None:
    with client_of(cameras, style, "Client") as client:
        numbers = [frame.number for frame in client.watch_camera(camera_id=42, max_rate=1)]
    assert numbers == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("style", STREAMING)
def test_a_stream_for_what_is_not_there_fails_as_the_contract_says(
    cameras: Served, style: str
) -> None:
    missing = import_module("generated.cameras.errors").CameraNotFound
    with client_of(cameras, style, "Client") as client, pytest.raises(missing) as raised:
        list(client.watch_camera(camera_id=7))
    assert raised.value.camera_id == 7


@pytest.mark.parametrize("style", ["rest", "grpc"])
def test_a_stream_of_the_client_is_read_to_its_end(cameras: Served, style: str) -> None:
    with client_of(cameras, style, "Client") as client:
        assert client.upload_frames(frames=frames()).kept == 1


@pytest.mark.parametrize("style", ["rest", "grpc"])
def test_each_item_of_a_stream_both_ways_is_answered_with_one(cameras: Served, style: str) -> None:
    move = import_module("generated.cameras.types").Move

    async def steer() -> list[Any]:
        answered = asyncio.Event()
        answered.set()

        async def moves() -> AsyncIterator[Any]:
            for pan in (1, 2, 3):
                await asyncio.wait_for(answered.wait(), 40)
                answered.clear()
                yield move(pan=pan)

        found = []
        async with client_of(cameras, style, "AsyncClient") as client:
            async for position in client.steer_camera(moves=moves()):
                found.append(position)
                answered.set()
        return found

    assert len(asyncio.run(steer())) == 3


@pytest.mark.parametrize("style", registry.names())
def test_a_file_comes_in_pieces_and_goes_as_it_is(files: tuple[Served, Trial], style: str) -> None:
    served, trial = files
    with (
        importable(trial.files) as package,
        package.load(f"files.{style}.client").Client(served.targets[style]) as client,
    ):
        content = b"".join(client.load())
        assert content.startswith(PNG) and len(content) > 30_000
        assert client.keep(content=[content[:1000], content[1000:]]).size >= 0
        assert client.turn(content=content).startswith(PNG)


def test_a_key_of_an_unfinished_call_does_no_harm(files: tuple[Served, Trial]) -> None:
    served, _ = files
    found = []
    for _ in range(2):
        request = urllib.request.Request(
            f"{served.targets['rest']}/add",
            data=b'{"name": "One"}',
            headers={"content-type": "application/json", "idempotency-key": '"k1"'},
        )
        with urllib.request.urlopen(request, timeout=40) as answer:
            found.append((answer.status, answer.read()))
    assert found[0] == found[1]


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(support("ServiceError")) as raised:
        call()
    return str(raised.value.code.value)


@pytest.mark.parametrize("style", registry.names())
def test_whoever_shows_nothing_is_refused(cameras: Served, style: str) -> None:
    module = import_module(f"generated.cameras.{style}.client")
    with module.Client(cameras.targets[style]) as client:
        assert refused(client.list_cameras) == "unauthenticated"
        if style in STREAMING:
            assert refused(lambda: list(client.watch_camera(camera_id=42))) == "unauthenticated"
    with client_of(cameras, style, "Client", "whatever") as client:
        assert client.list_cameras().cameras


@pytest.mark.parametrize("style", registry.names())
def test_a_token_is_the_only_one_that_is_let_in(style: str) -> None:
    with serve(CAMERAS, "--token", "s3same") as served:
        assert "  key: the header X-API-Key (the one of --token)" in served.said
        with client_of(served, style, "Client", "s3same") as client:
            assert client.list_cameras().cameras
        with client_of(served, style, "Client", "another") as client:
            assert refused(client.list_cameras) == "unauthenticated"
        served.stop()


@pytest.mark.parametrize("token", [(), ("--token", "s3same")])
def test_the_announced_commands_work_as_they_stand_with_auth(token: tuple[str, ...]) -> None:
    with serve(CAMERAS, *token) as served:
        assert "Callers show:" in served.said
        tried = [line for line in served.said if line.startswith("Try ")]
        assert tried == ["Try GetCamera:", "Try WatchCamera:"]
        curls = [one for one in served.commands() if one.startswith(("curl ", "printf "))]
        watching = [name for name in OVER_HTTP if name in STREAMING]
        assert len(curls) == len(OVER_HTTP) + len(watching)
        streams = curls[len(OVER_HTTP) :]
        for command in curls:
            done = subprocess.run(
                f"{command} -sS --fail", shell=True, capture_output=True, text=True, timeout=30
            )
            assert done.returncode == 0, done.stderr
            assert '"error"' not in done.stdout
            assert "<fault>" not in done.stdout
            if command in streams:  # a result may have its text beside its value
                found = re.findall(r'"number": ?"?(\d)', done.stdout)
                assert found[:5] == ["1", "2", "3", "4", "5"], command
        assert [line for line in served.said if line.startswith("Always")] == [
            "Always the same answer: TakePicture, UploadFrames",
            "Always the same items: WatchCamera, SteerCamera",
        ]
        served.stop()


def test_lines_are_piped_into_a_command_that_works(cameras: Served) -> None:
    from generator.compare.sideways.commands import Commands
    from tests.derive.conftest import trial

    tried = trial("cameras")
    upload = next(o for o in tried.api.operations.values() if o.name.text == "UploadFrames")
    with tried.package() as package:
        commands = Commands(tried, package).of(upload, cameras.targets)
    told = facts(CAMERAS).items()
    assert commands.keys() == {name for name, told in told if told["UploadFrames"].carried}
    assert commands["rest"].startswith("printf ")
    done = subprocess.run(
        f"{commands['rest']} -sS --fail", shell=True, capture_output=True, text=True, timeout=30
    )
    assert (done.returncode, json.loads(done.stdout)) == (0, {"kept": 1}), done.stderr
