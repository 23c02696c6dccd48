"""A contract may have hundreds of records that refer to each other, in chains or in circles."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator import build
from generator.styles import registry

# A graph takes as many seconds as it has hundreds; with DEPTH, both exceed what Python calls.
RECORDS = {"chain": 1000, "graph": 500}
DEPTH = 500  # of calls that the program has open when it uses the code for the first time


def contract(kind: str) -> str:
    lines = ["contract: big.graphs.v1", "types:"]
    records = RECORDS[kind]
    for i in range(records):
        fields = ["text: string"]
        if kind == "chain" and i < records - 1:
            fields.append(f"next: R{i + 1}?")
        if kind == "graph":
            others = [(i * 7 + k * 13 + 1) % records for k in range(4)]
            fields += [f"one: R{others[0]}?", f"two: R{others[1]}?"]
            fields += [f"three: list<R{others[2]}>", f"four: map<R{others[3]}>"]
        lines.append(f"  R{i}: {{fields: {{{', '.join(fields)}}}}}")
    lines += [
        "operations:",
        "  Echo: {input: {value: R0}, output: R0}",
        "  Get: {output: list<R0>}",
    ]
    return "\n".join(lines) + "\n"


PROGRAM = """\
import asyncio
import importlib
import sys

style, depth = sys.argv[1], int(sys.argv[2])

def deep(left, function):
    return function() if left == 0 else deep(left - 1, function)

def use():
    types = importlib.import_module("bigger.big.types")
    service = importlib.import_module("bigger.big.service")
    sys.path.insert(0, sys.argv[3])
    from tests.behaviour.hosting import Way, connected, served
    from tests.behaviour.hosting import Caller
    fields = msgspec.structs.fields(types.R0)
    more = {"three": [], "four": {}} if len(fields) > 2 else {}
    value = types.R0(text="a", **more)

    class Echo(service.GraphsService):
        async def echo(self, *, value):
            return value

        async def get(self):
            return [value]

    async def call():
        async with served("bigger.big", style, Echo()) as target:
            for way in "sync", "async":
                async with connected("bigger.big", Way(style, way), target) as client:
                    caller = Caller(client)
                    assert await caller.echo(value=value) == value
                    assert await caller.get() == [value]

    asyncio.run(call())

import msgspec
deep(depth, use)
print("fine")
"""


@pytest.fixture(scope="module", params=["chain", "graph"])
def project(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp(request.param)
    (folder / "pyproject.toml").touch()
    (folder / "big.yaml").write_text(contract(request.param), encoding="utf-8")
    start = time.process_time()
    result = build(folder / "big.yaml", output=folder / "bigger")
    assert result.ok, list(result.diagnostics)
    assert time.process_time() - start < 60  # 5 to 10 in a quiet hour
    return folder


@pytest.mark.parametrize("style", registry.names())
def test_it_builds_and_works_wherever_it_is_first_used(style: str, project: Path) -> None:
    root = Path(__file__).parent.parent.parent
    command = [sys.executable, "-c", PROGRAM, style, str(DEPTH), str(root)]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "fine\n"), done.stderr[-3000:]
