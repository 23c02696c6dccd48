"""A rule is one file, one page and one case: the three sets are the same for lint and for diff."""

from pathlib import Path

import pytest

from generator.diagnostics.registry import all_kinds

ROOT = Path(__file__).parents[2]
PREFIX = {"lint": "LINT", "diff": "DIFF"}


@pytest.mark.parametrize("kind", PREFIX)
def test_every_rule_has_a_file_a_page_and_a_case_and_none_is_left_over(kind: str) -> None:
    kinds = [one for code, one in all_kinds().items() if code.startswith(PREFIX[kind])]
    rules = ROOT / "generator/check" / kind / "rules"
    files = {path.stem for path in rules.glob("*.py")} - {"__init__"}
    assert files == {one.name.replace("-", "_") for one in kinds}
    pages = {path.stem for path in (ROOT / "docs/diagnostics").glob(f"{PREFIX[kind]}*.md")}
    assert pages == {one.code for one in kinds}
    folder = ROOT / "tests/cases" / kind
    cases = {path.name for path in folder.glob("*")}
    names = {f"{one.code}-{one.name}" for one in kinds}
    if not folder.exists():
        pytest.skip(f"the cases of {kind} are still to come")
    assert {name for name in names if not any(case.startswith(name) for case in cases)} == set()
    assert {case for case in cases if not any(case.startswith(name) for name in names)} == set()
