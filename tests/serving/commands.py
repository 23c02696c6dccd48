"""Runs what docs/production.md shows, on free ports of the loopback."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serving.process import ROOT

PAGE = (ROOT / "docs/production.md").read_text("utf-8")
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
needs_nginx = pytest.mark.skipif(
    NGINX is None, reason="nginx is not installed: apt-get install nginx"
)


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


class Ports:
    """A free port in place of each that the page names."""

    def __init__(self) -> None:
        self._found: dict[str, int] = {}

    def port(self, shown: str) -> int:
        if shown not in self._found:
            with socket.create_server(("127.0.0.1", 0)) as probe:
                self._found[shown] = probe.getsockname()[1]
        return self._found[shown]

    def of(self, text: str) -> str:
        """The text with free ports, on the loopback only."""

        def replace(match: re.Match[str]) -> str:
            return f"127.0.0.1:{self.port(match[1])}"

        return re.sub(r"(?:127\.0\.0\.1|(?<![\w/])):(\d{4,5})\b", replace, text)


@contextlib.contextmanager
def started(command: list[str], folder: Path) -> Iterator["subprocess.Popen[str]"]:
    paths = [str(folder), str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    watchdog = threading.Timer(120, process.kill)
    watchdog.start()
    try:
        yield process
    finally:
        watchdog.cancel()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


@contextlib.contextmanager
def proxied(folder: Path, ports: Ports, more: str = "") -> Iterator[None]:
    """Run nginx as the page sets it up; ``more`` stands behind its servers."""
    (config,) = blocks("nginx")
    config = ports.of(config.rstrip().removesuffix("}") + more + "}\n")
    places = "\n".join(
        f"{kind}_temp_path {folder}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    config = config.replace("http {", f"http {{\naccess_log off;\n{places}\n", 1)
    (folder / "nginx.conf").write_text(config, "utf-8")
    globals_ = f"daemon off; pid {folder}/nginx.pid; error_log stderr;"
    command = [str(NGINX), "-p", str(folder), "-c", str(folder / "nginx.conf"), "-g", globals_]
    with started(command, folder):
        yield
