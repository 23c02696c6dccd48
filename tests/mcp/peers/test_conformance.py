"""The official conformance suite (2025-11-25) against our server: all that a server of tools is."""

import asyncio
import importlib
import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from generator import build
from tests.behaviour.hosting import Host, served

HERE = Path(__file__).parent

# What this style has no place for: logging, completion, resources, prompts, what a server asks of a
# client, and the two kinds of content besides text and images.
CLAIMED = [
    "server-initialize",
    "ping",
    "tools-list",
    "tools-call-simple-text",
    "tools-call-image",
    "tools-call-error",
    "tools-call-with-progress",
    "server-sse-polling",
    "server-sse-multiple-streams",
    "dns-rebinding-protection",
]


class Tools:
    """The tools that the suite calls."""

    def __init__(self, types: ModuleType) -> None:
        self._types = types

    async def test_simple_text(self) -> str:
        return "This is a simple text response for testing."

    async def test_image_content(self) -> bytes:
        return b"\x89PNG\r\n\x1a\n"

    async def test_error_handling(self) -> str:
        raise self._types.Intended

    async def test_tool_with_progress(self) -> AsyncIterator[str]:
        for step in ("one", "two", "three"):
            yield step


@pytest.fixture(scope="module")
def told(
    host: Host, peer_node: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, tuple[int, int]]:
    """How many checks of each scenario passed, and how many did not."""
    folder = tmp_path_factory.mktemp("conformance")
    build(HERE / "conformance.yaml", output=folder / "held")
    sys.path.insert(0, str(folder))
    package = "held.conformance"
    # The suite wants to hear of all three items of a stream that takes no time.
    importlib.import_module("held._support.mcp.calls")._PAUSE = 0
    suite = peer_node / "node_modules/@modelcontextprotocol/conformance/dist/index.js"
    # Node of this version comes as a package, too.
    node = peer_node / "node_modules/node/bin/node"

    def judge(url: str) -> str:
        command: list[Any] = [node, suite, "server", "--url", url, "--suite", "all"]
        done = subprocess.run(
            command,
            cwd=folder,
            env={**os.environ, "NO_COLOR": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=120,
            check=False,
        )
        return done.stdout

    async def run() -> str:
        service = Tools(importlib.import_module(package))
        async with served(package, "mcp", service) as target:
            return await asyncio.to_thread(judge, f"{target}/mcp")

    try:
        printed = host.run(run(), within=150)
    finally:
        sys.path.remove(str(folder))
    found = re.findall(r"^[✓✗] (\S+): (\d+) passed, (\d+) failed", printed, re.MULTILINE)
    assert found, printed[-2000:]
    return {name: (int(passed), int(failed)) for name, passed, failed in found}


@pytest.mark.parametrize("scenario", CLAIMED)
def test_the_server_passes_a_scenario(told: dict[str, tuple[int, int]], scenario: str) -> None:
    assert told[scenario][1] == 0
    assert told[scenario][0] > 0 or scenario.startswith("server-sse")  # which we do not begin
