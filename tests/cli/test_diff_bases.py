"""``gen diff`` finds what a contract was: moved, locked, elsewhere, called by a hook."""

from pathlib import Path

import pytest

from tests.cli.conftest import CONTRACT, Gen
from tests.cli.test_diff import NOTES, change, commit, git


@pytest.fixture
def repository(project: Path) -> Path:
    """The project as a repository with one commit on ``main``."""
    git("init", "-q", "-b", "main")
    commit("Begin")
    return project


LOCKED = """\
contract: notes.v1
version: 1.0.0
types:
  Colour: {enum: [Red, Blue]}
operations:
  Say: {input: {text: string, count: int32, colour: Colour}}
"""
SETTINGS = '[tool.gen]\ncontracts = ["contracts/*.yaml"]\nstyles = ["grpc", "jsonrpc"]\n'


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize("how", ["gone", "another"])
def test_a_lock_that_is_gone_or_another_breaks_whom_it_numbers_anew(gen: Gen, how: str) -> None:
    lock = Path(NOTES).with_suffix(".lock")
    Path("pyproject.toml").write_text(SETTINGS)
    Path(NOTES).write_text(LOCKED)
    assert gen("build").exit_code == 0
    change("text: string, count: int32", "count: int32, text: string")
    change("Red, Blue", "Blue, Red")
    assert gen("build").exit_code == 0
    commit("Build")
    assert gen("diff", "--against", "git:main").exit_code == 0
    if how == "gone":
        lock.unlink()
    else:
        change("text: 1", "text: 9", str(lock))
    result = gen("diff", "--against", "git:main")
    assert result.exit_code == 1
    assert "error[DIFF117]: 'text' has another number, by the lock" in result.stdout
    assert "old clients of gRPC (its number was 1, and is" in result.stdout
    assert ("'Blue' has another number, by the lock" in result.stdout) == (how == "gone")


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize("line", ["contract: notes.v1  # ours", "'contract': \"notes.v1\""])
def test_a_moved_contract_is_found_however_it_writes_its_package(gen: Gen, line: str) -> None:
    change("contract: notes.v1", line)
    commit("Write it otherwise")
    git("mv", NOTES, "contracts/memos.yaml")
    change("AddNote:", "MakeNote:", "contracts/memos.yaml")
    assert gen("diff", "contracts/memos.yaml", "--against", "git:main").exit_code == 1


@pytest.mark.usefixtures("repository")
def test_a_contract_that_is_gone_from_the_settings_too_is_gone(gen: Gen) -> None:
    Path("contracts/memos.yaml").write_text(CONTRACT.replace("notes.v1", "memos.v1"))
    commit("Two contracts")
    Path(NOTES).unlink()
    change("contracts/*.yaml", "contracts/memos.yaml", "pyproject.toml")
    result = gen("diff", "--against", "git:main")
    assert result.exit_code == 1
    assert "(notes.v1) is gone" in result.stdout


@pytest.mark.usefixtures("repository")
def test_a_contract_of_another_repository_is_not_taken_for_a_new_one(
    gen: Gen, tmp_path: Path
) -> None:
    other = tmp_path / "elsewhere.yaml"
    other.write_text(CONTRACT)
    Path("contracts/linked.yaml").symlink_to(other)
    inner = Path("inner")
    inner.mkdir()
    git("init", "-q", cwd=inner)
    (inner / "inner.yaml").write_text(CONTRACT)
    for path in (other.as_posix(), "contracts/linked.yaml", "inner/inner.yaml"):
        result = gen("diff", path, "--against", "git:main")
        assert (result.exit_code, "does not lie in the repository" in result.stdout) == (2, True)


@pytest.mark.usefixtures("project")
def test_an_empty_folder_is_no_base(gen: Gen, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert gen("diff", "--against", str(tmp_path / "empty")).exit_code == 2


@pytest.mark.usefixtures("repository")
def test_a_hook_in_a_worktree_compares_as_its_user_would(
    gen: Gen, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path("nested")
    (folder / "contracts").mkdir(parents=True)
    for name in ("pyproject.toml", NOTES):
        (folder / name).write_text(Path(name).read_text())
    commit("A project in a folder")
    git("worktree", "add", "-q", "-b", "other", "../tree")
    monkeypatch.chdir(Path("../tree/nested").resolve())
    monkeypatch.setenv("GIT_DIR", git("rev-parse", "--absolute-git-dir"))
    change("AddNote:", "MakeNote:")
    result = gen("diff", "--against", "git:main")
    assert result.exit_code == 1
    assert "main:nested/contracts/notes.yaml" in result.stdout or "DIFF501" in result.stdout


@pytest.mark.usefixtures("repository")
def test_a_branch_comes_before_a_tag_of_the_same_name(gen: Gen) -> None:
    git("tag", "main")
    git("checkout", "-q", "-b", "work")
    change("AddNote:", "MakeNote:")
    later = commit("Rename")
    git("branch", "-q", "-f", "main", later)
    assert gen("diff", "--against", "git:main").exit_code == 0
    assert gen("diff", "--against", "git:refs/tags/main").exit_code == 1


@pytest.mark.usefixtures("repository")
def test_a_style_that_is_no_longer_built_breaks_whoever_calls_in_it(gen: Gen) -> None:
    change('styles = ["jsonrpc"]', 'styles = ["jsonrpc", "grpc"]', "pyproject.toml")
    commit("Two styles")
    assert gen("diff", "--against", "git:main").exit_code == 0
    change('styles = ["jsonrpc", "grpc"]', 'styles = ["grpc"]', "pyproject.toml")
    result = gen("diff", "--against", "git:main")
    assert result.exit_code == 1
    assert "error[GEN907]: the style 'jsonrpc' is no longer built" in result.stdout
    assert gen("check", "--skip", "lint", "--against", "git:main").exit_code == 1


@pytest.mark.usefixtures("repository")
def test_a_new_major_is_served_beside_the_old_one(gen: Gen) -> None:
    change("contract: notes.v1", "contract: notes.v2")
    change("version: 1.0.0", "version: 2.0.0")
    change("text: string", "text: int64")
    result = gen("diff", "--against", "git:main")
    assert "serve both until the callers have moved" in result.stdout
    assert "No order of deployment" not in result.stdout
    assert "The version 2.0.0 says so" in result.stdout
