"""Official clients and servers of MCP, set up from pins, and a thread in which ours are served."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.behaviour.hosting import Host
from tests.portable import toolbox

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def host() -> Iterator[Host]:
    running = Host()
    yield running
    running.close()


@pytest.fixture(scope="session")
def peer_python() -> Path:
    """An interpreter with the official package."""
    return toolbox.python(HERE / "requirements.txt", "mcp-python")


@pytest.fixture(scope="session")
def peer_node() -> Path:
    """A folder with the official packages for Node, in which programs of ours find them."""
    return toolbox.node(HERE / "package.json", "mcp-node")
