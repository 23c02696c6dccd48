"""``gen check`` is one command for CI: each step is told, and one that fails hides no other."""

from pathlib import Path

import pytest

from tests.cli.conftest import CONTRACT, SETTINGS, Gen
from tests.cli.test_diff import NOTES, change, commit, git


def steps(output: str) -> dict[str, str]:
    """What is said of each step: ok, failed or -."""
    rows = (line.split() for line in output.splitlines())
    names = {"valid", "format", "lint", "lock", "stubs", "breaking"}
    return {row[0]: row[1] for row in rows if len(row) > 2 and row[0] in names}


@pytest.mark.usefixtures("project")
def test_a_project_without_stubs_has_neither_lock_nor_stubs_to_check(gen: Gen) -> None:
    result = gen("check", "--skip", "lint")
    assert result.exit_code == 0
    assert steps(result.stdout)["lock"] == "-"
    assert steps(result.stdout)["stubs"] == "-"


@pytest.mark.usefixtures("project")
def test_stale_stubs_and_a_lock_without_numbers_fail(
    gen: Gen,
) -> None:
    change('styles = ["jsonrpc"]', 'styles = ["grpc"]', "pyproject.toml")
    gen("build")
    assert gen("check", "--skip", "lint").exit_code == 0
    change("text: string", "text: string\n      kind: string")
    result = gen("check", "--skip", "lint")
    assert result.exit_code == 1
    assert steps(result.stdout) == {
        "valid": "ok",
        "format": "ok",
        "lint": "-",
        "lock": "failed",
        "stubs": "failed",
        "breaking": "-",
    }
    assert "GEN941" in result.stderr
    assert gen("check", "--skip", "lint", "--skip", "lock", "--skip", "stubs").exit_code == 0


def test_nothing_is_written(project: Path, gen: Gen) -> None:
    gen("build")
    change("text: string", "text: string\n      kind: string")
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    gen("check")
    assert {path: path.read_bytes() for path in project.rglob("*") if path.is_file()} == before


@pytest.mark.usefixtures("project")
def test_a_contract_that_is_not_valid_is_exit_2_and_judged_no_further(gen: Gen) -> None:
    change("text: string", "text: strnig")
    result = gen("check")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "error[GEN203]" in result.stderr


@pytest.mark.usefixtures("project")
def test_a_comparison_that_cannot_be_made_is_exit_2(gen: Gen) -> None:
    result = gen("check", "--against", "nowhere", "--skip", "lint")
    assert (result.exit_code, steps(result.stdout)["breaking"]) == (2, "failed")


@pytest.mark.usefixtures("project")
def test_the_page_of_a_job_has_every_step_and_the_table_of_changes(
    gen: Gen, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    git("init", "-q", "-b", "main")
    commit("Begin")
    change("AddNote:", "MakeNote:")
    page = tmp_path / "summary.md"
    page.write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(page))
    assert gen("check", "--against", "git:main").exit_code == 1
    text = page.read_text()
    assert text.startswith("before\n## Contracts\n")
    assert "| breaking | **failed** |" in text
    assert "the operation 'AddNote' is gone (DIFF501)" in text


@pytest.mark.usefixtures("project")
def test_a_summary_that_cannot_be_written_fails_nothing(
    gen: Gen, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "no/such/folder"))
    result = gen("check", "--skip", "lint")
    assert result.exit_code == 0
    assert "cannot be written" in result.stderr


def test_no_more_annotations_are_printed_than_are_shown(project: Path, gen: Gen) -> None:
    fields = "".join(f"      field_{number}: strnig\n" for number in range(40))
    change("      text: string\n", fields)
    (project / "contracts/other.yaml").write_text(
        Path(NOTES).read_text().replace("notes.v1", "other.v1")
    )
    result = gen("check", "--output-format", "github")
    errors = [line for line in result.stdout.splitlines() if line.startswith("::error")]
    assert 2 <= len(errors) <= 10
    for file in ("notes", "other"):
        for number in range(40):  # none is lost: the others stand in the message of the first
            line = 9 + number
            said = f"contracts/{file}.yaml:{line}: unknown type"
            first = f"file=contracts/{file}.yaml,line={line},"
            assert said in result.stdout.replace("%3A", ":") or first in result.stdout


@pytest.mark.usefixtures("project")
def test_an_output_folder_that_is_named_has_to_be_there(gen: Gen) -> None:
    result = gen("check", "-o", "generatd")
    assert result.exit_code == 1
    assert "stubs     failed  there is no folder generatd" in result.output


@pytest.mark.usefixtures("project")
def test_a_contract_that_the_settings_name_has_to_be_there(gen: Gen) -> None:
    text = SETTINGS.replace('*.yaml"', '*.yaml", "contracts/memos.yaml"')
    Path("pyproject.toml").write_text(text)
    for command in ("check", "build", "diff", "lint", "fmt"):
        result = gen(command)
        assert (result.exit_code, "'contracts/memos.yaml', which is no file" in result.output) == (
            2,
            command != "diff",
        )


@pytest.mark.usefixtures("project")
def test_what_is_accepted_is_counted(gen: Gen) -> None:
    before = Path("before.yaml")
    before.write_text(CONTRACT)
    contract = Path("contracts/notes.yaml")
    accept = "accept: [{rule: DIFF501, was: AddNote, reason: Nobody called it.}]\n"
    contract.write_text(CONTRACT.replace("AddNote:", "MakeNote:") + "\n" + accept)
    result = gen("check", "--against", "before.yaml", "--skip", "lint", "--skip", "format")
    assert "nothing breaks against before.yaml, 1 break is accepted" in result.output
