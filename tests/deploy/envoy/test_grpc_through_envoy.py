"""gRPC and gRPC-Web through Envoy, where only a server of gRPC stands behind it."""

import datetime
import json
import shutil
import subprocess
import sysconfig
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from generated.products import Category, Product, ProductNotFound, ProductsService
from generated.products.grpc.server import create_server
from tests.behaviour.hosting import Host
from tests.deploy.envoy.folder import Running, needs_envoy, running

BUF = shutil.which("buf", path=sysconfig.get_path("scripts")) or shutil.which("buf")
PROTO = Path("generated/products/proto")
MOMENT = datetime.datetime(2026, 11, 30, tzinfo=datetime.UTC)
pytestmark = [needs_envoy, pytest.mark.skipif(BUF is None, reason="buf is not installed")]


class Shop(ProductsService):
    """Has one product."""

    async def get_product(self, *, product_id: str) -> Product:
        if product_id == "none":
            raise ProductNotFound(product_id=product_id)
        return Product(
            id=product_id,
            name="Shirt",
            price=Decimal("1.00"),
            category=Category.CLOTHES,
            tags=[],
            created_at=MOMENT,
        )


@pytest.fixture(scope="module")
def envoy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    host = Host()

    async def start() -> str:
        server = create_server(Shop())
        port = server.add_insecure_port("127.0.0.1:0")
        await server.start()
        servers.append(server)
        return f"127.0.0.1:{port}"

    servers: list[Any] = []
    address = host.run(start())
    given = {"grpc-server": [address]}
    folder = tmp_path_factory.mktemp("envoy")
    contract = Path("contracts/products.yaml").absolute()
    try:
        with running(folder, contract, given, ("grpc",)) as made:
            yield made
    finally:
        for server in servers:
            host.run(server.stop(None))
        host.close()


def called(envoy: Running, protocol: str, product_id: str) -> "subprocess.CompletedProcess[str]":
    """A call of GetProduct by a client that is none of ours."""
    url = f"https://{envoy.address}/shop.products.v1.ProductsService/GetProduct"
    certificate = str(envoy.folder / "tls/certificate.pem")
    data = json.dumps({"product_id": product_id})
    options = ("--cacert", certificate, "--schema", str(PROTO), "--protocol", protocol)
    command = [str(BUF), "curl", *options, "--data", data, url]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize("protocol", ["grpc", "grpcweb"])
def test_a_foreign_client_is_answered_by_a_server_of_grpc(envoy: Running, protocol: str) -> None:
    found = called(envoy, protocol, "7")
    assert found.returncode == 0, found.stderr
    assert json.loads(found.stdout)["product"]["id"] == "7"


@pytest.mark.parametrize("protocol", ["grpc", "grpcweb"])
def test_an_error_of_the_server_reaches_a_foreign_client(envoy: Running, protocol: str) -> None:
    assert json.loads(called(envoy, protocol, "none").stderr)["code"] == "not_found"


def test_calls_are_counted_by_method_and_status(envoy: Running) -> None:
    called(envoy, "grpc", "7")
    found = envoy.counters("GetProduct")
    assert [name for name in found if name.endswith("ProductsService.GetProduct.0")], found
    assert [name for name in found if "route.GetProduct_gRPC" in name], found
