"""pre-commit runs the hooks of this repository in another one, in environments that it makes."""

import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from tests.check.ci.repositories import (
    ENVIRONMENT,
    GEN,
    MORE,
    NO_PACKAGES,
    SCRIPTS,
    WRONG,
    git,
    origin,
)

ROOT = Path(__file__).parents[3]
Hook = Callable[..., tuple[int, dict[str, str]]]
PRE_COMMIT = SCRIPTS / "pre-commit"
# What the wheel is made of.
PACKED = (
    *("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"),
    *("generator", "templates", "docs/diagnostics"),
)


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """pre-commit's own folder; what the hooks depend on is there, so that no package is fetched."""
    packages = tmp_path_factory.mktemp("packages")
    for entry in Path(sysconfig.get_path("purelib")).iterdir():
        if "diptych" not in entry.name:
            (packages / entry.name).symlink_to(entry)
    return (
        ENVIRONMENT
        | NO_PACKAGES
        | {
            "PRE_COMMIT_HOME": str(tmp_path_factory.mktemp("pre-commit")),
            "PYTHONPATH": str(packages),
        }
    )


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This repository as it is now, committed: pre-commit installs it once for all tests."""
    folder = tmp_path_factory.mktemp("diptych")
    for name in PACKED:
        source, target = ROOT / name, folder / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "as it is")
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository with a contract and what is generated from it."""
    folder = origin(tmp_path / "project").folder
    subprocess.run([GEN, "build"], cwd=folder, check=True, capture_output=True)
    (folder / ".gitignore").write_text(".gen_cache/\n")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "built")
    return folder


def pre_commit(
    folder: Path, environment: dict[str, str], *arguments: str
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [PRE_COMMIT, *arguments],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def ends(done: "subprocess.CompletedProcess[str]") -> tuple[int, dict[str, str]]:
    """The exit code of pre-commit, and how each hook ended."""
    found = re.findall(r"^(gen \w+)\.+(?:\(.*\))?(\w+)$", done.stdout, re.MULTILINE)
    assert found, done.stdout
    return done.returncode, dict(found)


@pytest.fixture
def committing(hooks: Path, environment: dict[str, str], project: Path) -> Hook:
    """Runs one hook as a commit does, installed once for all tests."""
    known = yaml.safe_load((hooks / ".pre-commit-hooks.yaml").read_text("utf-8"))
    names = [{"id": hook["id"]} for hook in known]
    repository = {"repo": str(hooks), "rev": git(hooks, "rev-parse", "HEAD"), "hooks": names}
    (project / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": [repository]}))

    def run(*hook: str) -> tuple[int, dict[str, str]]:
        git(project, "add", "--all")
        return ends(pre_commit(project, environment, "run", *hook))

    return run


def test_every_hook_is_tried_and_passes_where_all_is_well(
    project: Path, hooks: Path, environment: dict[str, str]
) -> None:
    known = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    done = pre_commit(project, environment, "try-repo", str(hooks), "--all-files")
    assert ends(done) == (0, {hook["name"]: "Passed" for hook in known})


def test_a_contract_without_its_files_is_built_and_stopped(
    project: Path, committing: Hook, environment: dict[str, str]
) -> None:
    contract = project / "contracts/notes.yaml"
    contract.write_text(MORE)
    assert committing("gen-build") == (1, {"gen build": "Failed"})  # it changed files
    assert committing("gen-build") == (0, {"gen build": "Passed"})  # which are committed now
    assert "more" in (project / "generated/notes/types.py").read_text()
    home = Path(environment["PRE_COMMIT_HOME"])
    assert [*home.glob("repo*/py_env-*/lib/*/site-packages/generator/_templates")]


def test_a_contract_that_is_invalid_is_stopped(project: Path, committing: Hook) -> None:
    contract = project / "contracts/notes.yaml"
    contract.write_text(WRONG)
    assert committing("gen-check") == (1, {"gen check": "Failed"})


def test_a_commit_of_something_else_asks_nobody(project: Path, committing: Hook) -> None:
    (project / "notes.txt").write_text("")
    code, skipped = committing()
    assert (code, {*skipped.values()}) == (0, {"Skipped"})


def test_what_init_writes_runs_as_soon_as_it_is_installed(
    tmp_path: Path, hooks: Path, environment: dict[str, str]
) -> None:
    build = "from hatchling.build import build_wheel; import sys; build_wheel(sys.argv[1])"
    subprocess.run([sys.executable, "-c", build, tmp_path], cwd=hooks, check=True)
    folder = tmp_path / "project"
    folder.mkdir()
    git(folder, "init", "--quiet")
    subprocess.run([GEN, "init", "--ci", "pre-commit"], cwd=folder, check=True, capture_output=True)
    git(folder, "add", "--all")
    done = pre_commit(
        folder, environment | {"PIP_FIND_LINKS": str(tmp_path)}, "run", "--all-files", "--verbose"
    )
    assert done.returncode == 0, done.stdout
    assert "generated is up to date." in done.stdout
