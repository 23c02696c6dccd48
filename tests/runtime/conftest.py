"""The emitted package of the hand-made contract: the run-time core is tested at work in it."""

from typing import Any

import pytest

from tests.emit.contracts import products
from tests.emit.package import Package, write


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    return write(products(), tmp_path_factory.mktemp("runtime"), "at_work")


@pytest.fixture
def types(package: Package) -> Any:
    return package.module(".types")


@pytest.fixture
def errors(package: Package) -> Any:
    return package.module(".errors")


@pytest.fixture
def table(package: Package) -> Any:
    """The operations."""
    return package.module(".operations")


@pytest.fixture
def support(package: Package) -> Any:
    """Looks up a module of ``_support``, which is another copy than ``generator.runtime``."""
    root = package.name.partition(".")[0]
    return lambda name: Package(name=root, folder=package.folder).module(f"._support.{name}")
