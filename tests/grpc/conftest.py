"""Builds a contract that has everything, and gives the tests foreign peers to talk to."""

import importlib
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from generator import build
from tests.behaviour.hosting import Host

HERE = Path(__file__).parent
ZOO = HERE / "contracts" / "zoo.yaml"
STOCK = HERE / "stock"
MODULE = "city.zoo.v1.zoo"
SERVICE = "ZooService"


@pytest.fixture(scope="session")
def host() -> Iterator[Host]:
    """The loop in which servers and async clients live."""
    running = Host()
    yield running
    running.close()


@pytest.fixture(scope="session")
def zoo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the generated package ``zoo`` lies."""
    folder = tmp_path_factory.mktemp("zoo")
    contract = folder / "zoo.yaml"
    contract.write_bytes(ZOO.read_bytes())
    build(contract, output=folder / "menagerie")
    return folder / "menagerie" / "zoo"


@pytest.fixture(scope="session")
def zoo(zoo_folder: Path) -> Iterator[Any]:
    """The generated package ``zoo``."""
    path = str(zoo_folder.parent.parent)
    sys.path.insert(0, path)
    yield importlib.import_module("menagerie.zoo")
    sys.path.remove(path)


@pytest.fixture(scope="session")
def support(zoo: Any) -> Any:
    """What is common to all generated packages."""
    return importlib.import_module(f"{zoo.__name__.rpartition('.')[0]}._support")


@pytest.fixture(scope="session")
def stubs(zoo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What protoc makes of the emitted .proto for Python, as everybody uses it."""
    folder = tmp_path_factory.mktemp("stubs")
    command = [sys.executable, "-m", "grpc_tools.protoc", f"-I{zoo_folder / 'proto'}"]
    outputs = [f"--python_out={folder}", f"--grpc_python_out={folder}"]
    subprocess.run([*command, *outputs, "city/zoo/v1/zoo.proto"], check=True)
    return folder


@dataclass
class Peer:
    """A foreign process that reads and writes lines."""

    process: "subprocess.Popen[str]"

    def say(self, line: object) -> None:
        """Send a line of JSON."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(line) + "\n")
        self.process.stdin.flush()

    def hear(self) -> str:
        """Read a line."""
        assert self.process.stdout is not None
        return self.process.stdout.readline()

    def ask(self, method: str, request: object, **more: object) -> Any:
        """Of a foreign client: call a method."""
        self.say({"method": method, "request": request, **more})
        return json.loads(self.hear())

    def tell(self, method: str, **answer: object) -> None:
        """Of a foreign server: what to answer from now on."""
        self.say({method: answer})
        while self.hear() != "told\n":  # what a test before did not want to know
            pass

    def asked(self) -> Any:
        """Of a foreign server: what it was asked."""
        return json.loads(self.hear())


@contextmanager
def peer(script: str, stubs: Path, *arguments: str) -> Iterator[Peer]:
    """A foreign process, ended at the end."""
    process = subprocess.Popen(
        [sys.executable, str(STOCK / script), *arguments],
        env={"PYTHONPATH": str(stubs), "PATH": ""},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Peer(process)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        process.wait(20)


@pytest.fixture(scope="session")
def foreign_server(stubs: Path) -> Iterator[tuple[Peer, str]]:
    """A foreign server of the zoo, and its address."""
    with peer("server.py", stubs, MODULE, SERVICE) as process:
        yield process, f"127.0.0.1:{int(process.hear())}"
