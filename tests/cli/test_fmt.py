"""``gen fmt`` writes contracts in the one layout, or says which are not in it."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import cli
from tests.cli.conftest import CONTRACT, Gen

UNTIDY = CONTRACT.replace("  Note:\n", "  Note:   # one\n", 1).replace("id:   {", "id: {", 1)
CONTRACT_PATH = Path("contracts/notes.yaml")


@pytest.fixture
def untidy(project: Path) -> Path:
    """The project, with a contract that is laid out otherwise."""
    (project / CONTRACT_PATH).write_text(UNTIDY)
    return project


@pytest.mark.usefixtures("untidy")
def test_contracts_of_the_settings_are_written_in_the_layout(gen: Gen) -> None:
    result = gen("fmt")
    assert (result.exit_code, result.stdout) == (0, "1 contract formatted.\n")
    assert CONTRACT_PATH.read_text() == CONTRACT.replace("  Note:\n", "  Note:  # one\n", 1)
    result = gen("fmt")
    assert (result.exit_code, result.stdout) == (0, "1 contract is formatted already.\n")


@pytest.mark.usefixtures("untidy")
def test_a_check_writes_nothing_and_points_at_the_first_difference(gen: Gen) -> None:
    result = gen("fmt", "--check")
    assert result.exit_code == 1
    assert "warning[GEN931]" in result.stderr
    assert "contracts/notes.yaml:6:10" in result.stderr
    assert CONTRACT_PATH.read_text() == UNTIDY
    assert gen("check", "--skip", "lint").exit_code == 1


@pytest.mark.usefixtures("untidy")
def test_a_difference_is_shown_and_written_only_without_check(gen: Gen) -> None:
    shown = gen("fmt", "--check", "--diff").stdout
    assert "-      id: {type" in shown
    assert "+      id:   {type" in shown
    assert CONTRACT_PATH.read_text() == UNTIDY
    assert gen("fmt", "--diff").stdout == shown
    assert CONTRACT_PATH.read_text() != UNTIDY


def test_imports_are_laid_out_with_the_contracts_of_the_settings(project: Path, gen: Gen) -> None:
    shared = project / "contracts/shared/common.yaml"
    shared.parent.mkdir()
    shared.write_text("version: 1.0.0\ncontract: common.v1\n")
    text = CONTRACT.replace("\ntypes:", "\nimports: {common: shared/common.yaml}\n\ntypes:", 1)
    CONTRACT_PATH.write_text(text)
    result = gen("fmt")
    assert result.stdout == "1 contract formatted, 1 already.\n"
    assert shared.read_text() == "contract: common.v1\nversion: 1.0.0\n"


def test_what_cannot_be_read_is_told_as_by_a_check_and_left_as_it_is(
    untidy: Path, gen: Gen
) -> None:
    bad = untidy / "contracts/bad.yaml"
    bad.write_text("contract: a.v1\ntitle: [\n")
    result = gen("fmt")
    assert result.exit_code == 2
    assert result.stderr.partition("\n\n")[0] == gen("check").stderr.partition("\n\n")[0]
    assert bad.read_text() == "contract: a.v1\ntitle: [\n"
    assert CONTRACT_PATH.read_text() != UNTIDY
    assert gen("fmt", "contracts/none.yaml").exit_code == 2


@pytest.mark.usefixtures("project")
def test_standard_input_is_laid_out_to_standard_output() -> None:
    result = CliRunner().invoke(cli, ["fmt", "-"], input="\ufefftitle: A\r\ncontract: 'a.v1'\r\n")
    assert (result.exit_code, result.stdout) == (0, "contract: a.v1\ntitle: A\n")
    result = CliRunner().invoke(cli, ["fmt", "-"], input="contract: [")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "<stdin>:1" in result.stderr
    assert CliRunner().invoke(cli, ["fmt", "-", "a.yaml"]).exit_code == 2


def test_a_file_keeps_its_mode_and_a_link_stays_one(untidy: Path, gen: Gen) -> None:
    real = untidy / "real.yaml"
    CONTRACT_PATH.rename(real)
    real.chmod(0o640)
    CONTRACT_PATH.symlink_to(real)
    assert gen("fmt").exit_code == 0
    assert CONTRACT_PATH.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert real.read_text() != UNTIDY
    assert sorted(path.name for path in untidy.iterdir()) == [
        "contracts",
        "pyproject.toml",
        "real.yaml",
    ]


@pytest.mark.usefixtures("untidy")
def test_a_layout_that_would_change_the_meaning_is_our_bug_and_writes_nothing(
    gen: Gen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.check.format.text.laid_out", lambda _tree: "contract: b.v1")
    result = gen("fmt")
    assert result.exit_code == 3
    assert "the layout would change what contracts/notes.yaml means" in result.output
    assert CONTRACT_PATH.read_text() == UNTIDY
