"""Every rule has a case: two contracts, and what ``gen diff old.yaml new.yaml`` says of them.

``make rule`` writes the expectations, and the examples of the pages, anew.
"""

import difflib
import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.check.diff.rules import rules
from generator.cli import cli
from generator.diagnostics import Kind

ROOT = Path(__file__).parents[3]
CASES = ROOT / "tests/cases/diff"
DOCS = ROOT / "docs/diagnostics"
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


@pytest.mark.parametrize("kind", [rule.KIND for rule in rules()], ids=lambda kind: kind.code)
def test_the_page_of_a_rule_shows_the_change_of_its_case(kind: Kind) -> None:
    page = DOCS / f"{kind.code}.md"
    text = page.read_text("utf-8")
    before, mark, rest = text.partition("```diff\n")
    _, end, after = rest.partition("```\n")
    made = f"{before}{mark}{changed(CASES / f'{kind.code}-{kind.name}')}{end}{after}"
    if "UPDATE_EXPECTED" in os.environ:
        page.write_text(made, encoding="utf-8", newline="\n")
    assert mark
    assert text == made


def changed(case: Path) -> str:
    """The lines that are other ones in a case, as a diff without their surroundings."""
    old, new = ((case / name).read_text("utf-8").splitlines() for name in ("old.yaml", "new.yaml"))
    lines = [
        line
        for line in list(difflib.unified_diff(old, new, n=0, lineterm=""))[2:]
        if not line.startswith("@@")
    ]
    indent = min(len(line) - len(line[1:].lstrip()) - 1 for line in lines)
    return "".join(f"{line[0]} {line[1 + indent :]}\n" for line in lines)
