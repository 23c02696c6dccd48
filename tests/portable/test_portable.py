"""Foreign tools read every contract's documents, and compilers take what they make of them.

``make portable`` runs this. It needs Go, Java with Maven, and Node; all else is set up in
``.portable/``, at the versions that ``tools/`` pins. What cannot be had skips what needs it.
"""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_serve import serve
from tests.portable.callers import CALLERS
from tests.portable.generators import TOOLS
from tests.portable.known import KNOWN
from tests.portable.toolbox import ROOT, ToolError, fresh

CONTRACTS = sorted(path.stem for path in (ROOT / "contracts").glob("*.yaml"))


@cache
def made(tool: str, contract: str) -> Path:
    """What a tool makes of a contract, made once."""
    folder = fresh(tool, contract)
    TOOLS[tool](contract, folder)
    return folder


@pytest.fixture(scope="module")
def targets() -> Iterator[dict[str, str]]:
    """Where a server of products listens, by style."""
    with serve(ROOT / "contracts" / "products.yaml") as server:
        yield server.targets


@pytest.mark.parametrize("contract", CONTRACTS)
@pytest.mark.parametrize("tool", TOOLS)
def test_a_foreign_tool_reads_a_contract(tool: str, contract: str) -> None:
    known = KNOWN.get((tool, contract))
    if known is None:
        made(tool, contract)
        return
    with pytest.raises(ToolError) as failure:
        made(tool, contract)
    assert known.said in str(failure.value)


@pytest.mark.parametrize("tool", [tool for tool in CALLERS if (tool, "products") not in KNOWN])
def test_a_foreign_client_creates_gets_lists_and_is_told_an_error(
    tool: str, targets: dict[str, str]
) -> None:
    caller = CALLERS[tool]
    said: dict[str, Any] = json.loads(
        caller.run(tool, made(tool, "products"), targets[caller.style], f"Made by {tool}")
    )
    product = [f"Made by {tool}", "22.50", caller.category]
    assert said == {"made": product, "got": product, "listed": True, "error": caller.error}


def test_no_entry_of_what_cannot_work_is_for_nothing() -> None:
    assert {tool for tool, _ in KNOWN} <= {*TOOLS}
    assert {contract for _, contract in KNOWN} <= {*CONTRACTS}
