"""Prints what a build costs, in CPU seconds and memory: cold, warm, and for large contracts.

Run: python -m tests.bench.build [SIZE…]
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.synthetic import contract

ROOT = Path(__file__).parents[2]
GEN = [sys.executable, "-c", "from generator.cli import main; main()"]


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What one run of a command took, with its children."""

    cpu: float
    megabytes: float
    wall: float


def measure(arguments: list[str], folder: Path) -> Cost:
    """Run ``gen`` with arguments in a folder, in a process of its own."""
    start = time.monotonic()
    process = subprocess.Popen([*GEN, *arguments], cwd=folder, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"gen {' '.join(arguments)} failed: {os.waitstatus_to_exitcode(status)}")
    return Cost(
        cpu=usage.ru_utime + usage.ru_stime,
        megabytes=usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10),
        wall=time.monotonic() - start,
    )


@contextmanager
def project(text: str) -> Iterator[Path]:
    """A project with one contract, in a folder that goes away."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "pyproject.toml").write_text("[tool.gen]\n")
        (folder / "bench.yaml").write_text(text)
        yield folder


def main(sizes: list[int]) -> None:
    """Measure and print."""
    _line("", "CPU s", "MB", "wall s", "")
    with project((ROOT / "contracts/products.yaml").read_text()) as folder:
        _cost("products, cold", measure(["build", "bench.yaml"], folder), "limit 1.5 s")
        _cost("products, unchanged", measure(["build", "bench.yaml"], folder), "limit 0.3 s")
        _cost("products, --check", measure(["build", "--check", "bench.yaml"], folder), "")
    last: tuple[int, Cost] | None = None
    for size in sizes:
        with project(contract(size)) as folder:
            cost = measure(["build", "bench.yaml"], folder)
        note = "limit 6 s, 300 MB" if size == 100 else ""
        if last is not None:
            note += f"  {cost.cpu / last[1].cpu:.1f} × the CPU for {size / last[0]:.0f} × the size"
        _cost(f"{size} resources × 5", cost, note.strip())
        last = (size, cost)


def _cost(what: str, cost: Cost, note: str) -> None:
    _line(what, f"{cost.cpu:.2f}", f"{cost.megabytes:.0f}", f"{cost.wall:.2f}", note)


def _line(what: str, cpu: str, megabytes: str, wall: str, note: str) -> None:
    print(f"{what:<24} {cpu:>7} {megabytes:>6} {wall:>7}  {note}".rstrip(), flush=True)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [10, 100, 1000])
