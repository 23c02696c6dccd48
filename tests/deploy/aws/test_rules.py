"""A rule of AWS's files is a file, a page and a case, and finds nothing in what is written."""

from pathlib import Path

import pytest

from generator.deploy.aws.rule import all_rules
from generator.deploy.judge import judge
from generator.diagnostics import Problems
from tests.deploy.fronts import CONTRACTS, bound, files_of

RULES = Path("generator/deploy/aws/rules")
CASES = Path("tests/cases/diagnostics")


def test_every_rule_has_a_file_of_its_name_a_page_and_a_case() -> None:
    kinds = [rule.kind for rule in all_rules().values()]
    files = {path.stem for path in RULES.glob("*.py")} - {"__init__"}
    assert files == {kind.name.replace("-", "_") for kind in kinds}
    for kind in kinds:
        assert (Path("docs/diagnostics") / f"{kind.code}.md").exists(), kind
        case = CASES / f"{kind.code}-{kind.name}"
        assert f"[{kind.code}]" in (case / "expected.txt").read_text("utf-8")


def test_the_page_of_aws_lists_every_rule() -> None:
    page = Path("docs/deploy/aws.md").read_text("utf-8")
    rows = [
        f"| [{code}](../diagnostics/{code}.md) | {rule.about} |"
        for code, rule in all_rules().items()
    ]
    assert [row for row in rows if row not in page] == []


@pytest.mark.parametrize("contracts", [*[[one] for one in CONTRACTS], CONTRACTS], ids=str)
def test_nothing_is_found_in_what_is_written(contracts: list[Path], tmp_path: Path) -> None:
    files, _ = files_of("aws", bound(contracts))
    for path, content in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    problems = Problems()
    judge([tmp_path], None, problems)
    assert [*problems] == []
