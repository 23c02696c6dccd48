"""A style on standard input and output: alone or beside HTTP, until its input ends."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.emit.contracts import products
from tests.emit.package import Package, write
from tests.runtime.test_serve import APP, get

# Answers each line with it, the service and the caller; "slow" after a while.
LINES = """
import asyncio
import os
import threading

from ..._support.stdio import taken


async def serve_stdio(service, *, principal=None, hooks=(), stop=None, grace=5, **options):
    if principal is None:
        raise ValueError("pass principal=")
    with taken() as (source, target):
        loop = asyncio.get_running_loop()
        lines = asyncio.Queue()

        def read():
            while line := os.read(source, 1000).decode():
                loop.call_soon_threadsafe(lines.put_nowait, line.strip())
            loop.call_soon_threadsafe(lines.put_nowait, None)

        threading.Thread(target=read, daemon=True).start()
        stopping = asyncio.ensure_future(stop.wait())
        while True:
            line = asyncio.ensure_future(lines.get())
            await asyncio.wait([line, stopping], return_when=asyncio.FIRST_COMPLETED)
            if not line.done() or line.result() is None:
                break
            os.write(target, f"{line.result()}: {service} for {principal!s}\\n".encode())
        os.write(target, b"over\\n")
"""
SHOP = """
class Shop:
    entered = 0

    def __init__(self):
        print("a word of the service's")

    def __str__(self):
        return f"Shop {self.entered}"

    async def __aenter__(self):
        Shop.entered += 1
        return self

    async def __aexit__(self, *_):
        pass

    async def get_product(self, *, product_id):
        pass


def ann():
    return "ann"
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    """A package whose RPC can be served on stdio."""
    root = tmp_path_factory.mktemp("stdio")
    package = write(products(), root, "on_stdio")
    for style, text in (("rest", APP), ("rpc", APP + LINES)):
        (package.folder / style).mkdir(exist_ok=True)
        (package.folder / style / "__init__.py").touch()
        (package.folder / style / "server.py").write_text(text)
    (root / "stdio_shop.py").write_text(SHOP)
    return package


@contextmanager
def started(package: Package, *arguments: str) -> Iterator["subprocess.Popen[str]"]:
    pipe = subprocess.PIPE
    process = subprocess.Popen(
        [sys.executable, "-m", package.name, "serve", "stdio_shop:Shop", *arguments],
        cwd=package.folder.parent.parent,
        stdin=pipe,
        stdout=pipe,
        stderr=pipe,
        text=True,
        env={**os.environ, "PYTHONPATH": ""},
    )
    watchdog = threading.Timer(60, process.kill)
    watchdog.start()
    try:
        yield process
    finally:
        watchdog.cancel()
        process.kill()
        process.communicate()


def said(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline()


def write_line(process: "subprocess.Popen[str]", text: str) -> None:
    assert process.stdin is not None
    process.stdin.write(f"{text}\n")
    process.stdin.flush()


CALLER = ("--principal", "stdio_shop:ann")


def test_the_end_of_the_input_ends_the_process_and_all_that_it_said_is_the_protocols(
    package: Package,
) -> None:
    with started(package, "--rpc", "stdio", *CALLER, "--access-log") as process:
        out, complaints = process.communicate("hello\n")
    assert out == "hello: Shop 1 for ann\nover\n"  # entered once
    assert complaints == "a word of the service's\nrpc at stdio\n"
    assert process.returncode == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_though_its_input_goes_on(package: Package, number: int) -> None:
    with started(package, "--rpc", "stdio", "--principal", "unchecked") as process:
        write_line(process, "hello")
        assert said(process) == "hello: Shop 1 for Unchecked.UNCHECKED\n"
        process.send_signal(number)
        out, _ = process.communicate()
    assert (out, process.returncode) == ("over\n", 0)


def test_others_are_served_beside_it_with_the_same_service(package: Package) -> None:
    with started(package, "--rest", "127.0.0.1:0", "--rpc", "stdio", *CALLER) as process:
        assert process.stderr is not None
        lines = [process.stderr.readline() for _ in range(3)]
        assert lines[2] == "rpc at stdio\n"
        assert asyncio.run(get(lines[1].split()[-1], "/x")) == "Shop 1 at /x"
        out, _ = process.communicate("hello\n")
    assert (out, process.returncode) == ("hello: Shop 1 for ann\nover\n", 0)


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--rpc", "stdio"], "pass principal="),
        (["--rest", "stdio"], "REST is not served on stdio: only rpc can be"),
        (["--rpc", "stdio", *CALLER, "--workers", "2"], "stdio is read by one process"),
        (["--rpc", ":0", *CALLER], "principal is of no use without an address stdio"),
        (["--rpc", "stdio", "--principal", "stdio_shop:bob"], "'stdio_shop' has no 'bob'"),
    ],
)
def test_the_command_says_what_is_wrong(
    package: Package,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    complaint: str,
) -> None:
    monkeypatch.chdir(package.folder.parent.parent)
    base = Package(name=package.name.partition(".")[0], folder=package.folder)
    main: Any = base.module("._support.command").main
    with pytest.raises(SystemExit) as caught:
        main(
            package.name, package.module(".serving").HOSTS, ["serve", "stdio_shop:Shop", *arguments]
        )
    assert caught.value.code == 2
    assert complaint in capsys.readouterr().err


def test_the_help_tells_of_it(package: Package, capsys: pytest.CaptureFixture[str]) -> None:
    base = Package(name=package.name.partition(".")[0], folder=package.folder)
    with pytest.raises(SystemExit):
        base.module("._support.command").main(
            package.name, package.module(".serving").HOSTS, ["serve", "--help"]
        )
    told = " ".join(capsys.readouterr().out.split())
    assert "--rpc HOST:PORT|stdio serve RPC here" in told
    assert "--principal module:object who calls on stdio" in told


def test_no_more_than_one_style_reads_the_input(package: Package) -> None:
    base = Package(name=package.name.partition(".")[0], folder=package.folder)
    hosts = package.module(".serving").HOSTS
    both = [
        type(host)(name=name, title=name, kind="asgi", stdio=True)
        for host in hosts[:1]
        for name in "ab"
    ]
    bound = base.module("._support.listeners").bound
    error = base.module("._support.hosts").ServeError
    with (
        pytest.raises(error, match="a and b cannot share stdio"),
        bound(both, {"a": "stdio", "b": "stdio"}),
    ):
        pass
