"""Every rule has a case: two contracts, and what ``gen diff old.yaml new.yaml`` says of them.

``make rule`` writes the expectations anew.
"""

import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import cli

CASES = Path(__file__).parents[2] / "cases" / "diff"
FOLDERS = sorted(folder.name for folder in CASES.iterdir())
COMMAND = ("diff", "old.yaml", "new.yaml", "--today", "2026-11-30")


@pytest.mark.parametrize("name", FOLDERS)
def test_the_case_prints_what_is_expected(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = tmp_path / "project"
    shutil.copytree(CASES / name, project)
    monkeypatch.chdir(project)
    printed = CliRunner().invoke(cli, COMMAND, prog_name="gen").output
    expected = CASES / name / "expected.txt"
    if "UPDATE_EXPECTED" in os.environ:
        expected.write_text(printed, encoding="utf-8", newline="\n")
    assert printed == expected.read_text(encoding="utf-8")
    assert f"[{name.partition('-')[0]}]" in printed
