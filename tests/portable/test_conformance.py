"""The Connect conformance suite judges the run time of generated servers and clients.

A service by hand stands over it, since the suite's messages hold ``Any`` and contracts do not.
"""

import os
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


@pytest.mark.parametrize("mode", ["server"])
def test_every_case_that_is_claimed_passes(mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    suite, _ = conformance()
    paths = (str(ROOT), os.environ.get("PYTHONPATH", ""))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, paths)))
    program = (sys.executable, "-m", f"tests.portable.conformance.{mode}", descriptors())
    options = ("--mode", mode, "--conf", FOLDER / f"{mode}.yaml", "--parallel", "4")
    known = FOLDER / f"{mode}-known.txt"
    failing = ("--known-failing", f"@{known}") if known.exists() else ()
    said = run(suite, *options, "--max-servers", "2", *failing, "--", *program)
    counted = re.search(r"Total cases: ([0-9]+)\n([0-9]+) passed, 0 failed", said)
    assert counted is not None, said[-4000:]
    assert int(counted[1]) >= 1000
