"""A build that is killed leaves the old tree or the new one, at whatever step it dies."""

import functools
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator.building.output import plan, write
from generator.formats.output_tree import File
from tests.output.folders import content

ROOT = Path(__file__).parents[2]
Units = dict[str, dict[str, str]]

OLD: Units = {
    "_support": {"call.py": "1"},
    "accounts": {"types.py": "1", "rest/client.py": "1", "grpc/client.py": "1"},
    "products": {"types.py": "1", "rest/client.py": "1"},
}
# A file that changes, one that is added, one that goes with its folder, a unit that goes.
EVERYWHERE: Units = {
    "_support": {"call.py": "2"},
    "accounts": {},
    "products": {"types.py": "2", "errors.py": "1", "jsonrpc/client.py": "1"},
}
ONE_UNIT: Units = {**OLD, "products": {"types.py": "2", "jsonrpc/client.py": "1"}}

CASES: dict[str, tuple[Units, Units]] = {
    "a change everywhere": (OLD, EVERYWHERE),
    "a change in one unit": (OLD, ONE_UNIT),
    "the first build": ({}, OLD),
    "all goes": (OLD, {unit: {} for unit in OLD}),
}

# What touches the disk announces itself to audit hooks before it happens.
_EVENTS = {
    "generator.exchange",
    "open",
    "os.chmod",
    "os.link",
    "os.mkdir",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.scandir",
    "shutil.rmtree",
}


def _build(root: Path, units: Units) -> None:
    files = {
        unit: [File(path=path, content=text.encode()) for path, text in paths.items()]
        for unit, paths in units.items()
    }
    write.recover(root)
    write.apply(root, plan.make(root, files).changes)


def _start(root: Path, units: Units) -> None:
    if units:
        _build(root, units)
    else:
        root.parent.mkdir(parents=True, exist_ok=True)
    if root.exists():
        (root / "mine").mkdir()
        (root / "mine/notes.txt").write_text("mine")


def _in_child(work: Callable[[], None]) -> int:
    """Run in a forked child; its exit status, as the shell counts (negative: a signal)."""
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException:
            os._exit(70)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _dying_at(step: int, work: Callable[[], None]) -> Callable[[], None]:
    """The work, but a real SIGKILL hits just before the given step on the disk."""

    def run() -> None:
        left = step

        def count(event: str, _args: tuple[Any, ...]) -> None:
            nonlocal left
            if event in _EVENTS:
                left -= 1
                if left < 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(count)
        work()

    return run


def _refuse(one: Path, other: Path) -> None:
    raise OSError(18, "Invalid cross-device link", str(one), None, str(other))


def kill_at_every_step(tmp_path: Path, case: str) -> None:
    before, after = CASES[case]
    _start(tmp_path / "done/out", before)
    old = content(tmp_path / "done").get("out")
    _build(tmp_path / "done/out", after)
    new = content(tmp_path / "done").get("out")
    seen = set()
    for step in range(1000):
        root = tmp_path / str(step) / "out"
        _start(root, before)
        status = _in_child(_dying_at(step, functools.partial(_build, root, after)))
        found = content(root) if root.exists() else None
        assert found in (old, new)
        seen.add("old" if found == old else "new")
        _build(root, after)
        assert content(root.parent) == ({"out": new} if new is not None else {})
        if status == 0:
            break
        assert status == -signal.SIGKILL
    assert step > 10
    assert seen == {"old", "new"}


def kill_without_exchange(tmp_path: Path, case: str) -> None:
    write.swap = _refuse
    before, after = CASES[case]
    _start(tmp_path / "done/out", before)
    old = content(tmp_path / "done")
    _build(tmp_path / "done/out", after)
    new = content(tmp_path / "done")
    for step in range(1000):
        root = tmp_path / str(step) / "out"
        _start(root, before)
        status = _in_child(_dying_at(step, functools.partial(_build, root, after)))
        write.recover(root)
        assert content(root.parent) in (old, new)
        _build(root, after)
        assert content(root.parent) == new
        if status == 0:
            break
        assert status == -signal.SIGKILL
    assert step > 10


def _in_a_small_process(work: Callable[[Path, str], None], folder: Path, case: str) -> None:
    """Run in a new process: a fork of one that has run other tests takes twenty times as long."""
    program = (
        "import sys; from pathlib import Path; from tests.output import test_kill\n"
        f"test_kill.{work.__name__}(Path(sys.argv[1]), sys.argv[2])"
    )
    subprocess.run([sys.executable, "-c", program, folder, case], cwd=ROOT, check=True)


@pytest.mark.parametrize("case", CASES)
def test_a_kill_at_any_step_leaves_the_old_tree_or_the_new(tmp_path: Path, case: str) -> None:
    _in_a_small_process(kill_at_every_step, tmp_path, case)


@pytest.mark.parametrize("case", CASES)
def test_where_folders_cannot_be_exchanged_the_next_run_completes_or_undoes(
    tmp_path: Path, case: str
) -> None:
    _in_a_small_process(kill_without_exchange, tmp_path, case)


def test_kills_at_random_moments_leave_the_old_tree_or_the_new(tmp_path: Path) -> None:
    root = tmp_path / "out"
    big = {f"{n:03}.py": "x" * 1000 for n in range(200)}
    trees: list[Units] = [
        {"_support": {"a.py": str(n)}, "products": {**big, "types.py": str(n)}} for n in range(2)
    ]
    _build(root, trees[0])
    wanted = [content(root)]
    _build(root, trees[1])
    wanted.append(content(root))
    chance = random.Random(20261122)
    for turn in range(40):
        child = os.fork()
        if child == 0:
            _build(root, trees[turn % 2])
            os._exit(0)
        time.sleep(chance.uniform(0, 0.03))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        assert content(root) in wanted
    _build(root, trees[0])
    assert content(tmp_path) == {"out": wanted[0]}
