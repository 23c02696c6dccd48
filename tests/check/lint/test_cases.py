"""Every rule has a case: a contract, what is found in it, and where one is certain, the way out.

``make rule`` writes the expectations anew.
"""

import datetime
import os
import shutil
from pathlib import Path

import pytest

from generator.check.lint.examine import Request, examine
from generator.check.lint.mend import mend
from generator.check.lint.rule import all_rules
from generator.check.lint.selection import Selection
from generator.diagnostics import Problems
from generator.diagnostics.registry import all_kinds
from generator.diagnostics.render import render

ROOT = Path(__file__).parents[3]
CASES = ROOT / "tests/cases/lint"
HEAD = "contract: shop.products.v1\nversion: 1.0.0\n"
FOLDERS = sorted(folder.name for folder in CASES.iterdir())
KINDS = all_kinds()
TODAY = datetime.date(2026, 11, 30)


@pytest.mark.parametrize("name", FOLDERS)
def test_the_case_prints_what_is_expected(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = examined(name, tmp_path, monkeypatch)
    printed = render(found, kinds=KINDS)
    expected = CASES / name / "expected.txt"
    if "UPDATE_EXPECTED" in os.environ:
        expected.write_text(printed, encoding="utf-8", newline="\n")
    assert printed == expected.read_text(encoding="utf-8")
    assert {one.code for one in found} == {code_of(name)}


@pytest.mark.parametrize("name", FOLDERS)
def test_a_fix_mends_what_was_found_and_changes_nothing_else(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = examined(name, tmp_path, monkeypatch)
    mended = CASES / name / "fixed.yaml"
    done = mend(request(code_of(name), styles_of(name)))
    text = Path("contract.yaml").read_text("utf-8")
    if done and "UPDATE_EXPECTED" in os.environ:
        mended.write_text(text, encoding="utf-8", newline="\n")
    assert bool(done) == any(one.fix is not None for one in found) == mended.exists()
    if done:
        assert text == mended.read_text("utf-8")
        left = examine(request(code_of(name), styles_of(name)))
        assert [one for one in left.problems if one.fix is not None] == []
        assert not left.invalid
    else:
        assert text == (CASES / name / "contract.yaml").read_text("utf-8")


@pytest.mark.parametrize("code", all_rules())
def test_a_rule_finds_the_example_of_its_page(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (ROOT / f"docs/diagnostics/{code}.md").read_text("utf-8")
    example = page.partition("```yaml\n")[2].partition("```")[0]
    (tmp_path / "contract.yaml").write_text(f"{HEAD}{example}", "utf-8")
    monkeypatch.chdir(tmp_path)
    found = examine(request(code, styles_of(f"{code}-{KINDS[code].name}")))
    assert (found.invalid, {one.code for one in found.problems}) == (False, {code})


def examined(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Problems:
    """What the rule of a case finds in a copy of it, from within that folder."""
    project = tmp_path / "project"
    shutil.copytree(CASES / name, project)
    monkeypatch.chdir(project)
    found = examine(request(code_of(name), styles_of(name)))
    assert not found.invalid, render(found.problems, kinds=KINDS)
    return found.problems


def styles_of(name: str) -> list[str] | None:
    """The styles that ``styles.txt`` of a case names, where it is not about all."""
    styles = CASES / name / "styles.txt"
    return styles.read_text("utf-8").split() if styles.exists() else None


def request(code: str, styles: list[str] | None) -> Request:
    """What the rule is asked, in the current folder."""
    return Request(
        styles=styles,
        contracts=[Path("contract.yaml")],
        root=Path(),
        selection=Selection(select=(code,)),
        today=TODAY,
    )


def code_of(name: str) -> str:
    code = name.partition("-")[0]
    assert code in all_rules()
    return code
