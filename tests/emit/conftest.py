"""The emitted package of the hand-made contract, written once for all tests."""

import pytest

from tests.emit.contracts import products
from tests.emit.package import Package, write


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    return write(products(), tmp_path_factory.mktemp("emitted"), "emitted")
