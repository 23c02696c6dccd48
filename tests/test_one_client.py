"""Checks what one client per contract promises: where its methods stand, and what it imports."""

import asyncio
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from generated._support import Code, ServiceError
from generated.products import Product, ProductPage, ProductsClient, ProductsClientSync
from generated.products.operations import GET_PRODUCT, LIST_PRODUCTS
from generator import build
from tests.contract import STYLES

PRODUCTS = Path("contracts/products.yaml")
# Modules that no client needs before it is made: transports, servers, the judge of inputs.
_LATER = [
    "urllib3",
    "aiohttp",
    "grpc",
    "grpc.aio",
    "uvicorn",
    "asyncio",
    "jsonschema_rs",
    "google.protobuf",
    "importlib.resources",
    "generated._support.serve",
    "generated._support.dispatch",
    "generated._support.offload",
    "generated._support.http.asgi",
    "generated._support.implementation_check",
    "generated._support.validation.explain",
]


@pytest.mark.parametrize("style", STYLES)
def test_a_client_imports_no_server_and_no_transport_before_it_is_made(style: str) -> None:
    code = (
        f"import sys, generated.products.{style}.client\n"
        f"print([m for m in {_LATER} if m in sys.modules])\n"
        "print([m for m in sys.modules if m.startswith('generated.') and m.endswith('.server')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n[]\n"


@pytest.mark.parametrize("style", STYLES)
def test_the_methods_of_a_client_are_those_of_calls(style: str) -> None:
    module: Any = __import__(f"generated.products.{style}.client", fromlist=["Client"])
    for client, calls in (
        (module.Client, ProductsClientSync),
        (module.AsyncClient, ProductsClient),
    ):
        assert issubclass(client, calls)
        for name in (*(n for n in vars(calls) if not n.startswith("_")), "iter_list_products"):
            assert getattr(client, name) is getattr(calls, name)


def test_a_stand_in_for_a_client_overrides_what_a_test_calls() -> None:
    class Pages(ProductsClientSync):
        def _call(self, operation: Any, values: Any, options: Any) -> Any:
            if operation is not LIST_PRODUCTS:
                return super()._call(operation, values, options)
            return ProductPage(products=[])

    class One(ProductsClient):
        async def get_product(self, *, product_id: str, options: Any = None) -> Product:
            del options
            raise ServiceError(product_id, code=Code.INTERNAL)

    assert list(Pages().iter_list_products()) == []
    with pytest.raises(ServiceError, match=r"^GetProduct is not implemented\.$") as found:
        Pages().get_product(product_id="1")
    assert found.value.code is Code.UNIMPLEMENTED
    with pytest.raises(ServiceError, match=r"^7$"):
        asyncio.run(One().get_product(product_id="7"))
    with pytest.raises(ServiceError, match="not implemented"):
        asyncio.run(One().delete_product(product_id="7"))
    assert GET_PRODUCT.name == "GetProduct"


def test_products_takes_few_lines_of_python() -> None:
    files = sorted(Path("generated/products").rglob("*.py"))
    most = 790 + 120 * len(STYLES)
    assert sum(len(file.read_text().splitlines()) for file in files) <= most


def test_an_optional_field_changes_few_files(tmp_path: Path) -> None:
    contract, output = tmp_path / "products.yaml", tmp_path / "generated"
    text = PRODUCTS.read_text()
    contract.write_text(text)
    build(contract, output=output)
    before = _files(output)
    contract.write_text(_with_a_field(text))
    build(contract, output=output)
    after = _files(output)
    changed = [path for path in after if before.get(path) != after[path]]
    assert len(changed) <= 9 + len(STYLES), changed
    assert "products/calls.py" in changed
    assert not [path for path in changed if path.endswith("client.py")]


def _with_a_field(text: str) -> str:
    line = next(line for line in text.splitlines() if line.lstrip().startswith("note:"))
    return text.replace(line, f"{line}\n{line.replace('note:', 'remark:')}", 1)


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
