"""Gives the tests of REST the loop in which servers and clients live."""

from collections.abc import Iterator

import pytest

from tests.behaviour.hosting import Host


@pytest.fixture(scope="session")
def host() -> Iterator[Host]:
    running = Host()
    yield running
    running.close()
