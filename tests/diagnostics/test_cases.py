"""Every diagnostic has a case: a folder with a contract, and what is printed about it.

A case is checked as `gen check contract.yaml` does it, in a copy of its folder; ``command.txt``
holds another command. Where files do not tell all, the function ``make`` of ``make.py`` prepares
the copy. What is said of other codes is left to their own cases: only the places of errors and
warnings are expected. ``make diagnostic`` writes the expectations anew.
"""

import os
import re
import runpy
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.building.bind import bind_all
from generator.cli import cli
from generator.diagnostics import Problems, Severity
from generator.diagnostics.registry import all_kinds
from generator.diagnostics.render import render

CASES = Path(__file__).parent.parent / "cases" / "diagnostics"
FOLDERS = sorted(folder.name for folder in CASES.iterdir() if folder.is_dir())
# Rules of contracts have cases of their own: see tests/check/test_three_sets.py.
KINDS = {code: kind for code, kind in all_kinds().items() if not code.startswith(("LINT", "DIFF"))}


@pytest.mark.parametrize("name", FOLDERS)
def test_the_case_prints_what_is_expected(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = tmp_path / "project"
    shutil.copytree(CASES / name, project, ignore=shutil.ignore_patterns("expected.txt"))
    monkeypatch.chdir(project)
    code = name.partition("-")[0]
    printed, codes = _examine(project, code)
    expected = CASES / name / "expected.txt"
    if "UPDATE_EXPECTED" in os.environ:
        expected.write_text(printed, encoding="utf-8", newline="\n")
    assert printed == expected.read_text(encoding="utf-8")
    assert code in codes


def _examine(project: Path, code: str) -> tuple[str, set[str]]:
    recipe, command = project / "make.py", project / "command.txt"
    if recipe.exists():
        runpy.run_path(str(recipe))["make"](project)
        recipe.unlink()
    if command.exists():
        program, *arguments = shlex.split(command.read_text(encoding="utf-8"))
        assert program == "gen"
        command.unlink()
        done = CliRunner().invoke(cli, arguments)
        printed = done.stderr or done.stdout
        return printed, set(re.findall(r"[A-Z]{3}\d{3}", printed))
    problems = Problems()
    bind_all([Path("contract.yaml")], Path(), None, problems)
    own, others = Problems(), []
    own.texts = problems.texts
    for found in problems:
        if found.code == code:
            own.add(found)
        elif found.severity is not Severity.NOTE:  # of any other style, which may come or go
            others.append(f"besides: {found.code} at {found.span}\n")
    printed = render(own, kinds=KINDS) + "".join(others)
    return printed, {found.code for found in problems}


@pytest.mark.parametrize("code", KINDS)
def test_every_code_has_a_case_named_after_its_kind(code: str) -> None:
    wanted = f"{code}-{KINDS[code].name}"
    assert any(folder == wanted or folder.startswith(f"{wanted}-") for folder in FOLDERS)


def test_every_case_belongs_to_a_code() -> None:
    assert [name for name in FOLDERS if name.partition("-")[0] not in KINDS] == []
