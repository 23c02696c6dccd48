"""Two branches that change one contract are merged by building again, without --force."""

import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import CONTRACT, SETTINGS, Gen

FILE = Path("contracts/notes.yaml")


def git(*arguments: str, check: bool = True) -> str:
    command = ["git", "-c", "user.name=T", "-c", "user.email=t@example.org", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=check).stdout


@pytest.fixture(autouse=True)
def _merging(project: Path, gen: Gen) -> None:
    """In the middle of a merge of two branches, each with a field of its own."""
    settings = SETTINGS.partition("styles")[0]  # all of them
    (project / "pyproject.toml").write_text(settings)
    FILE.write_text(CONTRACT)
    (project / ".gitignore").write_text(".gen_cache/\n")
    git("init", "-qb", "main")
    branches = {
        "main": CONTRACT,
        "theirs": CONTRACT.replace("      text:", "      size: int32?\n      text:"),
        "ours": CONTRACT.replace("text: string\n", "text: string\n      title: string?\n"),
    }
    for name, contract in branches.items():
        if name != "main":
            git("checkout", "-qb", name, "main")
        FILE.write_text(contract)
        assert gen("build").exit_code == 0
        git("add", ".")
        git("commit", "-qm", name)
    git("merge", "theirs", check=False)
    assert "<<<<<<<" in Path("contracts/notes.lock").read_text()


def test_the_build_says_who_got_which_number_and_asks_for_no_force(gen: Gen) -> None:
    result = gen("build")
    assert result.exit_code == 0
    told = "note[GEN709]: two branches used the number 3: 'title' keeps it, and 'size' gets 4"
    assert told in result.stderr
    assert "<<<<<<<" not in git("diff")
    lock = Path("contracts/notes.lock").read_text()
    assert "      title: 3 string\n      size: 4 int32\n" in lock
    assert gen("build").stderr == ""


@pytest.mark.parametrize("side", ["--ours", "--theirs"])
def test_whoever_takes_a_side_asks_for_no_force_either(gen: Gen, side: str) -> None:
    git("checkout", side, "generated", "contracts/notes.lock")
    assert "<<<<<<<" not in Path("contracts/notes.lock").read_text()
    result = gen("build")
    assert (result.exit_code, result.stderr) == (0, "")
    lock = Path("contracts/notes.lock").read_text()
    first, second = ("title: 3", "size: 4") if side == "--ours" else ("size: 3", "title: 4")
    assert first in lock
    assert second in lock
    assert gen("build", "--check").exit_code == 0


def test_an_edit_by_hand_of_what_no_branch_changed_is_still_seen(gen: Gen) -> None:
    types = Path("generated/notes/errors.py")
    types.write_text(types.read_text() + "x = 1\n")
    assert "GEN803" in gen("build").stderr
