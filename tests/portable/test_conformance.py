"""The Connect conformance suite judges the run time of generated servers and clients.

A service by hand stands over it, since the suite's messages hold ``Any`` and contracts do not.
"""

import re
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.portable.toolbox import ROOT, WORK, conformance, run

FOLDER = Path(__file__).parent / "conformance"
FILES = ("service", "config", "client_compat", "server_compat")


@cache
def descriptors() -> Path:
    """The suite's messages, compiled."""
    _, protos = conformance()
    WORK.mkdir(parents=True, exist_ok=True)
    found = WORK / "conformance.binpb"
    names = [f"connectrpc/conformance/v1/{name}.proto" for name in FILES]
    made = ("--include_imports", f"--descriptor_set_out={found}")
    run(sys.executable, "-m", "grpc_tools.protoc", f"-I{protos}", *made, *names)
    return found


# What is tested, with what it says beside the configuration, and how many cases that makes.
TESTED: dict[str, tuple[str, tuple[str, ...], int]] = {
    "server": ("server", ("--parallel", "4", "--max-servers", "2"), 1216),
    "async": ("client", ("--known-failing", "@client-known.txt"), 386),
    "sync": (
        "client",
        ("--known-failing", "@client-known.txt", "--skip", "@sync-skipped.txt"),
        370,
    ),
}


@pytest.mark.parametrize("name", TESTED)
def test_every_case_that_is_claimed_passes(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    mode, more, cases = TESTED[name]
    suite, _ = conformance()
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    program = (sys.executable, "-m", f"tests.portable.conformance.{mode}", descriptors(), name)
    options = ("--mode", mode, "--conf", f"{mode}.yaml")
    said = run(suite, *options, *more, "--", *program, cwd=FOLDER)
    counted = re.search(r"Total cases: ([0-9]+)\n", said)
    assert counted is not None, said[-4000:]
    assert int(counted[1]) == cases
