"""``gen diff`` compares with revisions, folders and files, and never takes a failure for peace."""

import json
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.cli.conftest import CONTRACT, Gen

NOTES = "contracts/notes.yaml"
_NAME = ("-c", "user.name=A", "-c", "user.email=a@b.example", "-c", "commit.gpgsign=false")


def git(*arguments: str, cwd: Path | None = None) -> str:
    """Run git, and give what it prints."""
    command = ["git", *_NAME, *arguments]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def commit(message: str) -> str:
    """Commit all files of the current folder."""
    git("add", "-A")
    git("commit", "-q", "-m", message)
    return git("rev-parse", "HEAD")


@pytest.fixture
def repository(project: Path) -> Path:
    """The project as a repository with one commit on ``main``."""
    git("init", "-q", "-b", "main")
    commit("Begin")
    return project


def change(old: str, new: str, file: str = NOTES) -> None:
    """Replace a text in a file."""
    text = Path(file).read_text()
    assert old in text
    Path(file).write_text(text.replace(old, new))


@pytest.mark.usefixtures("repository")
def test_what_is_not_committed_is_compared_with_a_revision(gen: Gen) -> None:
    change("AddNote:", "MakeNote:")
    result = gen("diff", "--against", "git:main")
    assert result.exit_code == 1
    assert "error[DIFF501]: the operation 'AddNote' is gone" in result.stdout
    assert "main:contracts/notes.yaml:15:3" in result.stdout


@pytest.mark.usefixtures("repository")
def test_nothing_changed_is_exit_0_and_says_against_what(gen: Gen) -> None:
    result = gen("diff", "--against", "git:main")
    assert result.exit_code == 0
    head = git("rev-parse", "HEAD")[:10]
    assert result.stdout == (
        f"1 contract is as in main ({head}).\nNothing breaks against main ({head}).\n"
    )


@pytest.mark.usefixtures("repository")
def test_a_comment_is_no_change(gen: Gen) -> None:
    change("title: Notes", "# a remark\ntitle:   'Notes'")
    result = gen("diff", "--against", "git:main")
    assert (result.exit_code, "nothing changed in what it means" in result.stdout) == (0, True)


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ("git:nowhere", "GEN901"),
        ("git:", "GEN901"),
        ("git:--help", "GEN901"),
        ("git:main:contracts", "GEN901"),
        ("nowhere", "GEN902"),
        ("", "Name"),
    ],
)
@pytest.mark.usefixtures("repository")
def test_what_cannot_be_compared_is_exit_2(gen: Gen, spec: str, said: str) -> None:
    result = gen("diff", NOTES, "--against", spec)
    assert result.exit_code == 2
    assert said in result.output


def test_outside_of_a_repository_a_revision_is_no_base(
    project: Path, gen: Gen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(project.parent))
    result = gen("diff", "--against", "git:main")
    assert (result.exit_code, "error[GEN902]" in result.output) == (2, True)


@pytest.mark.usefixtures("repository")
def test_without_git_a_revision_is_no_base(
    gen: Gen, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    result = gen("diff", "--against", "git:main")
    assert (result.exit_code, "git cannot be run" in result.output) == (2, True)


@pytest.mark.usefixtures("repository")
def test_a_base_that_is_not_valid_is_exit_2_with_its_first_errors(gen: Gen) -> None:
    change("text: string", "text: strnig")
    commit("Break it")
    change("text: strnig", "text: string")
    result = gen("diff", "--against", "git:main")
    assert result.exit_code == 2
    assert "error[GEN903]" in result.stdout
    assert "main:contracts/notes.yaml:9:13: unknown type 'strnig'" in result.stdout
    assert "Nothing breaks" not in result.stdout


@pytest.mark.usefixtures("repository")
def test_a_contract_that_is_not_valid_is_exit_2(gen: Gen) -> None:
    change("text: string", "text: strnig")
    result = gen("diff", "--against", "git:main")
    assert (result.exit_code, "error[GEN203]" in result.output) == (2, True)


def test_a_remote_branch_stands_for_a_local_one_as_in_the_clones_of_ci(
    repository: Path, gen: Gen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clone = tmp_path / "clone"
    git("checkout", "-q", "-b", "work")
    git("clone", "-q", str(repository), str(clone))
    monkeypatch.chdir(clone)
    assert gen("diff", "--against", "git:main").exit_code == 0


def test_a_shallow_clone_says_how_to_fetch_the_base(
    repository: Path, gen: Gen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change("title: Notes", "title: All notes")
    git("checkout", "-q", "-b", "work")
    commit("Retitle")
    clone = tmp_path / "clone"
    git("clone", "-q", "--depth", "1", "--branch", "work", repository.as_uri(), str(clone))
    monkeypatch.chdir(clone)
    result = gen("diff", "--against", "git:main")
    assert result.exit_code == 2
    assert "git fetch --depth 1 origin main" in result.output


@pytest.mark.usefixtures("repository")
def test_what_the_base_did_since_is_not_undone_by_this_work(gen: Gen) -> None:
    git("checkout", "-q", "-b", "work")
    git("checkout", "-q", "main")
    change("AddNote: {create: Note}", "AddNote: {create: Note}\n  Ping: {}")
    commit("Add Ping to main")
    git("checkout", "-q", "work")
    assert gen("diff", "--against", "git:main").exit_code == 0


@pytest.mark.usefixtures("repository")
def test_imports_are_those_of_the_revision(gen: Gen) -> None:
    Path("contracts/common.yaml").write_text(
        "contract: common.v1\ntypes:\n  Text: {type: string, max_length: 9}\n"
    )
    change("title: Notes", "title: Notes\nimports: {common: common.yaml}")
    change("text: string", "text: common.Text\n      kind: string")
    commit("Import")
    change("max_length: 9", "max_length: 8", "contracts/common.yaml")
    result = gen("diff", NOTES, "--against", "git:main", "--output-format", "json")
    assert json.loads(result.stdout)["unchanged"] == []


@pytest.mark.usefixtures("repository")
def test_a_moved_contract_is_found_by_its_package(gen: Gen) -> None:
    git("mv", NOTES, "contracts/memos.yaml")
    result = gen("diff", "--against", "git:main")
    assert (result.exit_code, "GEN905" in result.output) == (0, False)


@pytest.mark.usefixtures("repository")
def test_a_new_contract_breaks_nobody_and_one_that_is_gone_does(gen: Gen) -> None:
    Path("contracts/memos.yaml").write_text(CONTRACT.replace("notes.v1", "memos.v1"))
    assert gen("diff", "--against", "git:main").exit_code == 0
    Path(NOTES).unlink()
    result = gen("diff", "--against", "git:main")
    assert result.exit_code == 1
    assert "the contract 'main:contracts/notes.yaml' (notes.v1) is gone" in result.stdout


@pytest.mark.usefixtures("project")
def test_a_folder_is_laid_out_like_the_project(gen: Gen, tmp_path: Path) -> None:
    before = tmp_path / "before/contracts"
    before.mkdir(parents=True)
    (before / "notes.yaml").write_text(CONTRACT + "  Ping: {}\n")
    result = gen("diff", "--against", str(tmp_path / "before"))
    assert result.exit_code == 1
    assert f"{before.as_posix()}/notes.yaml:16:3" in result.stdout


@pytest.mark.usefixtures("project")
def test_one_file_is_no_base_of_several_contracts(gen: Gen) -> None:
    Path("contracts/memos.yaml").write_text(CONTRACT.replace("notes.v1", "memos.v1"))
    result = gen("diff", "--against", NOTES)
    assert (result.exit_code, "GEN902" in result.output) == (2, True)


@pytest.mark.usefixtures("repository")
def test_the_settings_may_say_against_what(gen: Gen) -> None:
    change("[tool.gen]", '[tool.gen]\nagainst = "git:main"', "pyproject.toml")
    assert gen("diff").exit_code == 0
    change("AddNote:", "MakeNote:")
    assert gen("diff").exit_code == 1
    assert gen("check", "--skip", "lint").exit_code == 1


@pytest.mark.usefixtures("repository")
def test_a_break_is_accepted_where_it_was_until_a_day(gen: Gen) -> None:
    change("  AddNote: {create: Note}", "  Ping: {}")
    accept = "accept: [{rule: operation-removed, was: AddNote, reason: Unused., until: 2026-12-31}]"
    change("title: Notes", f"title: Notes\n{accept}")
    before = gen("diff", "--against", "git:main", "--today", "2026-12-31")
    assert (
        before.exit_code,
        "accepted: the operation 'AddNote' is gone (Unused.)" in before.stdout,
    ) == (
        0,
        True,
    )
    after = gen("diff", "--against", "git:main", "--today", "2027-01-01")
    assert after.exit_code == 1
    assert "warning[GEN922]" in after.stdout


@pytest.mark.usefixtures("repository")
def test_an_accept_that_accepts_nothing_is_told(gen: Gen) -> None:
    change("title: Notes", "title: My notes\naccept: {rule: DIFF501, was: Ping, reason: Unused.}")
    result = gen("diff", "--against", "git:main")
    assert "warning[GEN921]: 'accept' of DIFF501: no such finding of 'Ping'" in result.stdout


@pytest.mark.usefixtures("repository")
def test_programs_are_given_lines_of_the_new_contract_alone(gen: Gen) -> None:
    change("  AddNote: {create: Note}", "  Ping: {}")
    for form in ("github", "gitlab", "sarif", "junit"):
        result = gen("diff", "--against", "git:main", "--output-format", form)
        assert result.exit_code == 1
        match form:
            case "github":
                assert "::error file=contracts/notes.yaml,line=1," in result.stdout
                assert "main:contracts/notes.yaml:15: it was here" in result.stdout
            case "gitlab":
                places = {one["location"]["path"] for one in json.loads(result.stdout)}
                assert places == {NOTES}
            case "sarif":
                (run,) = json.loads(result.stdout)["runs"]
                found = [one["locations"][0] for one in run["results"]]
                uris = {one["physicalLocation"]["artifactLocation"]["uri"] for one in found}
                assert uris == {NOTES}
            case "junit":
                root = ElementTree.fromstring(result.stdout.encode())
                assert {case.get("file") for case in root.iter("testcase")} == {NOTES}
                assert root.get("failures") == "1"


@pytest.mark.usefixtures("repository")
def test_the_table_for_a_pull_request_escapes_what_the_contract_says(gen: Gen) -> None:
    change("  AddNote: {create: Note}", "  Ping: {}")
    accept = "accept: {rule: DIFF501, was: AddNote, reason: 'see | <b> @team `x` [y](z)'}"
    change("title: Notes", f"title: Notes\n{accept}")
    result = gen("diff", "--against", "git:main", "--output-format", "markdown")
    row = next(line for line in result.stdout.splitlines() if "DIFF501" in line)
    assert r"see \| \<b\> &#64;team \`x\` \[y\]\(z\)" in row


@pytest.mark.usefixtures("repository")
def test_each_side_is_told_what_the_other_does(gen: Gen) -> None:
    change("text: string", "text: {type: string, max_length: 9}")
    result = gen("diff", "--against", "git:main")
    assert "= breaks: old clients of JSON-RPC (new servers refuse some values" in result.stdout
    assert "new clients of JSON-RPC (old servers send more (max_length: 9))" in result.stdout
    contract = Path(NOTES).read_text()
    accept = "max_length: 9, accept: {rule: DIFF201, reason: Short.}"
    Path(NOTES).write_text(contract.replace("max_length: 9", accept))
    result = gen("diff", "--against", "git:main")
    assert "version 1.1.0 (now 1.0.0): what breaks is accepted." in result.stdout


@pytest.mark.usefixtures("repository")
def test_json_says_the_verdict_of_every_audience(gen: Gen) -> None:
    change("  AddNote: {create: Note}", "  Ping: {}")
    result = gen("diff", "--against", "git:main", "--output-format", "json")
    (contract,) = json.loads(result.stdout)["contracts"]
    (gone,) = (one for one in contract["changes"] if one["code"] == "DIFF501")
    assert gone["verdicts"]["jsonrpc"] == {
        "old_clients": "breaks",
        "new_clients": "fine",
        "why": "the server does not know it",
        "why_new": "",
    }
    assert contract["version"]["proposed"] == "2.0.0"
    assert contract["version"]["package"] == "notes.v2"
