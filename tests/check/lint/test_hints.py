"""What `gen check` hints at is written by ``gen lint --fix``, where one way out is certain.

The cases are those of the diagnostics: ``fixed.yaml`` beside a ``contract.yaml`` is what becomes of
it. ``UPDATE_EXPECTED=1`` writes them anew.
"""

import datetime
import os
import shutil
from pathlib import Path

import pytest

from generator.check.lint.examine import Request, examine
from generator.check.lint.mend import mend
from generator.check.lint.selection import Selection

CASES = Path(__file__).parents[2] / "cases" / "diagnostics"
OTHERWISE = ("command.txt", "make.py")  # cases of other commands than `gen check contract.yaml`
FOLDERS = sorted(
    folder.name
    for folder in CASES.iterdir()
    if (folder / "contract.yaml").exists()
    and not any((folder / name).exists() for name in OTHERWISE)
)
REQUEST = Request(
    contracts=[Path("contract.yaml")],
    root=Path(),
    selection=Selection(ignore=("LINT",)),
    today=datetime.date(2026, 11, 30),
)


@pytest.mark.parametrize("name", FOLDERS)
def test_a_hint_that_is_certain_is_written_and_nothing_else_is_touched(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = tmp_path / "project"
    ours = shutil.ignore_patterns("expected.txt", "fixed.yaml")
    shutil.copytree(CASES / name, project, ignore=ours)
    monkeypatch.chdir(project)
    before = len(examine(REQUEST).mendable)
    done = mend(REQUEST)
    expected = CASES / name / "fixed.yaml"
    new = Path("contract.yaml").read_bytes()
    if done and "UPDATE_EXPECTED" in os.environ:
        expected.write_bytes(new)
    assert bool(done) == expected.exists()
    wanted = expected if done else CASES / name / "contract.yaml"
    assert new == wanted.read_bytes()
    assert mend(REQUEST) == {}
    assert len(examine(REQUEST).mendable) <= before
    assert Path("contract.yaml").read_bytes() == new
