"""The pages that the tests look at."""

import msgspec
import pytest

from generator.compare.page import page
from generator.compare.sideways.comparison import Comparison
from generator.compare.timing.result import Measurement
from generator.styles import registry
from tests.compare.through.seen import intermediary
from tests.report import made

SEVEN = ["REST", "gRPC", "JSON-RPC", "GraphQL", "SOAP 1.2", "Connect", "XML-RPC"]
PRODUCTS = made.ROOT / "contracts" / "products.yaml"
HOSTILE = """
contract: shop.products.v1
version: 1.0.0
title: "</title><script>alert(1)</script> \\" ' & \\u202e"
description: "</style><img src=x onerror=alert(1)> <a href='javascript:alert(1)'>x</a>"
types:
  Thing:
    fields:
      name: string
operations:
  DoIt:
    description: "<!-- --><svg onload=alert(1)> {{ 7 * 7 }} {% raw %}"
    input:
      name: string
    output: Thing
    examples:
      first:
        input: {name: "</code></pre><script>alert(2)</script>\\u202e&amp;\\""}
        output: {name: "<img src=x onerror=alert(3)>"}
  ANameThatGoesOnAndOnAndOnUntilItIsWiderThanEveryPhoneOnThisEarth:
    input:
      a_field_that_goes_on_and_on_and_on_until_it_is_wider_than_a_phone: string
"""


@pytest.fixture(scope="session")
def products() -> Comparison:
    return made.comparison_of(PRODUCTS)


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The measured page of a contract that would like to be code."""
    file = tmp_path_factory.mktemp("hostile") / "hostile.yaml"
    file.write_text(HOSTILE, encoding="utf-8")
    comparison = made.comparison_of(file)
    return page(comparison, made.measurement(comparison))


def seen_between(comparison: Comparison) -> Measurement:
    """A measurement with a proxy in between, one that would like to be code."""
    return msgspec.structs.replace(made.measurement(comparison), through=intermediary())


@pytest.fixture(scope="session")
def pages(products: Comparison, hostile: str) -> dict[str, str]:
    return {
        "static": page(products, None),
        "measured": page(products, made.measurement(products)),
        "unsteady": page(products, made.measurement(products, spread=0.6)),
        "hostile": hostile,
        "evolved": page(products, None, evolution=made.evolution(products)),
        "between": page(products, seen_between(products)),
        "all": page(made.comparison_of(PRODUCTS, registry.names()), None),
        "seven": page(seven := made.in_styles(products, SEVEN), made.measurement(seven)),
    }


@pytest.fixture(scope="session")
def every_contract() -> dict[str, str]:
    """The page of each contract of the repository, in all styles."""
    paths = sorted((made.ROOT / "contracts").glob("*.yaml"))
    return {path.stem: page(made.comparison_of(path, registry.names()), None) for path in paths}
