"""Runs ``python -m generated.products serve`` in a process, and talks to it in raw bytes."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from generator.styles import registry
from tests.waiting import PATIENCE, until_by_thread

ROOT = Path(__file__).parents[2]
JSON = b"content-type: application/json\r\n"
# Runs a module as a command without httptools, as on a machine that lacks it.
WITHOUT_HTTPTOOLS = (
    "import sys, runpy; sys.modules['httptools'] = None; "
    "runpy.run_module('generated.products', run_name='__main__', alter_sys=True)"
)


@dataclass(frozen=True)
class Served:
    """A running command and the targets that it announced."""

    process: "subprocess.Popen[str]"
    targets: dict[str, str]
    # A byte for each call that takes its time.
    log: Path

    @property
    def port(self) -> int:
        """Where the styles over HTTP are served."""
        return int(self.targets["rest"].rpartition(":")[2])

    def connect(self) -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self.port))
        connection.settimeout(PATIENCE)
        return connection

    def ask(self, *pieces: bytes) -> bytes:
        """All that comes back for some bytes, until the server closes."""
        with self.connect() as connection:
            for piece in pieces:
                try:
                    connection.sendall(piece)
                except (BrokenPipeError, ConnectionResetError):
                    break
            return rest_of(connection)

    def memory(self) -> int:
        """Its resident bytes."""
        text = Path(f"/proc/{self.process.pid}/statm").read_text()
        return int(text.split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def connections(self) -> int:
        """How many it has over HTTP, as the kernel counts them."""
        rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
        here, listens, nobodys = f":{self.port:04X}", "0A", "0"
        return sum(
            row[1].endswith(here) and row[3] != listens and row[9] != nobodys for row in rows
        )

    def begun(self) -> int:
        """How many calls that take their time have come to the service until now."""
        return self.log.stat().st_size

    def until_begun(self, count: int) -> None:
        """Wait until so many of these calls have come."""
        until_by_thread(lambda: self.begun() >= count)

    def until_known(self) -> None:
        """Wait until it has read what was sent on the connections that were made so far."""
        # It takes connections in their order, and reads from all of them in each turn.
        assert status(self.ask(get())) == 200

    def until_stopping(self) -> None:
        """Wait until it takes no connection any more."""
        until_by_thread(self._refuses)

    def _refuses(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) != 0

    def end(self, number: int = signal.SIGTERM) -> None:
        self.process.send_signal(number)


def rest_of(connection: socket.socket) -> bytes:
    """What comes until the other side closes, or resets."""
    received = b""
    while True:
        try:
            piece = connection.recv(65536)
        except ConnectionResetError:
            return received
        if not piece:
            return received
        received += piece


@contextmanager
def served(
    *options: str,
    parser: str = "httptools",
    service: str = "tests.serving.shop:Shop",
    environment: Mapping[str, str] | None = None,
) -> Iterator[Served]:
    """The shop in every style; those over HTTP share a port."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        shared = f"127.0.0.1:{probe.getsockname()[1]}"
    file, begun = tempfile.mkstemp()
    os.close(file)
    addresses = []
    for style in registry.styles():
        over_http = style.hosting.kind == "asgi"
        addresses += [f"--{style.name}", shared if over_http else "127.0.0.1:0"]
    run = ["-m", "generated.products"] if parser == "httptools" else ["-c", WITHOUT_HTTPTOOLS]
    process = subprocess.Popen(
        [sys.executable, *run, "serve", service, *addresses, *options],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "BEGUN": str(begun), **(environment or {})},
    )
    watchdog = threading.Timer(120, process.kill)
    watchdog.start()
    try:
        assert process.stdout is not None
        lines = [process.stdout.readline().split(" at ") for _ in registry.names()]
        targets = {line[0]: line[1].strip() for line in lines if len(line) == 2}
        assert {*targets} == {*registry.names()}, process.communicate()[1]
        yield Served(process, targets, Path(begun))
    finally:
        watchdog.cancel()
        process.kill()
        process.communicate()
        Path(begun).unlink()


def get(path: str = "/products/0", *headers: bytes) -> bytes:
    """A request that ends its connection."""
    lines = b"".join(header + b"\r\n" for header in headers)
    return b"GET %s HTTP/1.1\r\nhost: x\r\nconnection: close\r\n%s\r\n" % (path.encode(), lines)


def status(answer: bytes) -> int:
    """The status of a response, 0 of none."""
    return int(answer.split(b" ", 2)[1]) if answer else 0


def document(answer: bytes) -> dict[str, object]:
    """The JSON body of a response."""
    found: dict[str, object] = msgspec.json.decode(answer.partition(b"\r\n\r\n")[2])
    return found
