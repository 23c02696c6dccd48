"""Gives the tests of support code a second copy of all that is generated, in another package."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.behaviour.hosting import Host

pytest.register_assert_rewrite("tests.behaviour.scenarios")


@pytest.fixture(scope="session")
def host() -> Iterator[Host]:
    running = Host()
    yield running
    running.close()


@pytest.fixture(scope="session")
def second(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of a package with the same contracts and a ``_support`` of its own.

    Generated code is the same bytes wherever it lies, so that a copy is what a build would make.
    """
    folder = tmp_path_factory.mktemp("second")
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(Path("generated"), folder / "second" / "house", ignore=ignored)
    sys.path.insert(0, str(folder))
    yield "second.house"
    sys.path.remove(str(folder))
