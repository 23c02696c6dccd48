"""Streams with a foreign peer on one side, made by protoc from the emitted .proto."""

import asyncio
import importlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generator import build
from tests.behaviour.hosting import Host
from tests.grpc.conftest import HERE, STOCK
from tests.grpc.railway import Railway


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where the package ``tracks.rail`` lies, and the stubs of its .proto in ``stubs``."""
    folder = tmp_path_factory.mktemp("tracks")
    contract = folder / "rail.yaml"
    contract.write_bytes((HERE / "contracts" / "rail.yaml").read_bytes())
    build(contract, output=folder / "tracks")
    (folder / "stubs").mkdir()
    root = folder / "tracks" / "rail" / "proto"
    (proto,) = root.rglob("*.proto")
    command = [sys.executable, "-m", "grpc_tools.protoc", f"-I{root}"]
    outputs = [f"--{kind}_out={folder / 'stubs'}" for kind in ("python", "grpc_python")]
    subprocess.run([*command, *outputs, proto.relative_to(root)], check=True)
    sys.path.insert(0, str(folder))
    yield folder
    sys.path.remove(str(folder))


@pytest.fixture(scope="module")
def rail(folder: Path) -> Any:
    """The generated package."""
    return importlib.import_module(f"{folder.joinpath('tracks').name}.rail")


def program(folder: Path, *arguments: str) -> "subprocess.Popen[str]":
    """Start the foreign peer."""
    return subprocess.Popen(
        [sys.executable, STOCK / "streams.py", *arguments],
        env=os.environ | {"PYTHONPATH": str(folder / "stubs")},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_a_foreign_client_has_streams_of_all_kinds(folder: Path, rail: Any, host: Host) -> None:
    async def run() -> dict[str, Any]:
        module = importlib.import_module(f"{rail.__name__}.grpc.server")
        server = module.create_server(Railway(rail))
        port = server.add_insecure_port("127.0.0.1:0")
        await server.start()
        peer = program(folder, "client", f"127.0.0.1:{port}")
        text, _ = await asyncio.to_thread(peer.communicate, timeout=30)
        await server.stop(0)
        return dict(json.loads(line) for line in text.splitlines())

    assert host.run(run()) == {
        "watch": [0, 1, 2],
        "record": 3,
        "talk_bare": ["alarm", "all_clear"],
        "talk": [0, 1, 2],
        "upload": 3,
        "closed": [0, 1, 2, "FAILED_PRECONDITION"],
    }


@pytest.fixture
def target(folder: Path) -> Iterator[str]:
    """The address of the foreign server."""
    peer = program(folder, "server")
    assert peer.stdin is not None
    assert peer.stdout is not None
    yield f"127.0.0.1:{int(peer.stdout.readline())}"
    peer.stdin.close()
    peer.wait(40)
    peer.stdout.close()


def test_a_foreign_server_is_called_with_streams_of_all_kinds(
    rail: Any, target: str, host: Host
) -> None:
    client_module = importlib.import_module(f"{rail.__name__}.grpc.client")
    support = importlib.import_module(f"{rail.__name__.rpartition('.')[0]}._support")
    readings = [rail.Reading(sensor="s", value=number) for number in (1, 2, 0)]
    events = [rail.Alarm(code=1), rail.AllClear(reason="x")]

    def sync() -> None:
        with client_module.Client(target) as client:
            watched = [one.value for one in client.watch(sensor="a", most=3)]
            assert watched == [0, 1, 2]
            assert client.record(sensor="a", readings=readings).total == 3
            assert list(client.talk_bare(events=events)) == events
            assert [one.value for one in client.talk(sensor="a", events=events)] == [0, 1, 0]
            assert list(client.echo(items=["a", ""])) == ["a", ""]
            assert b"".join(client.download(size=1, piece=3)) == b"xxxy"

    async def run() -> None:
        async with client_module.AsyncClient(target) as client:
            watched = [one.value async for one in client.watch(sensor="a", most=3)]
            assert watched == [0, 1, 2]
            found = await client.record(sensor="a", readings=readings)
            assert (found.count, found.total) == (1, 3)  # the key came once
            assert [one async for one in client.talk_bare(events=events)] == events
            values = [one.value async for one in client.talk(sensor="a", events=events)]
            assert values == [0, 1, 0]
            assert [one async for one in client.echo(items=["a", ""])] == ["a", ""]
            pieces = [one async for one in client.download(size=1, piece=3)]
            assert b"".join(pieces) == b"xxxy"
            with pytest.raises(support.ServiceError) as caught:
                async for _ in client.watch(sensor="closed", most=2):
                    pass
            assert caught.value.code == "resource_exhausted"
            many = [rail.Reading(sensor="s", value=99)] * 1000
            with pytest.raises(support.ServiceError, match="enough") as caught:
                await client.record(sensor="a", readings=many)
            assert caught.value.code == "aborted"
        await asyncio.to_thread(sync)

    host.run(run())
