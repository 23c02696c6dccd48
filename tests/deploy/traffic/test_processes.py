"""Servers that are processes of their own, one of which ends in the middle of a call."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from generated.products import Category
from generator.styles import registry
from tests.deploy.traffic.site import CONTRACTS, TARGETS, fronted, runs
from tests.serving.process import Served, served

PACKAGE = "generated.products"


def addresses(servers: Sequence[Served]) -> dict[str, list[str]]:
    """Where they listen, by the key of a backend."""
    http = [f"127.0.0.1:{server.port}" for server in servers]
    return {"http": http, "grpc": [server.targets["grpc"] for server in servers]}


@pytest.mark.parametrize("target", TARGETS)
def test_a_process_that_dies_costs_no_call_that_may_be_made_again(
    target: str, tmp_path: Path
) -> None:
    missing = runs(target).missing()
    if missing:
        pytest.skip(missing)
    calls = tmp_path / "calls"
    given = {"service": "tests.deploy.traffic.mortal:Mortal", "environment": {"CALLS": str(calls)}}
    with (
        served("--health", **given) as one,
        served("--health", **given) as other,
        fronted(target, CONTRACTS["products"], PACKAGE, addresses([one, other]), tmp_path) as site,
    ):
        with site.client("rest") as client:
            survivor = client.get_product(product_id="1").name
        pids = [one.process.pid, other.process.pid]
        assert sorted(map(int, calls.read_text().split())) == sorted(pids)
        assert int(survivor) in pids
        for style in registry.names():
            with site.client(style) as client:
                for _ in range(3):
                    made = client.add_product(
                        name="T-Shirt", price=Decimal(1), category=Category.CLOTHES
                    )
                    assert made.name == survivor
        assert len(calls.read_text().split()) == 2 + 3 * len(registry.names())
