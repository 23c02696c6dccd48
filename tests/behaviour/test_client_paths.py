"""Clients whose style has one path for all calls reach it wherever a server has it."""

import importlib
import inspect

import pytest

from tests.behaviour.hosting import REMOTE, Caller, Host, Way, connected, served
from tests.behaviour.services.products import ProductList

PRODUCTS = "generated.products"


def _takes_path(way: Way) -> bool:
    client = importlib.import_module(f"{PRODUCTS}.{way.style}.client").Client
    return "path" in inspect.signature(client).parameters


@pytest.mark.parametrize("path", ["", "/"])
@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize("way", [way for way in REMOTE if _takes_path(way)], ids=str)
def test_a_server_at_the_root_of_its_host_is_reached(
    host: Host, way: Way, slash: str, path: str
) -> None:
    async def run() -> None:
        async with (
            served(PRODUCTS, way.style, ProductList()) as target,
            connected(PRODUCTS, way, target + slash, path=path) as client,
        ):
            assert (await Caller(client).list_products()).products == []

    host.run(run())
