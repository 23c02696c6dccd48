"""Forks a process that has a client: connections belong to the process that opened them."""

import asyncio
import contextlib
import subprocess
import sys
from pathlib import Path

import pytest

from generated.products import Product
from generator.styles import registry
from tests.behaviour.forking import CHILDREN
from tests.behaviour.hosting import Host, served
from tests.behaviour.probe import Probe

ROOT = Path(__file__).parents[2]
STYLES = list(registry.names())
OVER_HTTP = [style for style in STYLES if registry.style(style).hosting.kind == "asgi"]
FIRST_CALLS = {f"child {number} 0" for number in range(CHILDREN)}
OWN = ["all its own"] * CHILDREN
ANOTHER_PROCESS = "RuntimeError: this client was used before the process forked"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows does not fork")


class Meeting(Probe):
    """Answers the first calls of the children when all have come, and so at the same time.

    Those that share a connection never come together, and are not waited for without end.
    """

    def __init__(self) -> None:
        super().__init__()
        self._come: set[str] = set()
        self._all = asyncio.Event()

    async def get_product(self, *, product_id: str) -> Product:
        if product_id in FIRST_CALLS:
            self._come.add(product_id)
            if self._come == FIRST_CALLS:
                self._all.set()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._all.wait(), 2)
        return await super().get_product(product_id=product_id)


def _run(host: Host, scenario: str, style: str) -> list[str]:
    command = [sys.executable, "-m", "tests.behaviour.forking", scenario, style]

    async def run() -> list[str]:
        async with served("generated.products", style, Meeting()) as target:
            done = await asyncio.to_thread(
                subprocess.run,
                [*command, target],
                cwd=ROOT,
                capture_output=True,
                text=True,
                timeout=50,
            )
        assert done.returncode == 0, done.stderr
        return done.stdout.splitlines()

    return host.run(run())


@pytest.mark.parametrize("style", OVER_HTTP)
def test_children_of_a_fork_get_their_own_answers(style: str, host: Host) -> None:
    assert _run(host, "sync", style) == OWN


@pytest.mark.parametrize("style", OVER_HTTP)
def test_an_async_client_survives_a_fork_on_both_sides(style: str, host: Host) -> None:
    assert _run(host, "async", style) == OWN


@pytest.mark.parametrize("scenario", ["sync", "async"])
def test_a_grpc_client_that_was_used_before_a_fork_says_so(scenario: str, host: Host) -> None:
    said = _run(host, scenario, "grpc")
    assert len(said) == CHILDREN
    for line in said:
        assert line.startswith(ANOTHER_PROCESS)
        assert "'spawn'" in line


@pytest.mark.parametrize("style", STYLES)
def test_a_client_that_was_only_made_before_a_fork_works_after_it(style: str, host: Host) -> None:
    assert _run(host, "child only", style) == OWN


def test_ids_of_json_rpc_differ_between_processes(host: Host) -> None:
    ids = _run(host, "ids", "jsonrpc")
    assert len({id.rpartition("-")[0] for id in ids}) == CHILDREN + 1
