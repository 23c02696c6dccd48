"""The apps and servers that the tests of XML-RPC ask."""

import asyncio
import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from generator import build
from tests.behaviour.hosting import Host, served
from tests.behaviour.services.echo import Mirror
from tests.behaviour.services.products import ProductList
from tests.xmlrpc.asking import Answer, ask

ECHO = Path(__file__).parents[1] / "behaviour" / "contracts" / "echo.yaml"
Post = Callable[..., Answer]


@pytest.fixture(scope="session")
def host() -> Iterator[Host]:
    running = Host()
    yield running
    running.close()


@pytest.fixture(scope="session")
def echo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The package of the contract that has a member of every kind."""
    folder = tmp_path_factory.mktemp("echo")
    build(ECHO, output=folder / "repeated")
    sys.path.insert(0, str(folder))
    yield importlib.import_module("repeated.echo")
    sys.path.remove(str(folder))


@pytest.fixture
def post() -> Post:
    """Sends a request to the app of the products, and returns its answer."""
    app = importlib.import_module("generated.products.xmlrpc.server").create_app(
        ProductList(), max_batch=3, max_body_size=1_000_000
    )

    def run(body: bytes, **more: Any) -> Answer:
        return asyncio.run(ask(app, body, **more))

    return run


@pytest.fixture(scope="module")
def shop(host: Host) -> Iterator[str]:
    """The URL of a server of the products."""
    yield from _serving(host, "generated.products", ProductList())


@pytest.fixture(scope="module")
def mirror(host: Host, echo: Any) -> Iterator[str]:
    """The URL of a server that gives back what it gets."""
    yield from _serving(host, echo.__name__, Mirror(echo))


def _serving(host: Host, package: str, service: object) -> Iterator[str]:
    serving = served(package, "xmlrpc", service)
    yield f"{host.run(serving.__aenter__())}/xmlrpc"
    host.run(serving.__aexit__(None, None, None))
