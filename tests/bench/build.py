"""Prints what a build costs, in CPU seconds and memory: cold, warm, and for large contracts.

Run: python -m tests.bench.build [SIZE…]

Every line with a limit says what part of it was used; growth is the CPU of one size over that of
the size before. Exits with 1 when a limit is passed. A busy machine makes CPU seconds longer, so
small contracts are built a few times and the best run counts.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.synthetic import contract

ROOT = Path(__file__).parents[2]
GEN = [sys.executable, "-c", "from generator.cli import main; main()"]
ROUNDS = 5
_NO_PYC = "PYTHONDONTWRITEBYTECODE"
STEEPEST = 1.25  # growth beyond this times the growth of the contract is not linear


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What one run of a command took, with its children."""

    cpu: float
    megabytes: float
    wall: float


@dataclass(frozen=True, kw_only=True)
class Limit:
    """What a run may cost."""

    cpu: float
    megabytes: float | None = None


LARGE = Limit(cpu=6, megabytes=300)  # 100 resources × 5 operations


def measure(arguments: list[str], folder: Path, fine: Collection[int] = (0,)) -> Cost:
    """Run ``gen`` with arguments in a folder, in a process of its own; fine: exit codes."""
    start = time.monotonic()
    process = subprocess.Popen(
        [*GEN, *arguments], cwd=folder, stdout=subprocess.DEVNULL, env=_environment()
    )
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) not in fine:
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


def _environment() -> dict[str, str]:
    """Ours, but compiled modules are kept, as they are wherever gen is installed."""
    kept = {name: value for name, value in os.environ.items() if name != _NO_PYC}
    return {**kept, "PYTHONPATH": str(ROOT)}


class Table:
    """Prints costs as they come in, and remembers whether a limit was passed."""

    def __init__(self) -> None:
        self.passed: list[str] = []
        self._last: tuple[int, Cost] | None = None
        self._print("", "CPU s", "MB", "wall s", "")

    def add(self, what: str, cost: Cost, limit: Limit | None = None, size: int = 0) -> None:
        """One line; with a size, also how the cost grew since the size before."""
        notes = []
        if limit is not None:
            notes.append(self._part(what, cost.cpu, limit.cpu, "s"))
            if limit.megabytes is not None:
                notes.append(self._part(what, cost.megabytes, limit.megabytes, "MB"))
        if size and self._last is not None:
            notes.append(self._growth(what, size, cost))
        if size:
            self._last = size, cost
        self._print(
            what,
            f"{cost.cpu:.2f}",
            f"{cost.megabytes:.0f}",
            f"{cost.wall:.2f}",
            ", ".join(notes),
        )

    def _part(self, what: str, value: float, limit: float, unit: str) -> str:
        if value > limit:
            self.passed.append(f"{what}: more than {limit} {unit}")
        return f"{value / limit:.2f} × the limit of {limit} {unit}"

    def _growth(self, what: str, size: int, cost: Cost) -> str:
        assert self._last is not None
        before, last = self._last
        growth, larger = cost.cpu / last.cpu, size / before
        if growth > STEEPEST * larger:
            self.passed.append(f"{what}: grows faster than the contract")
        memory = cost.megabytes / last.megabytes
        return f"{growth:.1f} × the CPU and {memory:.1f} × the memory for {larger:.0f} × the size"

    def _print(self, what: str, cpu: str, megabytes: str, wall: str, note: str) -> None:
        print(f"{what:<24} {cpu:>7} {megabytes:>6} {wall:>7}  {note}".rstrip(), flush=True)


def main(sizes: list[int]) -> int:
    """Measure and print; 1 when a limit is passed."""
    table = Table()
    products = (ROOT / "contracts/products.yaml").read_text()
    with project(products) as folder:
        measure(["build", "bench.yaml"], folder)  # compiles our own modules, once
    table.add("products, cold", min(map(_cold, [products] * ROUNDS), key=_cpu), Limit(cpu=1.5))
    with project(products) as folder:
        measure(["build", "bench.yaml"], folder)
        again = [measure(["build", "bench.yaml"], folder) for _ in range(ROUNDS)]
        table.add("products, unchanged", min(again, key=_cpu), Limit(cpu=0.3))
        table.add("products, --check", measure(["build", "--check", "bench.yaml"], folder))
    for size in sizes:
        cost = _cold(contract(size))
        table.add(f"{size} resources × 5", cost, LARGE if size == 100 else None, size)
    for problem in table.passed:
        print(f"LIMIT PASSED  {problem}")
    print("Over a limit." if table.passed else "Within all limits.")
    return 1 if table.passed else 0


def _cold(text: str) -> Cost:
    with project(text) as folder:
        return measure(["build", "bench.yaml"], folder)


def _cpu(cost: Cost) -> float:
    return cost.cpu


if __name__ == "__main__":
    sys.exit(main([int(size) for size in sys.argv[1:]] or [10, 100, 1000]))
