"""Official clients call our server: both kinds of version, over HTTP and over stdio."""

import asyncio
import importlib
import json
import shutil
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generated._support import FixedTokens, Principal
from generator import build
from tests.behaviour.hosting import Host, served
from tests.behaviour.services.guarded import Mirror
from tests.behaviour.services.products import ProductList
from tests.portable import toolbox

HERE = Path(__file__).parent
SERVER = (
    "import asyncio;"
    "from generated.products.mcp.server import serve_stdio;"
    "from tests.behaviour.services.products import ProductList;"
    "print('no message of MCP');"  # it must not get among them
    "asyncio.run(serve_stdio(ProductList()))"
)
STDIO = json.dumps([sys.executable, "-c", SERVER])
TOOLS = {
    "add_product": ["Add product", False, False, False],
    "get_product": ["Get product", True, False, True],
    "list_products": ["List products", True, False, True],
    "update_product_price": ["Update product price", False, True, True],
    "delete_product": ["Delete product", False, True, True],
}


def check(told: dict[str, Any], version: str | None) -> None:
    """What a peer saw of the product list, whatever it speaks."""
    assert told["version"] == version
    assert told["tools"] == TOOLS
    added = told["added"]
    assert (added["failed"], added["structured"]["price"]) == (False, "22.00")
    assert json.loads(added["text"]) == added["structured"]
    missing = json.loads(told["missing"]["text"])
    assert (told["missing"]["failed"], told["missing"]["structured"]) == (True, None)
    assert (missing["code"], missing["error"]) == ("not_found", "ProductNotFound")
    assert missing["fields"] == {"productId": "no"}
    refused = json.loads(told["refused"]["text"])
    assert (told["refused"]["failed"], refused["code"]) == (True, "invalid_argument")
    assert [one["pointer"] for one in refused["violations"]] == ["/name", "/price", "/category"]
    assert told["listed"]["structured"]["products"] == [added["structured"]]
    assert (told["deleted"]["failed"], told["deleted"]["structured"]) == (False, None)
    assert told["unknown"] == -32602


def ran(*command: str | Path) -> dict[str, Any]:
    """What a peer printed last, as JSON."""
    found: dict[str, Any] = json.loads(toolbox.run(*command, within=60).splitlines()[-1])
    return found


def asked(host: Host, where: str, *command: str | Path) -> dict[str, Any]:
    """The same for a peer that is told where the product list is, before its last argument."""
    *words, mode = command
    if where == "stdio":
        return ran(*words, STDIO, mode)

    async def run() -> dict[str, Any]:
        async with served("generated.products", "mcp", ProductList()) as target:
            return await asyncio.to_thread(ran, *words, f"{target}/mcp", mode)

    return host.run(run())


@pytest.mark.parametrize("where", ["http", "stdio"])
@pytest.mark.parametrize(
    ("mode", "version"),
    [("auto", "2026-07-28"), ("legacy", "2025-11-25")],
)
def test_the_official_python_client_calls_our_tools(
    host: Host, peer_python: Path, where: str, mode: str, version: str
) -> None:
    check(asked(host, where, peer_python, HERE / "client.py", mode), version)


@pytest.mark.parametrize("where", ["http", "stdio"])
@pytest.mark.parametrize(
    ("package", "mode", "version"),
    [
        ("client", "auto", "2026-07-28"),
        ("client", "legacy", "2025-11-25"),
        ("sdk", "legacy", None),
    ],
)
def test_the_official_clients_for_node_call_our_tools(
    host: Host, peer_node: Path, where: str, package: str, mode: str, version: str | None
) -> None:
    shutil.copyfile(HERE / "client.mjs", peer_node / "client.mjs")
    told = asked(host, where, "node", peer_node / "client.mjs", package, mode)
    if package == "sdk":
        told["version"] = None  # it tells for HTTP only
    check(told, version)


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of a package whose operations ask for credentials."""
    folder = tmp_path_factory.mktemp("guarded")
    contract = Path("tests/behaviour/contracts/guarded.yaml").resolve()
    build(contract, output=folder / "asking")
    sys.path.insert(0, str(folder))
    yield "asking.guarded"
    sys.path.remove(str(folder))


def test_the_official_client_finds_where_tokens_come_from(
    host: Host, peer_node: Path, guarded: str
) -> None:
    shutil.copyfile(HERE / "metadata.mjs", peer_node / "metadata.mjs")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    public = f"http://127.0.0.1:{port}/mcp"

    known = FixedTokens({"t-ann": Principal("ann")})

    async def run() -> dict[str, Any]:
        service = Mirror(importlib.import_module(guarded))
        options = {"authenticate": known, "public_url": public, "port": port}
        async with served(guarded, "mcp", service, **options):
            program = peer_node / "metadata.mjs"
            return await asyncio.to_thread(ran, "node", program, public, "t-ann")

    told = host.run(run())
    assert told["code"] is not None
    assert told["resourceMetadataUrl"].startswith(f"http://127.0.0.1:{port}/.well-known/")
    assert told["metadata"]["resource"] == public
    assert told["metadata"]["authorization_servers"] == ["https://login.example"]
    assert told["answer"] == {"subject": "ann"}
