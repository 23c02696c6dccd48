"""Gives the tests of behaviour the loop in which servers and clients live, and the echo."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generator import build
from tests.behaviour.hosting import Host
from tests.behaviour.raw import Raw, raws

pytest.register_assert_rewrite("tests.behaviour.scenarios")

CONTRACTS = Path(__file__).parent / "contracts"
ECHO = CONTRACTS / "echo.yaml"
ORDERS = CONTRACTS / "orders.yaml"


@pytest.fixture(scope="session")
def host() -> Iterator[Host]:
    running = Host()
    yield running
    running.close()


@pytest.fixture(scope="session")
def echo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The package generated from ``contracts/echo.yaml``, which only the tests need."""
    folder = tmp_path_factory.mktemp("echo")
    build(ECHO, output=folder / "mirrored")
    sys.path.insert(0, str(folder))
    yield importlib.import_module("mirrored.echo")
    sys.path.remove(str(folder))


@pytest.fixture(scope="session")
def orders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The package generated from ``contracts/orders.yaml``, which only the tests need."""
    folder = tmp_path_factory.mktemp("orders")
    build(ORDERS, output=folder / "bought")
    sys.path.insert(0, str(folder))
    yield importlib.import_module("bought.orders")
    sys.path.remove(str(folder))


@pytest.fixture(scope="session")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of the package generated from ``contracts/guarded.yaml``."""
    folder = tmp_path_factory.mktemp("guarded")
    build(CONTRACTS / "guarded.yaml", output=folder / "locked")
    sys.path.insert(0, str(folder))
    yield "locked.guarded"
    sys.path.remove(str(folder))


@pytest.fixture(scope="session")
def echoes(echo: Any) -> dict[str, Raw]:
    """The echo of each style, without a network."""
    return raws(echo)
