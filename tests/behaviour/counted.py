"""A server in a process that counts what it holds, and clients that leave without a word.

    python -m tests.behaviour.counted serve FOLDER SERVICE PATIENCE
    python -m tests.behaviour.counted call FOLDER STYLE TARGET COUNT

A line on its standard input asks the server to count. The client opens its streams, says so, and
then, when it is told, neither hears nor acknowledges anything any more.
"""

import asyncio
import contextlib
import ctypes
import dataclasses
import gc
import importlib
import json
import os
import socket
import struct
import subprocess
import sys
import threading
import types
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.behaviour.services import streams

PACKAGE = "counted.streams"
TEXT = "x" * 10_000
PAUSE = timedelta(milliseconds=20)
_ATTACH_FILTER = 26  # SO_ATTACH_FILTER of Linux


@dataclasses.dataclass(frozen=True, kw_only=True)
class Held:
    """What a process holds at a moment, streams that run among it; memory is in MB.

    made: how many items its streams have made so far.
    """

    running: int
    made: int
    tasks: int
    threads: int
    files: int
    generators: int
    memory: float


def held(service: Any = None) -> Held:
    """What this process holds; a service tells how many of its streams run."""
    gc.collect()
    kinds = (types.GeneratorType, types.AsyncGeneratorType, types.CoroutineType)
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return Held(
        running=getattr(service, "running", 0),
        made=service.seen.many if service else 0,
        tasks=len(asyncio.all_tasks()),
        threads=threading.active_count(),
        files=len([*Path("/proc/self/fd").iterdir()]),
        generators=sum(isinstance(one, kinds) for one in gc.get_objects()),
        memory=pages * os.sysconf("SC_PAGE_SIZE") / 1024 / 1024,
    )


def module(folder: str, name: str) -> Any:
    """A module of the package of streams, which is generated in a folder."""
    if folder not in sys.path:
        sys.path.insert(0, folder)
    return importlib.import_module(f"{PACKAGE}.{name}")


async def serve(folder: str, name: str, patience: str) -> None:
    """Serve in every style until the input ends.

    patience: seconds in which a client reads nothing, until it is cut off.
    """
    hosts = module(folder, "serving").HOSTS
    support = f"{PACKAGE.partition('.')[0]}._support"
    serving = importlib.import_module(f"{support}.serve")
    limits = importlib.import_module(f"{support}.limits").Limits(
        max_connections=2000, write_timeout=float(patience), idle_timeout=float(patience)
    )
    service = getattr(streams, name)(importlib.import_module(PACKAGE))
    service.seen = _Counted()
    service.ended = _Counted()
    addresses = {host.name: "127.0.0.1:0" for host in hosts}
    settings = serving.Settings(limits=limits)
    async with serving.serving(f"{PACKAGE}.serving", hosts, service, addresses, settings) as at:
        print(json.dumps(at), flush=True)
        while await asyncio.to_thread(sys.stdin.readline):
            print(json.dumps(dataclasses.asdict(held(service))), flush=True)


class _Counted(list[Any]):
    """A list that keeps only how many there were: what a service notes down is no leak."""

    many = 0

    def append(self, item: Any) -> None:
        del item
        self.many += 1


class Server:
    """The process of the server, as the tests see it."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self.targets: dict[str, str] = json.loads(self._line())

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()

    def _held(self) -> Held:
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return Held(**json.loads(self._line()))

    async def held(self) -> Held:
        """What it holds now."""
        return await asyncio.to_thread(self._held)

    async def until(self, running: int, seconds: float = 30) -> Held:
        """Wait until so many streams run; what it holds then."""
        async with asyncio.timeout(seconds):
            while (now := await self.held()).running != running:
                await asyncio.sleep(0.05)
        return now

    async def settled(self, before: Held, seconds: float = 30) -> Held:
        """Wait until it holds no more than before, memory aside; what it holds at last."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not no_more(now := await self.held(), before):
                    await asyncio.sleep(0.1)
        return now


# Threads that pools may make before they use one again: of services, large inputs, grpcio.
POOL = 64


def no_more(now: Held, before: Held) -> bool:
    """Whether nothing is left but memory; threads of a pool are kept for later."""
    return (
        now.running <= before.running
        and now.tasks <= before.tasks
        and now.files <= before.files
        and now.generators <= before.generators
        and now.threads <= max(before.threads, POOL)
    )


@contextlib.contextmanager
def started(*arguments: str) -> Iterator["subprocess.Popen[str]"]:
    """This module as a process."""
    command = [sys.executable, "-m", "tests.behaviour.counted", *arguments]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


async def call(folder: str, style: str, target: str, count: int) -> None:
    """Open streams that never end by themselves; fall silent when told to."""
    async with module(folder, f"{style}.client").AsyncClient(target) as client:
        opened = [client.count(upto=1_000_000, text=TEXT) for _ in range(count)]
        await asyncio.gather(*[anext(stream) for stream in opened])
        print("open", flush=True)
        reading = [asyncio.create_task(read(stream)) for stream in opened]
        await asyncio.to_thread(sys.stdin.readline)
        fall_silent(int(target.rpartition(":")[2].partition("/")[0]))
        print("silent", flush=True)
        await asyncio.wait(reading)
        await asyncio.to_thread(sys.stdin.read)


async def read(stream: AsyncIterator[Any]) -> int:
    """How many items come before the end, whatever that is."""
    read = 0
    with contextlib.suppress(Exception):
        async for _ in stream:
            read += 1
            await asyncio.sleep(PAUSE.total_seconds())
    return read


class _Instruction(ctypes.Structure):
    _fields_ = (("code", ctypes.c_ushort), ("yes", ctypes.c_ubyte), ("no", ctypes.c_ubyte))
    _fields_ += (("value", ctypes.c_uint),)


def fall_silent(port: int) -> None:
    """Have the kernel drop whatever comes from a port to this process, unacknowledged."""
    drop = _Instruction(0x06, 0, 0, 0)  # BPF: return 0 bytes of each packet
    program = struct.pack("HP", 1, ctypes.addressof(drop))
    for file in [*Path("/proc/self/fd").iterdir()]:
        with contextlib.suppress(OSError), socket.socket(fileno=os.dup(int(file.name))) as found:
            inet = found.family in {socket.AF_INET, socket.AF_INET6}
            if inet and found.getpeername()[1] == port:
                found.setsockopt(socket.SOL_SOCKET, _ATTACH_FILTER, program)


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        asyncio.run(serve(*sys.argv[2:]))
    else:
        asyncio.run(call(*sys.argv[2:5], int(sys.argv[5])))
