"""Every diagnostic has a case: a folder with a contract, and what is printed about it.

A case is checked as `gen check contract.yaml` does it, in a copy of its folder. Where files do
not tell all, a ``make.py`` beside them has ``make(folder)``, which prepares the copy, or
``examine(folder, problems)``, which does something else than checking.
``UPDATE_EXPECTED=1 pytest tests/diagnostics`` writes the expectations anew.
"""

import os
import runpy
import shutil
from pathlib import Path

import pytest

from generator.building.binding import bind_all
from generator.diagnostics import Problems
from generator.diagnostics.registry import all_kinds
from generator.diagnostics.render import render

CASES = Path(__file__).parent.parent / "cases" / "diagnostics"
FOLDERS = sorted(folder.name for folder in CASES.iterdir() if folder.is_dir())
KINDS = all_kinds()


@pytest.mark.parametrize("name", FOLDERS)
def test_the_case_prints_what_is_expected(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = tmp_path / "project"
    shutil.copytree(CASES / name, project, ignore=shutil.ignore_patterns("expected.txt"))
    monkeypatch.chdir(project)
    printed, codes = _examine(project)
    expected = CASES / name / "expected.txt"
    if "UPDATE_EXPECTED" in os.environ:
        expected.write_text(printed, encoding="utf-8", newline="\n")
    assert printed == expected.read_text(encoding="utf-8")
    assert name.partition("-")[0] in codes


def _examine(project: Path) -> tuple[str, set[str]]:
    recipe = project / "make.py"
    made = runpy.run_path(str(recipe)) if recipe.exists() else {}
    problems = Problems()
    if "make" in made:
        made["make"](project)
    if "examine" in made:
        made["examine"](project, problems)
    else:
        bind_all([Path("contract.yaml")], Path(), None, problems)
    return render(problems, kinds=KINDS), {found.code for found in problems}


@pytest.mark.parametrize("code", KINDS)
def test_every_code_has_a_case_named_after_its_kind(code: str) -> None:
    wanted = f"{code}-{KINDS[code].name}"
    assert any(folder == wanted or folder.startswith(f"{wanted}-") for folder in FOLDERS)


def test_every_case_belongs_to_a_code() -> None:
    assert [name for name in FOLDERS if name.partition("-")[0] not in KINDS] == []
