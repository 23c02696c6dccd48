"""What a target wrote runs for as long as it is needed, wherever it listens."""

import socket
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from generator.deploy.address import is_loopback, split
from generator.deploy.running import NotStarted, started


class Listens:
    """A target whose program listens at an address."""

    name = "listens"
    title = "Listens"
    parameters = ()

    def __init__(self, code: str) -> None:
        self._code = code

    def missing(self) -> str:
        return ""

    def command(self, _folder: Path) -> Sequence[str]:
        return (sys.executable, "-I", "-S", "-c", self._code)


def test_a_proxy_may_listen_at_an_address_of_ipv6(tmp_path: Path) -> None:
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6) as probe:
            port = probe.getsockname()[1]
    except OSError:
        pytest.skip("this machine has no IPv6")
    code = (
        "import socket; s = socket.create_server(('::1', %d), family=socket.AF_INET6)\n"
        "while True: s.accept()"
    )
    with started(Listens(code % port), tmp_path, f"[::1]:{port}") as proxy:
        assert proxy.url == f"https://[::1]:{port}"
        assert proxy.process.poll() is None
    assert proxy.process.returncode is not None


def test_one_that_ends_at_once_says_what_it_printed(tmp_path: Path) -> None:
    with (
        pytest.raises(NotStarted, match=r"Listens ended with 3:\nno such directive"),
        started(Listens("print('no such directive'); raise SystemExit(3)"), tmp_path, "[::1]:1"),
    ):
        pytest.fail("it runs")


def test_an_address_is_a_host_and_a_port() -> None:
    known = {"127.0.0.1:80": ("127.0.0.1", 80), "[::1]:8443": ("::1", 8443), "a.b:1": ("a.b", 1)}
    assert {text: split(text) for text in known} == known
    hosts = ["127.0.0.9", "::1", "localhost", "0.0.0.0", "::", "shop.example"]
    assert [host for host in hosts if is_loopback(host)] == hosts[:3]
