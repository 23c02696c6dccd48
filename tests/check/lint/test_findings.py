"""What rules leave alone, what selects them, and what a command says of it."""

import datetime
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.check.lint.examine import Request, examine
from generator.check.lint.rule import CATEGORIES, all_rules
from generator.check.lint.selection import Selection
from generator.check.lint.table import with_table
from generator.cli import cli
from tests.bench.synthetic import contract

ROOT = Path(__file__).parents[3]
TODAY = datetime.date(2026, 11, 30)
CONTRACT = """\
contract: shop.products.v1
version: 1.0.0
types:
  Login: {fields: {name: string, password: string}}
operations:
  SignIn: {input: {login: Login}}
  CountLogins: {output: int32}
  SetLogin: {input: {login: Login}}
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "old").mkdir()
    (tmp_path / "shop.yaml").write_text(CONTRACT)
    return tmp_path


def gen(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["lint", *arguments])


def codes(*arguments: str) -> list[str]:
    told = json.loads(gen(*arguments, "--output-format", "json").stdout)
    return [one["code"] for one in told["diagnostics"]]


def found(path: Path) -> list[str]:
    request = Request(contracts=[path], root=ROOT, selection=Selection(), today=TODAY)
    return [f"{one.code} {one.span}" for one in examine(request).problems]


def test_the_contracts_of_this_project_are_well_designed() -> None:
    contracts = sorted((ROOT / "contracts").glob("*.yaml"))
    request = Request(contracts=contracts, root=ROOT, selection=Selection(), today=TODAY)
    assert [(one.code, str(one.span)) for one in examine(request).problems] == []


def test_the_first_contract_of_a_project_is_well_designed() -> None:
    assert found(ROOT / "templates/init/notes.yaml") == []


def test_names_that_only_look_like_a_fault_are_left_alone() -> None:
    assert found(Path(__file__).with_name("innocent.yaml")) == []


def test_a_large_contract_that_repeats_itself_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "many.yaml"
    path.write_text(contract(20))
    assert {one.split()[0] for one in found(path)} <= {"LINT313"}


def test_every_rule_belongs_to_a_category_and_says_what_it_finds() -> None:
    rules = all_rules()
    assert [code for code in rules if code[:5] not in CATEGORIES] == []
    assert [code for code, rule in rules.items() if not rule.about] == []
    assert len({rule.about for rule in rules.values()}) == len(rules)


def test_the_page_has_the_table_of_the_rules_that_there_are() -> None:
    page = (ROOT / "docs/lint.md").read_text("utf-8")
    assert page == with_table(page)
    assert page.count("](diagnostics/LINT") == len(all_rules())


@pytest.mark.usefixtures("project")
def test_rules_are_selected_by_code_by_beginning_and_by_name() -> None:
    assert codes("shop.yaml") == ["LINT501", "LINT402", "LINT417"]
    assert codes("shop.yaml", "--select", "LINT4") == ["LINT402", "LINT417"]
    assert codes("shop.yaml", "--select", "lint402") == ["LINT402"]
    assert codes("shop.yaml", "--select", "secret-not-sensitive,LINT417") == ["LINT501", "LINT417"]
    assert codes("shop.yaml", "--extend-select", "LINT207", "--ignore", "LINT4") == [
        "LINT207",
        "LINT501",
    ]


@pytest.mark.usefixtures("project")
def test_the_longest_selector_decides_and_of_equal_ones_the_one_that_ignores() -> None:
    assert codes("shop.yaml", "--select", "LINT402", "--ignore", "LINT4") == ["LINT402"]
    assert codes("shop.yaml", "--select", "LINT4", "--ignore", "LINT402") == ["LINT417"]
    assert codes("shop.yaml", "--select", "LINT4", "--ignore", "LINT4") == []


def test_settings_select_for_a_project_and_ignore_for_some_of_its_files(project: Path) -> None:
    (project / "old/shop2.yaml").write_text(CONTRACT.replace("products", "others"))
    (project / "pyproject.toml").write_text(
        "[tool.gen]\ncontracts = ['*.yaml', 'old/*.yaml']\n"
        "[tool.gen.lint]\nignore = ['LINT501']\nextend-select = ['LINT207']\n"
        "[tool.gen.lint.per-file-ignores]\n'old/*.yaml' = ['LINT2', 'read-that-is-not-safe']\n"
    )
    told = json.loads(gen("--output-format", "json").stdout)["diagnostics"]
    assert [(one["code"], one["location"]["file"]) for one in told] == [
        ("LINT417", "old/shop2.yaml"),
        ("LINT207", "shop.yaml"),
        ("LINT402", "shop.yaml"),
        ("LINT417", "shop.yaml"),
    ]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("select = ['LINT999']", "GEN816"),
        ("select = 'LINT3'", "GEN802"),
        ("selects = ['LINT3']", "GEN801"),
        ("per-file-ignores = ['a.yaml']", "GEN802"),
        ("per-file-ignores = {'a.yaml' = 'LINT3'}", "GEN802"),
        ("per-file-ignores = {'a.yaml' = ['LIN']}", "GEN816"),
    ],
)
def test_settings_that_say_nothing_are_told_and_nothing_is_judged(
    table: str, said: str, project: Path
) -> None:
    (project / "pyproject.toml").write_text(f"[tool.gen.lint]\n{table}\n")
    done = gen("shop.yaml")
    assert (done.exit_code, said in done.stderr, "LINT5" in done.stderr) == (2, True, False)


def test_findings_end_with_one_notes_alone_with_zero_and_faults_with_two(project: Path) -> None:
    assert gen("shop.yaml").exit_code == 1
    assert gen("shop.yaml", "--select", "LINT417").exit_code == 0
    clean = gen("shop.yaml", "--select", "LINT103")
    assert (clean.exit_code, clean.stdout) == (0, "1 contract is clean.\n")
    (project / "shop.yaml").write_text(CONTRACT.replace("output: int32", "output: int99"))
    done = gen("shop.yaml")
    assert (done.exit_code, "GEN203" in done.stderr, "LINT" in done.stderr) == (2, True, False)


def test_a_fix_is_offered_made_and_told(project: Path) -> None:
    assert "1 of them can be fixed: gen lint --fix" in gen("shop.yaml").stderr
    done = gen("shop.yaml", "--fix")
    assert done.stdout == "fixed shop.yaml: 1 place\n"
    assert "password: {type: string, sensitive: true}" in (project / "shop.yaml").read_text()
    assert codes("shop.yaml") == ["LINT402", "LINT417"]


def test_what_a_contract_accepts_with_a_reason_is_no_finding(project: Path) -> None:
    accepts = (
        "{output: int32, accept: {rule: LINT402, reason: It counts itself., until: 2026-12-31}}"
    )
    (project / "shop.yaml").write_text(CONTRACT.replace("{output: int32}", accepts))
    assert codes("shop.yaml", "--today", "2026-12-31") == ["LINT501", "LINT417"]
    assert codes("shop.yaml", "--today", "2027-01-01") == [
        "LINT501",
        "LINT402",
        "GEN922",
        "LINT417",
    ]
    assert codes("shop.yaml", "--select", "LINT5", "--today", "2027-01-01") == ["LINT501"]


def test_what_two_contracts_import_is_told_once(project: Path) -> None:
    (project / "common.yaml").write_text(
        "contract: shop.common.v1\nversion: 1.0.0\ntypes: {Login: {fields: {password: string}}}\n"
    )
    for name in ("one", "two"):
        (project / f"{name}.yaml").write_text(
            f"contract: shop.{name}.v1\nversion: 1.0.0\nimports: {{common: common.yaml}}\n"
            "operations: {SignIn: {input: {login: common.Login}}}\n"
        )
    assert codes("one.yaml", "two.yaml") == ["LINT501"]


def test_an_amount_is_money_where_a_currency_stands_beside_it(project: Path) -> None:
    (project / "shop.yaml").write_text(
        "contract: shop.products.v1\nversion: 1.0.0\noperations:\n"
        "  Pay: {input: {amount: float64, currency: string}}\n"
        "  Refund: {input: {amount: string, currency: string}}\n"
        "  Pour: {input: {amount: float64, unit: string}}\n"
    )
    assert codes("shop.yaml") == ["LINT303", "LINT304"]


def test_two_words_are_compared_with_every_field_of_their_type(project: Path) -> None:
    (project / "shop.yaml").write_text(
        "contract: shop.products.v1\nversion: 1.0.0\noperations:\n"
        "  Keep: {input: {created: bool, created_at: timestamp, creation_date: timestamp}}\n"
    )
    assert codes("shop.yaml") == ["LINT109"]


def test_all_is_the_shortest_selector_as_in_ruff() -> None:
    every = Selection(select=("ALL",)).rules()
    assert every == Selection(select=("LINT",)).rules()
    assert {rule.kind.code for rule in every} == {*all_rules()}
    assert Selection(ignore=("all",)).rules() == []
    kept = Selection(select=("LINT5",), ignore=("ALL",)).rules()
    assert {rule.kind.code[:5] for rule in kept} == {"LINT5"}
