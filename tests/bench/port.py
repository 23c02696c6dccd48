"""Prints what a call of a style costs where others share its port, beside what it costs alone.

Both processes are what the generated command runs. They are asked in turns, in short rounds, and
the CPU time of each is the kernel's own; the best round is the one that nothing else disturbed.

Run: python -m tests.bench.port
"""

import itertools
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

from generated.products.serving import HOSTS
from tests.bench.ratios import Costs, print_ratios

ROOT = Path(__file__).parents[2]
SERVICE = "tests.bench.jsonrpc_server:Products"
WANTED = "wanted 1.03"
ROUNDS = 30
REQUESTS = 480
IN_FLIGHT = 16

JSON = b"content-type: application/json\r\n"
CALL = b'{"jsonrpc":"2.0","method":"getProduct","params":{"productId":"123"},"id":1}'
NEW = b'{"name":"T-Shirt","price":"22.00","category":"Clothes"}'
# What is asked, by the style that is.
ASKED = {
    "rest": {
        "get one": b"GET /products/123 HTTP/1.1\r\nhost: bench\r\n\r\n",
        "post one": b"POST /products HTTP/1.1\r\nhost: bench\r\n%scontent-length: %d\r\n\r\n%s"
        % (JSON, len(NEW), NEW),
    },
    "jsonrpc": {
        "get one": b"POST /jsonrpc HTTP/1.1\r\nhost: bench\r\n%scontent-length: %d\r\n\r\n%s"
        % (JSON, len(CALL), CALL),
    },
}


@dataclass(frozen=True, kw_only=True)
class Server:
    """A process that serves, and connections to it that are all busy at a time."""

    pid: int
    sockets: list[socket.socket]
    files: list[BinaryIO]

    def cost(self, request: bytes) -> float:
        """CPU seconds of the server for one of many requests."""
        begun = self._clock()
        for _ in range(REQUESTS // IN_FLIGHT):
            for one in self.sockets:
                one.sendall(request)
            for file in self.files:
                _read(file)
        return (self._clock() - begun) / REQUESTS

    def _clock(self) -> float:
        tasks = Path(f"/proc/{self.pid}/task").iterdir()
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9


def _read(file: BinaryIO) -> None:
    status = file.readline()
    if b" 20" not in status:
        raise SystemExit(f"answered {status!r}")
    length = 0
    while (line := file.readline()) != b"\r\n":
        if line.lower().startswith(b"content-length:"):
            length = int(line.partition(b":")[2])
    file.read(length)


@contextmanager
def serving(styles: list[str]) -> Iterator[Server]:
    """Some styles at one address."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    places = [part for style in styles for part in (f"--{style}", f"127.0.0.1:{port}")]
    command = [sys.executable, "-m", "generated.products", "serve", SERVICE, *places]
    with ExitStack() as stack:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT)
        stack.callback(process.wait)
        stack.callback(process.terminate)
        assert process.stdout is not None
        for _ in styles:
            process.stdout.readline()
        opened = [socket.create_connection(("127.0.0.1", port)) for _ in range(IN_FLIGHT)]
        files = [stack.enter_context(one.makefile("rb")) for one in opened]
        for one in opened:
            stack.callback(one.close)
        yield Server(pid=process.pid, sockets=opened, files=files)


def measure(style: str) -> Costs:
    """CPU seconds per request of a style alone on its port, and of the same beside all others."""
    together = [host.name for host in HOSTS if host.kind == "asgi"]
    with serving([style]) as alone, serving(together) as shared:
        servers = {"alone": alone, "shared": shared}
        for asked, request in ASKED[style].items():
            costs = dict.fromkeys(servers, float("inf"))
            for _, (name, server) in itertools.product(range(ROUNDS), servers.items()):
                costs[name] = min(costs[name], server.cost(request))
            yield asked, costs


if __name__ == "__main__":
    print_ratios({style: partial(measure, style) for style in ASKED}, ["alone"], "shared")
    print(WANTED)
