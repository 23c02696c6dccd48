"""``gen build`` that is killed: the output is the old or the new one, and no number is lost."""

import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.conftest import CONTRACT, Gen
from tests.output.folders import content

LESS = CONTRACT.replace("      text: string\n", "      more: string?\n")

# Runs the command, but a real SIGKILL hits just before the n-th event of a kind below the project.
DYING = """
import os, signal, sys
from pathlib import Path

event, left = sys.argv.pop(1), int(sys.argv.pop(1))
here = str(Path.cwd())

def count(name, args):
    global left
    if name == event and any(isinstance(arg, str | Path) and _inside(arg) for arg in args):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

def _inside(path):
    return ".gen_cache" not in str(path) and os.path.abspath(path).startswith(here + os.sep)

sys.addaudithook(count)
from generator.cli import main
main()
"""


def _numbers(lock: Path) -> dict[str, set[int]]:
    """Every field number of each message that the lock knows, in use or reserved."""
    scopes: dict[str, dict[str, Any]] = yaml.safe_load(lock.read_text())["grpc"]
    return {
        name: {*scope.get("used", {}).values(), *scope.get("reserved", {})}
        for name, scope in scopes.items()
    }


@pytest.fixture(scope="module")
def trees(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of the old contract, and of the new one after it, each with its lock."""
    folder = tmp_path_factory.mktemp("trees")
    (folder / "pyproject.toml").write_text('[tool.gen]\nstyles = ["grpc"]\n')
    for name, text in (("old", CONTRACT), ("new", LESS)):
        (folder / "notes.yaml").write_text(text)
        command = [sys.executable, "-c", DYING, "none", "0", "build", "notes.yaml"]
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
        shutil.copytree(folder / "generated", folder / name)
        shutil.copy(folder / "notes.lock", folder / f"{name}.lock")
    return folder


@pytest.mark.parametrize(
    ("event", "nth", "lock", "tree"),
    [
        ("os.rename", 1, "old", "old"),  # the lock, written beside
        ("os.mkdir", 1, "new", "old"),  # the folder for the new tree
        ("os.link", 5, "new", "old"),
        ("generator.exchange", 1, "new", "old"),
        ("shutil.rmtree", 1, "new", "new"),
    ],
)
def test_a_kill_leaves_one_tree_and_every_number(
    project: Path, gen: Gen, trees: Path, event: str, nth: int, lock: str, tree: str
) -> None:
    (project / "pyproject.toml").write_text('[tool.gen]\nstyles = ["grpc"]\n')
    shutil.copytree(trees / "old", project / "generated")
    shutil.copy(trees / "old.lock", project / "contracts/notes.lock")
    (project / "contracts/notes.yaml").write_text(LESS)
    command = [sys.executable, "-c", DYING, event, str(nth), "build", "contracts/notes.yaml"]
    done = subprocess.run(command, cwd=project, capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert content(project / "contracts/notes.lock") == content(trees / f"{lock}.lock")
    assert content(project / "generated") == content(trees / tree)
    assert gen("build", "contracts/notes.yaml").exit_code == 0
    assert content(project / "generated") == content(trees / "new")
    old, new = _numbers(trees / "old.lock"), _numbers(project / "contracts/notes.lock")
    assert all(numbers <= new[name] for name, numbers in old.items())
    assert {path.name for path in (project / "contracts").iterdir()} == {"notes.lock", "notes.yaml"}
    assert {path.name for path in project.iterdir()} == {
        ".gen_cache",
        "contracts",
        "generated",
        "pyproject.toml",
    }
