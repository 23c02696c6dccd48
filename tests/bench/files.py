"""Sends a large file up and down over REST, and tells by how much each process grew.

    python -m tests.bench.files [--megabytes 1024]

Server and client are processes of their own. Each call follows one of a megabyte, so that what is
made once does not count.
"""

import argparse
import asyncio
import contextlib
import importlib
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

from generator import build

CONTRACT = Path(__file__).parent.parent / "behaviour" / "contracts" / "vault.yaml"
PIECE = b"\x00\xff" * 32 * 1024
WARM = 1024 * 1024


class Store:
    """Counts what comes, and makes up what is asked for: the name says how many bytes."""

    def __init__(self, types: Any) -> None:
        self._types = types

    async def upload_file(self, *, name: str, label: str | None = None, content: Any) -> Any:
        del name, label
        size = 0
        async for piece in content:
            size += len(piece)
        return self._types.UploadFileResult(size=size)

    async def download_file(self, *, name: str) -> AsyncIterator[bytes]:
        for piece in pieces(int(name)):
            yield piece


def pieces(size: int) -> Iterator[bytes]:
    """So many bytes."""
    for at in range(0, size, len(PIECE)):
        yield PIECE[: size - at]


def transfer(folder: str, target: str, client: str, way: str, size: int) -> None:
    """Make one call, and print by how many MB this process grew, and what came of it."""
    module = _module(folder, "rest.client")
    call = _sync if client == "sync" else _async
    call(module, target, way, WARM)
    before = reset_peak("self")
    done = call(module, target, way, size)
    print(peak("self") - before, done, flush=True)


def _sync(module: Any, target: str, way: str, size: int) -> int:
    with module.Client(target) as caller:
        if way == "up":
            return int(caller.upload_file(name="a", content=pieces(size)).size)
        return sum(len(piece) for piece in caller.download_file(name=str(size)))


def _async(module: Any, target: str, way: str, size: int) -> int:
    async def run() -> int:
        async with module.AsyncClient(target) as caller:
            if way == "up":
                return int((await caller.upload_file(name="a", content=pieces(size))).size)
            received = 0
            async for piece in caller.download_file(name=str(size)):
                received += len(piece)
            return received

    return asyncio.run(run())


def serve(folder: str) -> None:
    """Serve until the input ends; prints the target."""
    from generator.runtime.hosts import Host
    from generator.runtime.serve import serving

    service = Store(_module(folder, "types"))
    host = Host(name="rest", title="REST", kind="asgi")

    async def run() -> None:
        package = "weighed.vault.serving"
        async with serving(package, [host], service, {"rest": "127.0.0.1:0"}) as targets:
            print(targets["rest"], flush=True)
            await asyncio.to_thread(sys.stdin.read)

    asyncio.run(run())


def _module(folder: str, name: str) -> Any:
    sys.path.insert(0, folder)
    return importlib.import_module(f"weighed.vault.{name}")


def reset_peak(process: str) -> float:
    """Forget the largest size that a process had so far; the size that it has, in MB."""
    Path(f"/proc/{process}/clear_refs").write_text("5")
    return peak(process)


def peak(process: str) -> float:
    """The largest resident size of a process, in MB."""
    status = Path(f"/proc/{process}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


@contextlib.contextmanager
def serving_process() -> Iterator[tuple[str, str, int]]:
    """A server in a process of its own: the folder of its package, its target, its number."""
    with tempfile.TemporaryDirectory() as folder:
        build(CONTRACT, output=Path(folder) / "weighed")
        command = [sys.executable, "-m", "tests.bench.files", "--serve", folder]
        pipe = subprocess.PIPE
        with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
            assert process.stdout is not None and process.stdin is not None
            try:
                yield folder, process.stdout.readline().strip(), process.pid
            finally:
                process.stdin.close()
                process.wait(10)


def growth(size: int) -> Iterator[tuple[str, str, float, float]]:
    """By how many MB server and client grew, for each client and way."""
    with serving_process() as (folder, target, server):
        for client in ("sync", "async"):
            for way in ("up", "down"):
                before = reset_peak(str(server))
                asked = [folder, target, client, way, str(size)]
                command = [sys.executable, "-m", "tests.bench.files", "--call", *asked]
                found = subprocess.run(command, capture_output=True, text=True, check=True)
                grown, done = found.stdout.split()
                assert int(done) == size, found.stdout
                yield client, way, peak(str(server)) - before, float(grown)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=1024)
    parser.add_argument("--serve")
    parser.add_argument("--call", nargs=5)
    given = parser.parse_args()
    if given.serve:
        serve(given.serve)
    elif given.call:
        folder, target, client, way, size = given.call
        transfer(folder, target, client, way, int(size))
    else:
        for client, way, server, own in growth(given.megabytes * 1024 * 1024):
            grown = f"server +{server:.1f} MB, client +{own:.1f} MB"
            print(f"{given.megabytes} MB {way:4} {client:5}: {grown}")


if __name__ == "__main__":
    main()
