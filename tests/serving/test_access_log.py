"""The access log of `serve`: a line of JSON for each call, in every style, and from each worker."""

import json
from collections.abc import Iterator
from importlib import import_module

import pytest

from generator.styles import registry
from tests.serving.process import Served, served
from tests.serving.test_ending import ended

STYLES = registry.names()


@pytest.fixture(params=[(), ("--workers", "2", "--idempotency", "none")], ids=["one", "two"])
def shop(request: pytest.FixtureRequest) -> Iterator[Served]:
    with served("--access-log", "--request-id", *request.param) as running:
        yield running


def test_every_call_leaves_a_line(shop: Served) -> None:
    for style in STYLES:
        module = import_module(f"generated.products.{style}.client")
        with module.Client(shop.targets[style]) as client:
            client.get_product(product_id="0")
    answer = shop.ask(
        b"GET /products/0 HTTP/1.1\r\nhost: x\r\nx-request-id: mine\r\nconnection: close\r\n\r\n"
    )
    assert b"x-request-id: mine\r\n" in answer
    assert shop.process.stdout is not None
    lines = [json.loads(shop.process.stdout.readline()) for _ in range(len(STYLES) + 1)]
    assert sorted(line["style"] for line in lines) == sorted([*STYLES, "rest"])
    assert {line["operation"] for line in lines} == {"GetProduct"}
    assert {line["code"] for line in lines} == {"ok"}
    assert "mine" in {line["id"] for line in lines}
    shop.end()
    assert ended(shop, 15)[0] == 0
