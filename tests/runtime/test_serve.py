"""Serving: styles side by side, addresses, the command line and its complaints."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.emit.contracts import products
from tests.emit.package import Package, write

APP = """
def create_app(service, **limits):
    async def app(scope, receive, send):
        if scope["type"] != "http":
            return
        text = f"{service} at {scope['root_path']}{scope['path']}"
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": text.encode()})

    app.end_calls = lambda: None
    return app
"""
SERVER = """
class Server:
    def __init__(self, service, **limits):
        self.log = service

    def listen(self, address, tls):
        self.log.append(address)
        return 5

    async def start(self):
        self.log.append("started")

    async def stop(self, grace):
        self.log.append("stopped")


create_server = Server
"""
SHOP = """
class Shop:
    def __str__(self):
        return "Shop"

    def __getattr__(self, name):
        return lambda **_: None


shop = Shop()
nothing = None


class Corner:
    def get_product(self, *, product_id):
        pass

    list_products = "no method"


def needy(price):
    return price

async def later():
    return "made"

def make():
    return "made"
"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Package:
    """A package whose styles are stand-ins that say what they were asked."""
    root = tmp_path_factory.mktemp("serving")
    package = write(products(), root, "serving_here")
    for style, text in (("rest", APP), ("rpc", APP), ("wire", SERVER)):
        (package.folder / style).mkdir(exist_ok=True)
        (package.folder / style / "__init__.py").touch()
        (package.folder / style / "server.py").write_text(text)
    (root / "shop_module.py").write_text(SHOP)
    return package


@pytest.fixture
def root(served: Package) -> Path:
    return served.folder.parent.parent


def support(package: Package, name: str) -> Any:
    base = package.name.partition(".")[0]
    return Package(name=base, folder=package.folder).module(f"._support.{name}")


async def get(target: str, path: str) -> str:
    host, port = target.removeprefix("http://").split("/")[0].split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    text = (await reader.read()).decode()
    writer.close()
    await writer.wait_closed()
    return text.split("\r\n\r\n", 1)[1].split("\r\n")[-1 if "chunked" not in text else 1]


@pytest.fixture
def taken() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"127.0.0.1:{listener.getsockname()[1]}"


@pytest.fixture
def free() -> str:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return f"127.0.0.1:{listener.getsockname()[1]}"


def run(
    served: Package, service: object, addresses: dict[str, str | None], *paths: str
) -> list[str]:
    serve = support(served, "serve")
    hosts = served.module(".serving").HOSTS

    async def scenario() -> list[str]:
        module = f"{served.name}.serving"
        async with serve.serving(module, hosts, service, addresses) as targets:
            found = [await get(targets["rest"], path) for path in paths]
            return [*found, *sorted(targets)]

    return asyncio.run(scenario())


def test_styles_on_one_address_are_mounted_side_by_side(served: Package, free: str) -> None:
    answers = run(served, "S", {"rest": free, "rpc": free}, "/products", "/rpc", "/rpc/x", "/rpcx")
    assert answers == [
        "S at /products",
        "S at /rpc/rpc",
        "S at /rpc/rpc/x",
        "S at /rpcx",
        "rest",
        "rpc",
    ]


def test_a_server_of_its_own_is_started_and_stopped(served: Package, free: str) -> None:
    log: list[str] = []
    assert run(served, log, {"wire": free, "rest": "127.0.0.1:0"}) == ["rest", "wire"]
    assert log == [free, "started", "stopped"]


def test_an_address_in_use_is_said(served: Package, taken: str) -> None:
    error = support(served, "serve").ServeError
    for style in ("rest", "wire"):
        with pytest.raises(error, match=f"cannot listen at {taken}: Address already in use"):
            run(served, [], {style: taken})


@pytest.mark.parametrize("address", ["8000", "localhost", "host:port", "127.0.0.1:99999999"])
def test_what_is_no_address_is_said(served: Package, address: str) -> None:
    error = support(served, "serve").ServeError
    with pytest.raises(error, match=r"not an address|cannot listen"):
        run(served, "S", {"rest": address})


def test_styles_that_cannot_share_an_address_are_told_so(served: Package, free: str) -> None:
    error = support(served, "serve").ServeError
    with pytest.raises(error, match="REST and Wire cannot share"):
        run(served, "S", {"rest": free, "wire": free})
    with pytest.raises(error, match="no address to serve at: rest, rpc, wire"):
        run(served, "S", {"rest": None})


@pytest.mark.parametrize(
    ("address", "expected"),
    [("127.0.0.1:80", ("127.0.0.1", 80)), ("[::1]:80", ("::1", 80)), (":80", ("0.0.0.0", 80))],
)
def test_addresses_are_host_and_port(
    served: Package, address: str, expected: tuple[str, int]
) -> None:
    assert support(served, "listeners").split(address) == expected


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_command_serves_until_a_signal_and_ends_well(
    served: Package, root: Path, number: signal.Signals
) -> None:
    command = [sys.executable, "-m", served.name, "serve", "shop_module:Shop"]
    process = subprocess.Popen(
        [*command, "--rest", "127.0.0.1:0"],
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": ""},
    )
    watchdog = threading.Timer(60, process.kill)
    watchdog.start()
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith("rest at http://127.0.0.1:")
        assert asyncio.run(get(line.split()[-1], "/x")) == "Shop at /x"
        process.send_signal(number)
        _, complaints = process.communicate()
    finally:
        watchdog.cancel()
        process.kill()
        process.wait()
    assert (process.returncode, complaints) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["shop_module:Shopp", "--rest", "127.0.0.1:0"], "has no 'Shopp'; did you mean 'Shop'?"),
        (["shop_modul:Shop", "--rest", "127.0.0.1:0"], "there is no module 'shop_modul'"),
        (["shop_module", "--rest", "127.0.0.1:0"], "not of the form module:object"),
        (["shop_module:Shop"], "give at least one address, such as --rest 127.0.0.1:8000"),
        (["shop_module:Shop", "--soap", "127.0.0.1:0"], "there is no option or style 'soap' here"),
        (["shop_module:Shop", "--soap=127.0.0.1:0"], "the styles are rest, rpc, wire"),
        (["shop_module:Shop", "--rest", "nowhere"], "not an address: 'nowhere'"),
        (["shop_module:needy", "--rest", "127.0.0.1:0"], "missing a required argument: 'price'"),
        (["shop_module:nothing", "--rest", "127.0.0.1:0"], "'shop_module:nothing' has none of"),
        (["os:getpid", "--rest", "127.0.0.1:0"], "'os:getpid' has none of the methods of a"),
        (["os:path", "--rest", "127.0.0.1:0"], "get_product, "),
        (["shop_module:make", "--rest", "127.0.0.1:0"], "'shop_module:make' has none of"),
        (["shop_module:Shop", "--rest", ":0", "--threads", "0"], "threads must be at least 1"),
        (["shop_module:Shop", "--rest", ":0", "--grace", "-1"], "grace must not be negative"),
        (["shop_module:Shop", "--rest", ":0", "--max-timeout", "0"], "max_timeout must be greater"),
        (["shop_module:Shop", "--rest", ":0", "--body-timeout", "0"], "body_timeout must be"),
        (["shop_module:Shop", "--rest", ":0", "--max-header-size", "9"], "at least 8192"),
        (["shop_module:Shop", "--rest", ":0", "--threads", "x"], "invalid int value: 'x'"),
        (["shop_module:later", "--rest", "127.0.0.1:0"], "'shop_module:later' is async"),
        (["shop_module:Shop", "--rest", ":0", "--verbose"], "no option or style 'verbose' here"),
        (["shop_module:Shop", "--rest", ":0", "--hooks", "os:sep"], "'os:sep': not a hook"),
        (["shop_module:Shop", "--rest", ":0", "--hooks", "os:getcwd"], "'os:getcwd': a hook is"),
    ],
)
def test_the_command_says_what_is_wrong(
    served: Package,
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    complaint: str,
) -> None:
    monkeypatch.chdir(root)
    main = support(served, "command").main
    with pytest.raises(SystemExit) as caught:
        main(served.name, served.module(".serving").HOSTS, ["serve", *arguments])
    assert caught.value.code == 2
    told = capsys.readouterr().err
    assert complaint in told
    assert told.count("\n") == 2  # what is wrong is not at the end of a page


@pytest.mark.parametrize("service", ["Corner", "Shop"])
def test_a_service_that_lacks_methods_is_served(
    served: Package, root: Path, monkeypatch: pytest.MonkeyPatch, service: str
) -> None:
    monkeypatch.chdir(root)
    command = support(served, "command")
    ran: list[object] = []
    monkeypatch.setattr(command, "run_made", lambda *given, **_: ran.append(given[2]().service))
    hosts = served.module(".serving").HOSTS
    command.main(served.name, hosts, ["serve", f"shop_module:{service}", "--rest", ":0"])
    assert [type(made).__name__ for made in ran] == [service]


def test_a_class_or_function_makes_the_service_and_an_object_is_it(
    served: Package, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root)
    made = support(served, "named").made
    assert str(made("shop_module:Shop")) == "Shop"
    assert made("shop_module:shop") is made("shop_module:shop")
    assert made("shop_module:make") == "made"


def test_a_module_that_fails_to_import_shows_its_own_error(
    served: Package, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (root / "broken_shop.py").write_text("import no_such_thing_at_all")
    monkeypatch.chdir(root)
    with pytest.raises(ModuleNotFoundError, match="no_such_thing_at_all"):
        support(served, "named").made("broken_shop:Shop")
