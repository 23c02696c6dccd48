"""Runs what a target wrote, on this machine: a proxy, for as long as a block runs."""

import contextlib
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.deploy.address import split
from generator.deploy.certificate import CERTIFICATE_FILE
from generator.deploy.target import Runs

_LOG = "proxy.log"
_PATIENCE = 30.0  # seconds until it listens
_GRACE = 5.0  # seconds that it gets to end
_PAUSE = 0.01
_TAIL = 4000  # characters


class NotStarted(Exception):
    """A proxy has ended before it listened; says what it printed."""


@dataclass(frozen=True, kw_only=True)
class Proxy:
    """A proxy that listens; certificate: what its callers have to trust, a PEM file."""

    title: str
    address: str
    folder: Path
    process: "subprocess.Popen[bytes]"

    @property
    def url(self) -> str:
        """Where styles over HTTP are called."""
        return f"https://{self.address}"

    @property
    def certificate(self) -> Path:
        """The file of the certificate that it shows."""
        return self.folder / CERTIFICATE_FILE

    def printed(self) -> str:
        """The end of what it printed until now, and of each of its logs."""
        return _printed(self.folder)


def free_address() -> str:
    """An address of loopback at which nothing listens at present."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return f"127.0.0.1:{probe.getsockname()[1]}"


@contextlib.contextmanager
def started(target: Runs, folder: Path, address: str) -> Iterator[Proxy]:
    """Run a target's folder while the block runs; raises NotStarted.

    folder: as ``deploy`` wrote it; address: the value of its parameter ``listen``.
    """
    with (folder / _LOG).open("wb") as log:
        process = subprocess.Popen(
            [*target.command(folder)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        _until_listening(process, target.title, folder, address)
        yield Proxy(title=target.title, address=address, folder=folder, process=process)
    finally:
        process.terminate()
        try:
            process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _until_listening(
    process: "subprocess.Popen[bytes]", title: str, folder: Path, address: str
) -> None:
    end = time.monotonic() + _PATIENCE
    while process.poll() is None and time.monotonic() < end:
        with contextlib.suppress(OSError), socket.create_connection(split(address)):
            return
        time.sleep(_PAUSE)
    what = "does not listen" if process.poll() is None else f"ended with {process.returncode}"
    raise NotStarted(f"{title} {what}:\n{_printed(folder)}")


def _printed(folder: Path) -> str:
    logs = [log.read_text("utf-8", "replace")[-_TAIL:] for log in sorted(folder.rglob("*.log"))]
    return "\n".join(text for text in logs if text)
