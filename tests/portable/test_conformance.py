"""The Connect conformance suite judges the run time of generated servers and clients.

A service by hand stands over it, since the suite's messages hold ``Any`` and contracts do not.
"""

import re
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.portable.toolbox import ROOT, WORK, Argument, ToolError, conformance, run

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


# The suite's client ends such a call at the deadline that it tells the server: if it is the quicker
# one, it has read no body yet, and holds that against the server. Alone, they meet in order.
RACING = "Timeouts/"


def judged(suite: tuple[Argument, ...], program: tuple[Argument, ...]) -> str:
    """What the suite says of a program; racing cases that failed are run again, alone."""
    try:
        return run(*suite, "--", *program, cwd=FOLDER)
    except ToolError as error:
        said = str(error)
        failed = re.findall(r"^FAILED: (\S+):$", said, re.MULTILINE)
        count = re.search(r", ([0-9]+) failed$", said, re.MULTILINE)
        if count is None or len(failed) != int(count[1]) or not all(map(is_racing, failed)):
            raise
    for case in failed:
        again(suite, case, program)
    return said


def is_racing(case: str) -> bool:
    return case.startswith(RACING)


def again(suite: tuple[Argument, ...], case: str, program: tuple[Argument, ...]) -> None:
    """Run one case up to three times; it has to pass in one of them."""
    for last in (False, False, True):
        try:
            run(*suite, "--run", case, "--", *program, cwd=FOLDER)
        except ToolError:
            if last:
                raise
        else:
            return


@pytest.mark.parametrize("name", TESTED)
def test_every_case_that_is_claimed_passes(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    mode, more, cases = TESTED[name]
    suite, _ = conformance()
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    program = (sys.executable, "-m", f"tests.portable.conformance.{mode}", descriptors(), name)
    options = ("--mode", mode, "--conf", f"{mode}.yaml")
    said = judged((suite, *options, *more), program)
    counted = re.search(r"Total cases: ([0-9]+)\n", said)
    assert counted is not None, said[-4000:]
    assert int(counted[1]) == cases
