"""What `gen init --ci` writes works at once, in a new project and in one that is there."""

import os
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from generator.cli import cli
from tests.check.ci.conftest import ALL
from tests.check.ci.repositories import CONTRACT, NO_PACKAGES, SCRIPTS, Origin, event, git
from tests.check.ci.runner import Run, job, run

ON_PATH = {"PATH": f"{SCRIPTS}{os.pathsep}{os.environ['PATH']}"} | NO_PACKAGES
FILES = (".github/workflows/contracts.yml", ".gitlab-ci.yml", ".pre-commit-config.yaml")


def init(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["init", *arguments], prog_name="gen")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, the current one."""
    place = tmp_path / "project"
    place.mkdir()
    monkeypatch.chdir(place)
    return place


def pushed(scaffold: Origin, tmp_path: Path, before: str) -> Run:
    """The workflow in the clone of a push to main."""
    clone = scaffold.clone(tmp_path / "clone", git(scaffold.folder, "rev-parse", "main"))
    steps = job(clone / FILES[0], "contracts")
    assert [step["name"] for step in steps if "run" in step] == ["install", "check", "test"]
    return run(steps, clone, tmp_path, ON_PATH | event(tmp_path, before=before))


def test_the_workflow_passes_as_soon_as_it_is_pushed(scaffold: Origin, tmp_path: Path) -> None:
    done = pushed(scaffold, tmp_path, "0" * 40)
    assert done.code == 0, done.printed
    assert done.annotations == []
    assert "nothing was there before this push" in done.summary
    assert "6 passed" in done.printed


def test_what_is_generated_is_folded_in_reviews(scaffold: Origin) -> None:
    for attribute in ("linguist-generated", "gitlab-generated"):
        assert git(scaffold.folder, "check-attr", attribute, "generated/notes/types.py").endswith(
            "set"
        )
    assert git(scaffold.folder, "check-attr", "eol", "contracts/notes.lock").endswith(": lf")
    binary = "generated/notes/proto/descriptor.binpb"
    assert git(scaffold.folder, "check-attr", "text", binary).endswith("unset")


def test_nothing_is_left_that_should_have_been_committed(scaffold: Origin) -> None:
    assert git(scaffold.folder, "status", "--porcelain") == ""


def test_the_hooks_ask_for_what_the_settings_name(folder: Path) -> None:
    settings = '[tool.gen]\ncontracts = ["api/v1/*.yaml", "more/**/*.yaml"]\noutput = "src/made"\n'
    (folder / "pyproject.toml").write_text(settings)
    (folder / "api/v1").mkdir(parents=True)
    (folder / "api/v1/notes.yaml").write_text(CONTRACT)
    assert init("--ci", "pre-commit").exit_code == 0
    [repository] = yaml.safe_load((folder / FILES[2]).read_text("utf-8"))["repos"]
    files = {hook["files"] for hook in repository["hooks"]}
    assert files == {r"^((api/v1|more|src/made)/|pyproject\.toml$)"}
    assert (folder / ".gitattributes").read_text("utf-8").splitlines() == [
        "/api/v1/** text eol=lf",
        "/more/** text eol=lf",
        "/src/made/** linguist-generated gitlab-generated",
    ]


def test_contracts_in_the_folder_itself_are_any_file(folder: Path) -> None:
    (folder / "pyproject.toml").write_text('[tool.gen]\ncontracts = ["*.yaml"]\n')
    (folder / "notes.yaml").write_text(CONTRACT)
    assert init("--ci", "pre-commit").exit_code == 0
    [repository] = yaml.safe_load((folder / FILES[2]).read_text("utf-8"))["repos"]
    assert {hook["files"] for hook in repository["hooks"]} == {""}


def test_a_project_with_contracts_gets_only_what_checks_them(folder: Path) -> None:
    (folder / "contracts").mkdir()
    (folder / "contracts/shop.yaml").write_text(CONTRACT)
    (folder / "pyproject.toml").write_text('[tool.gen]\ncontracts = ["contracts/*.yaml"]\n')
    done = init("--ci", "github")
    assert done.exit_code == 0, done.stderr
    workflow = yaml.safe_load((folder / FILES[0]).read_text("utf-8"))
    *_, last = workflow["jobs"]["contracts"]["steps"]
    assert last["name"] == "check"  # no tests were written, and pytest fails where there are none
    assert "pytest" not in (folder / FILES[0]).read_text("utf-8")
    made = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))
    assert made == [
        ".gitattributes",
        *(".github", ".github/workflows", ".github/workflows/contracts.yml"),
        *("contracts", "contracts/shop.yaml", "pyproject.toml"),
    ]
    assert "git add" in done.stdout
    assert "serve" not in done.stdout


@pytest.mark.parametrize("name", FILES)
def test_what_is_there_is_never_replaced(folder: Path, name: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text("mine")
    done = init(*ALL)
    assert done.exit_code == 2
    assert done.stderr.startswith(f"error[GEN811]: '{name}' is there already\n")
    assert [path for path in folder.rglob("*") if path.is_file()] == [folder / name]
    assert (folder / name).read_text() == "mine"


def test_what_belongs_to_the_reader_is_kept(folder: Path) -> None:
    (folder / "README.md").write_text("mine")
    (folder / ".gitattributes").write_text("*.png binary")
    done = init("--ci", "github")
    assert done.exit_code == 0, done.stderr
    assert "kept     README.md\n" in done.stdout
    assert "added to .gitattributes\n" in done.stdout
    assert (folder / "README.md").read_text() == "mine"
    first, *others = (folder / ".gitattributes").read_text().splitlines()
    assert (first, len(others)) == ("*.png binary", 2)


@pytest.mark.usefixtures("folder")
def test_a_second_service_adds_only_its_own_file() -> None:
    assert init("--ci", "github").exit_code == 0
    done = init("--ci", "gitlab")
    assert done.exit_code == 0, done.stderr
    assert done.stdout.startswith("made     .gitlab-ci.yml\n\n")


def test_without_it_nothing_of_it_is_written(folder: Path) -> None:
    assert init().exit_code == 0
    kept = {"contracts", "notes_service.py", "pyproject.toml", ".gitignore"}
    assert {path.name for path in folder.iterdir()} == kept


def test_a_folder_below_the_root_of_a_repository_is_warned_of(folder: Path) -> None:
    git(folder, "init", "--quiet")
    done = init("notes", "--ci", "github")
    assert done.exit_code == 0
    assert "warning[GEN821]: 'notes' is not the root of its repository" in done.stderr
    assert "GEN821" not in init("--ci", "gitlab").stderr
