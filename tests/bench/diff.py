"""Prints what it costs to compare two large contracts, in CPU seconds: all of it, and its parts.

Run: python -m tests.bench.diff [RESOURCES]

Each resource has five operations. The new contract has one change of each of a few kinds in every
tenth resource, so that rules have something to say. Exits with 1 when the limit is passed.
"""

import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from generator.building.trial import Trial, prepare
from generator.check.diff.differ import differences
from generator.diagnostics import Problems
from tests.bench.build import measure
from tests.bench.synthetic import contract

LIMIT = 2.0  # CPU seconds of `gen diff`, the start of Python included
RESOURCES = 100
T = TypeVar("T")


def changed(text: str) -> str:
    """The contract with changes in every tenth resource."""
    for n in (10 * each for each in range(1, text.count("{key: id}") // 10 + 1)):
        text = text.replace(f"Thing{n}: {{key: id}}", f"Thing{n}: {{key: id, etag: true}}")
        text = text.replace(
            f"{{delete: Thing{n}, errors", f"{{timeout: 5s, delete: Thing{n}, errors"
        )
        text = re.sub(rf"(?s)(  Thing{n}:\n.*?max_length: )200", r"\g<1>100", text, count=1)
        text = text.replace(f"  ListThing{n}s:", f"  ListsOfThing{n}:")
    return text


def main(resources: int) -> None:
    """Compare, as the command does and part by part."""
    with TemporaryDirectory() as folder:
        place = Path(folder)
        old = contract(resources)
        (place / "old.yaml").write_text(old, encoding="utf-8")
        (place / "new.yaml").write_text(changed(old), encoding="utf-8")
        first = _timed(lambda: _read(place / "old.yaml"))
        second = _timed(lambda: _read(place / "new.yaml"))
        found = _timed(lambda: differences(first[1].bound, second[1].bound))
        whole = min(_command(place) for _ in range(3))
    print(f"{5 * resources} operations, {len(found[1].found)} changes")
    for what, seconds in (("read old", first[0]), ("read new", second[0]), ("compare", found[0])):
        print(f"  {what:<10} {seconds:6.2f} s CPU")
    print(f"  {'gen diff':<10} {whole:6.2f} s CPU, limit {LIMIT:.1f} ({whole / LIMIT:.0%})")
    if resources <= RESOURCES and whole > LIMIT:
        sys.exit(1)


def _read(path: Path) -> Trial:
    problems = Problems()
    found = prepare(path, path.parent, problems)
    assert found is not None, [*problems]
    return found


def _timed(run: Callable[[], T]) -> tuple[float, T]:
    start = time.process_time()
    found = run()
    return time.process_time() - start, found


def _command(folder: Path) -> float:
    """CPU of the command, in a process of its own; that something breaks is no failure."""
    return measure(["diff", "old.yaml", "new.yaml"], folder, fine=(0, 1)).cpu


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else RESOURCES)
