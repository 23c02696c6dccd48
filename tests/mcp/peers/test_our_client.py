"""Our client calls official servers: a stateless one, and one that shakes hands."""

import contextlib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from generated._support import CallOptions, Code, ServiceError
from generated.products import Category, ProductNotFound
from generated.products.mcp.client import Client
from generator.styles.mcp.runtime.session import HANDSHAKE
from generator.styles.mcp.runtime.versions import STATELESS

HERE = Path(__file__).parent
VERSIONS = {"python": STATELESS, "node": HANDSHAKE[0]}
SHOES: dict[str, Any] = {"price": Decimal("9.00"), "category": Category.SHOES}


@pytest.fixture
def command(request: pytest.FixtureRequest) -> list[str]:
    """How the official server of a language is started, but for where it listens."""
    if request.param == "python":
        return [str(request.getfixturevalue("peer_python")), str(HERE / "server.py")]
    folder = request.getfixturevalue("peer_node")
    shutil.copyfile(HERE / "server.mjs", folder / "server.mjs")
    return ["node", str(folder / "server.mjs")]


@contextlib.contextmanager
def running(command: list[str]) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The target of a server over HTTP, and the server."""
    server = subprocess.Popen([*command, "http"], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    try:
        yield f"http://127.0.0.1:{server.stdout.readline().strip()}", server
    finally:
        server.kill()
        server.communicate()


@contextlib.contextmanager
def client_of(command: list[str], where: str) -> Iterator[Client]:
    if where == "stdio":
        with Client.over_stdio([*command, "stdio"]) as client:
            yield client
        return
    with running(command) as (target, _), Client(target) as client:
        yield client


both = pytest.mark.parametrize("command", ["python", "node"], indirect=True, ids=str)


@both
@pytest.mark.parametrize("where", ["http", "stdio"])
def test_calls_of_official_servers_come_to_values_and_errors(
    command: list[str], where: str
) -> None:
    with client_of(command, where) as client:
        added = client.add_product(name="Clogs", **SHOES)
        assert (added.name, added.price, added.category) == ("Clogs", 9, Category.SHOES)
        assert client.get_product(product_id=added.id) == added
        assert client.list_products().products == [added]
        with pytest.raises(ProductNotFound) as missing:
            client.get_product(product_id="no")
        assert (missing.value.product_id, str(missing.value)) == ("no", "No.")
        with pytest.raises(ServiceError) as told:
            client.add_product(name="text", **SHOES)
        assert (told.value.code, str(told.value)) == (Code.UNKNOWN, "I would rather not.")
        with pytest.raises(ServiceError) as unknown:
            client.update_product_price(product_id=added.id, price=Decimal(8))
        assert unknown.value.code is Code.INVALID_ARGUMENT
        with pytest.raises(ServiceError) as late:
            client.add_product(name="wait", **SHOES, options=CallOptions(timeout=0.5))
        assert late.value.code is Code.DEADLINE_EXCEEDED
        client.delete_product(product_id=added.id)
        assert client.list_products().products == []
        version = client._codec.session.version
    assert version == VERSIONS["node" if command[0] == "node" else "python"]


@pytest.mark.parametrize("command", ["python"], indirect=True)
def test_an_answer_behind_other_events_is_found(command: list[str]) -> None:
    with client_of(command, "http") as client:
        assert client.add_product(name="progress", **SHOES).name == "progress"


@pytest.mark.parametrize("command", ["node"], indirect=True)
def test_a_session_that_the_server_has_lost_begins_again(command: list[str]) -> None:
    with running(command) as (target, _), Client(target) as client:
        first = client.add_product(name="Clogs", **SHOES)
        client.list_products(options=CallOptions(headers={"x-forget": "1"}))
        assert client.get_product(product_id=first.id) == first


@pytest.mark.parametrize("command", ["node"], indirect=True)
def test_a_client_that_is_closed_ends_its_session(command: list[str]) -> None:
    with running(command) as (target, server):
        with Client(target) as client:
            client.list_products()
        assert server.stdout is not None
        assert server.stdout.readline() == "ended 0\n"


@pytest.mark.parametrize("command", ["node"], indirect=True)
def test_a_server_that_asks_over_stdio_whether_the_client_is_there_hears_so(
    command: list[str],
) -> None:
    with client_of(command, "stdio") as client:
        assert client.add_product(name="ping", **SHOES).name == "ping"


def test_a_command_is_words_that_no_shell_reads() -> None:
    with pytest.raises(TypeError, match="a list of its words"):
        Client.over_stdio(f"{sys.executable} -c pass")
