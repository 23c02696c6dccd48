"""Every diagnostic has a case: a folder with a contract, and what is printed about it.

``UPDATE_EXPECTED=1 pytest tests/diagnostics`` writes the expectations anew.
"""

import os
import runpy
import shutil
from pathlib import Path

import pytest

from generator.diagnostics import Problems
from generator.diagnostics.render import render
from generator.source import load

CASES = Path(__file__).parent.parent / "cases" / "diagnostics"
FOLDERS = sorted(folder.name for folder in CASES.iterdir() if folder.is_dir())


def examine(contract: Path, root: Path) -> Problems:
    """Everything that the front end says about a contract."""
    problems = Problems()
    load(contract, root, problems)
    return problems


@pytest.mark.parametrize("name", FOLDERS)
def test_the_case_prints_what_is_expected(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = tmp_path / "project"
    shutil.copytree(CASES / name, project, ignore=shutil.ignore_patterns("expected.txt"))
    if (project / "make.py").exists():
        runpy.run_path(str(project / "make.py"))["make"](project)
    monkeypatch.chdir(project)
    problems = examine(Path("contract.yaml"), Path())
    printed = render(problems, kinds={})
    expected = CASES / name / "expected.txt"
    if "UPDATE_EXPECTED" in os.environ:
        expected.write_text(printed, encoding="utf-8", newline="\n")
    assert printed == expected.read_text(encoding="utf-8")
    assert name[:6] in {found.code for found in problems}
