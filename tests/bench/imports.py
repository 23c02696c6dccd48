"""Prints what it costs to import a generated client, beside the libraries that it cannot avoid.

CPU of fresh processes that import compiled modules, less that of a process that imports nothing:
the median of the rounds, with the least and the most. A client imports its transport when it is
made, so both are measured.

Run: python -m tests.bench.imports
"""

import os
import statistics
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROUNDS = 7
LIMIT = 80

_HTTP, _GRPC = "http://127.0.0.1:1", "127.0.0.1:1"
_MODULE = "from generated.products.{style}.client import {name}"
_LIBRARIES = {
    "msgspec": "import msgspec",
    "urllib3": "import msgspec, urllib3",
    "aiohttp": "import msgspec, aiohttp",
    "grpc": "import msgspec, grpc, grpc.aio, google.protobuf.message",
}
# What is imported, and what of it is not ours.
_CLIENTS = (
    ("rest", "Client", _HTTP, "urllib3"),
    ("rest", "AsyncClient", _HTTP, "aiohttp"),
    ("jsonrpc", "Client", _HTTP, "urllib3"),
    ("jsonrpc", "AsyncClient", _HTTP, "aiohttp"),
    ("grpc", "Client", _GRPC, "grpc"),
    ("grpc", "AsyncClient", _GRPC, "grpc"),
)


def main() -> None:
    """Measure and print."""
    programs = {"nothing": "pass"} | _LIBRARIES
    for style, name, target, _ in _CLIENTS:
        module = _MODULE.format(style=style, name=name)
        programs[f"{style} import"] = module
        programs[f"{style} {name}"] = f"{module}; {name}({target!r})"
    found = measured(programs)
    nothing = statistics.median(found["nothing"])
    cost = {name: [one - nothing for one in times] for name, times in found.items()}
    print(f"CPU ms, least and most of {ROUNDS} (limit of an import {LIMIT}):")
    print(f"{'nothing':20} {told(found['nothing'])}")
    for name in _LIBRARIES:
        print(f"{name:20} {told(cost[name])}")
    for style in dict.fromkeys(style for style, *_ in _CLIENTS):
        print(f"{style + ' import':20} {told(cost[f'{style} import'])}")
    for style, name, _, library in _CLIENTS:
        ours, theirs = cost[f"{style} {name}"], cost[library]
        ratio = statistics.median(ours) / statistics.median(theirs)
        more = statistics.median(ours) - statistics.median(theirs)
        print(f"{f'{style} {name}':20} {told(ours)}   {library} x {ratio:.2f}, + {more:.0f} ms")


def measured(programs: Mapping[str, str]) -> dict[str, list[float]]:
    """The CPU of each program in ms, round by round, so that a slow phase meets all of them."""
    for program in programs.values():
        _cpu(program)  # compiles what it imports
    rounds = [{name: _cpu(program) for name, program in programs.items()} for _ in range(ROUNDS)]
    return {name: [each[name] for each in rounds] for name in programs}


def told(times: list[float]) -> str:
    """The median and the spread."""
    return f"{statistics.median(times):6.0f} ({min(times):.0f} to {max(times):.0f})"


def _cpu(program: str) -> float:
    process = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, program
    return (usage.ru_utime + usage.ru_stime) * 1e3


if __name__ == "__main__":
    main()
