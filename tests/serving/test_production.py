"""Runs all commands of docs/production.md: each serves, is called, and ends when it is told to."""

import os
import re
import shlex
import shutil
import ssl
import subprocess
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

import grpc
import pytest

from generated._support import CallOptions
from generated.products import Category
from generator.styles import registry
from tests.serving import certificates
from tests.serving.certificates import Certificates
from tests.serving.commands import PAGE, Ports, blocks, needs_nginx, proxied, started
from tests.serving.process import ROOT

STYLES = registry.names()


COMMANDS = [line for block in blocks("sh") for line in block.splitlines()]
HOSTS = dict(re.findall(r"^\| (\w+)[^|]* \| `(\1 [^`]*)` \|$", PAGE, re.MULTILINE))


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return certificates.make(tmp_path_factory.mktemp("certificates"))


@pytest.fixture
def ports() -> Ports:
    return Ports()


@pytest.fixture
def folder(tmp_path: Path, files: Certificates, ports: Ports) -> Path:
    """What the commands of the page find where they are run."""
    certificate, key = files.pair("server")
    shutil.copy(certificate, tmp_path / "cert.pem")
    shutil.copy(key, tmp_path / "key.pem")
    shutil.copy(files.ca, tmp_path / "ca.pem")
    (tmp_path / "app.py").write_text("\n".join(blocks("python")), "utf-8")
    (toml,) = blocks("toml")
    (tmp_path / "serve.toml").write_text(ports.of(toml), "utf-8")
    return tmp_path


def announced(process: "subprocess.Popen[str]", count: int) -> dict[str, str]:
    """The targets by style; other lines may stand between."""
    assert process.stdout is not None
    targets: dict[str, str] = {}
    seen = []
    while len(targets) < count:
        line = process.stdout.readline()
        seen.append(line)
        assert line, seen
        name, _, target = line.strip().partition(" at ")
        if name in STYLES:
            targets[name] = target
    return targets


def client(style: str, target: str, files: Certificates, *, encrypted: bool) -> Any:
    make = import_module(f"generated.products.{style}.client").Client
    if not encrypted:
        return make(target)
    certificate, key = files.pair("client")
    if registry.style(style).hosting.kind == "server":
        pair = (key.read_bytes(), certificate.read_bytes())
        channel = grpc.ssl_channel_credentials(files.ca.read_bytes(), *pair)
        return make(target, channel_credentials=channel)
    context = ssl.create_default_context(cafile=files.ca)
    context.load_cert_chain(certificate, key)
    return make(target, ssl_context=context)


def sells(shop: Any) -> None:
    """A call that changes something, by whatever way it goes there."""
    options = CallOptions(timeout=30)
    made = shop.add_product(
        name="Cap", price=Decimal("1.00"), category=Category.CLOTHES, options=options
    )
    assert made.name == "Cap"


def eventually(work: Callable[[], None], seconds: float = 40) -> None:
    until = time.monotonic() + seconds
    while True:
        try:
            work()
        except Exception:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
        else:
            return


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_page_serves_and_ends(
    command: str, folder: Path, files: Certificates, ports: Ports
) -> None:
    words = shlex.split(ports.of(command))
    assert words[:4] == ["python", "-m", "generated.products", "serve"]
    styles = sum(f"--{style}" in words for style in STYLES) or 2
    with started([sys.executable, *words[1:]], folder) as process:
        targets = announced(process, styles)
        for style, target in targets.items():
            with client(style, target, files, encrypted="--tls-cert" in words) as shop:
                sells(shop)
        process.terminate()
        said, _ = process.communicate(timeout=60)
    assert (process.returncode, said) == (0, "")


def test_the_shop_of_the_page_is_entered_and_left(folder: Path, ports: Ports) -> None:
    assert "That is `serve app:shop`." in PAGE
    command = [sys.executable, "-m", "generated.products", "serve", "app:shop"]
    with started([*command, "--rest", ports.of(":8000")], folder) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "connects\n"
        announced(process, 1)
        process.terminate()
        assert process.communicate(timeout=60)[0] == "disconnects\n"


def test_the_program_of_the_page_serves(folder: Path, files: Certificates, ports: Ports) -> None:
    (folder / "app.py").write_text(ports.of((folder / "app.py").read_text()), "utf-8")
    with started([sys.executable, "-c", "import app; app.main()"], folder) as process:
        target = f"https://127.0.0.1:{ports.port('8000')}"
        with client("rest", target, files, encrypted=True) as shop:
            eventually(lambda: sells(shop))
        process.terminate()
        assert (process.wait(60), process.communicate()[0]) == (0, "")


@pytest.mark.parametrize("name", HOSTS)
def test_a_host_server_of_the_page_serves_both_styles(
    name: str, folder: Path, files: Certificates, ports: Ports
) -> None:
    here = Path(sys.executable).parent
    program = shutil.which(name, path=f"{here}{os.pathsep}{os.environ['PATH']}")
    if program is None:
        pytest.skip(f"{name} is not installed")
    words = shlex.split(ports.of(HOSTS[name]))
    if "--port" in words:
        words[words.index("--port") + 1] = str(ports.port("8000"))
    with started([program, *words[1:]], folder) as process:
        base = f"http://127.0.0.1:{ports.port('8000')}"
        for style, target in (("rest", base), ("jsonrpc", f"{base}/jsonrpc")):
            with client(style, target, files, encrypted=False) as shop:
                eventually(lambda shop=shop: sells(shop))
        process.terminate()
        process.wait(60)


@needs_nginx
def test_the_proxy_of_the_page_passes_every_style_on(
    folder: Path, files: Certificates, ports: Ports
) -> None:
    own = [sys.executable, *shlex.split(ports.of(COMMANDS[0]))[1:], "--request-id"]
    with started(own, folder) as process, proxied(folder, ports):
        announced(process, 3)
        http = f"http://127.0.0.1:{ports.port('8080')}"
        for style, target in (
            ("rest", http),
            ("jsonrpc", f"{http}/jsonrpc"),
            ("grpc", f"127.0.0.1:{ports.port('8081')}"),
        ):
            with client(style, target, files, encrypted=False) as shop:
                eventually(lambda shop=shop: sells(shop))


def test_every_option_that_the_page_names_is_one_of_the_command() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "generated.products", "serve", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    foreign = {name for command in HOSTS.values() for name in re.findall(r"--[a-z-]+", command)}
    for name in set(re.findall(r"`(--[a-z-]+)", PAGE)) - foreign:
        assert name in told
