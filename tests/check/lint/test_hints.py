"""What `gen check` hints at is written by ``gen lint --fix``, where one way out is certain.

The cases are those of the diagnostics: ``fixed.yaml`` beside a ``contract.yaml`` is what becomes of
it. ``UPDATE_EXPECTED=1`` writes them anew.
"""

import dataclasses
import datetime
import os
import random
import re
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


CONTRACTS = Path(__file__).parents[3] / "contracts"
_WORD = re.compile(r"(?<=[\s{\[,<])[A-Za-z_]{4,}(?=[:,\]}>?\s])")


@pytest.mark.parametrize("name", ["accounts", "blog", "products", "servers"])
def test_one_misspelt_word_of_a_contract_is_put_right_or_left_and_never_spread(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a declaration is misspelt, its uses must not follow it."""
    shutil.copytree(CONTRACTS, tmp_path / "contracts")
    monkeypatch.chdir(tmp_path)
    path = Path("contracts", f"{name}.yaml")
    request = dataclasses.replace(REQUEST, contracts=[path])
    right = path.read_text("utf-8")
    rng = random.Random(name)
    restored = 0
    for word in rng.sample([*_WORD.finditer(right)], 6):
        at = rng.randrange(1, len(word[0]))
        mistaken = word[0][:at] + rng.choice("qxz") + word[0][at:]
        wrong = right[: word.start()] + mistaken + right[word.end() :]
        path.write_text(wrong, "utf-8")
        mend(request)
        new = path.read_text("utf-8")
        assert new in (right, wrong), mistaken
        restored += new == right
    assert restored
