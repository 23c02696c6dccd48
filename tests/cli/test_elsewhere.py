"""A contract that lies outside of the project it is built in."""

from pathlib import Path

import pytest

from tests.cli.conftest import CONTRACT, Gen
from tests.output.folders import content

IMPORTS = "imports: {common: ../shared/common.yaml}\n"
IMPORTING = IMPORTS + CONTRACT.replace("text: string", "text: common.Text")

SKIPS = ("--skip", "format", "--skip", "lint")


@pytest.fixture
def elsewhere(project: Path) -> Path:
    """A folder beside the project's, with a contract and, beside it, what that may import."""
    folder = project.parent / "elsewhere/contracts"
    folder.mkdir(parents=True)
    (folder / "memos.yaml").write_text(CONTRACT.replace("notes.v1", "memos.v1"))
    shared = folder.parent / "shared"
    shared.mkdir()
    (shared / "common.yaml").write_text("contract: common.v1\ntypes: {Text: {type: string}}\n")
    return folder


def test_it_is_built_into_this_project_and_keeps_its_lock_beside_it(
    project: Path, elsewhere: Path, gen: Gen
) -> None:
    result = gen("build", "../elsewhere/contracts/memos.yaml", "--style", "grpc")
    assert (result.exit_code, result.stderr) == (0, "")
    assert (project / "generated/memos/grpc").is_dir()
    assert sorted(path.name for path in elsewhere.iterdir()) == ["memos.lock", "memos.yaml"]
    assert not (elsewhere.parent / "generated").exists()


def test_its_output_does_not_tell_where_it_lay(project: Path, elsewhere: Path, gen: Gen) -> None:
    assert gen("build", "../elsewhere/contracts/memos.yaml", "-o", "one").exit_code == 0
    (project / "contracts/memos.yaml").write_text((elsewhere / "memos.yaml").read_text())
    assert gen("build", "contracts/memos.yaml", "-o", "two").exit_code == 0
    assert gen("build", str(elsewhere / "memos.yaml"), "-o", "three").exit_code == 0
    assert content(Path("one")) == content(Path("two")) == content(Path("three"))


def test_its_imports_stay_within_the_project_that_it_belongs_to(elsewhere: Path, gen: Gen) -> None:
    (elsewhere / "memos.yaml").write_text(IMPORTING)
    alone = gen("check", "../elsewhere/contracts/memos.yaml")
    assert alone.exit_code == 2
    assert "error[GEN132]: '../shared/common.yaml' lies outside of the project" in alone.stderr
    (elsewhere.parent / "pyproject.toml").write_text("")
    assert gen("check", "../elsewhere/contracts/memos.yaml", *SKIPS).exit_code == 0


def test_the_settings_can_name_it(project: Path, elsewhere: Path, gen: Gen) -> None:
    assert elsewhere.is_dir()
    text = '[tool.gen]\ncontracts = ["contracts/*.yaml", "../elsewhere/contracts/*.yaml"]\n'
    (project / "pyproject.toml").write_text(f'{text}styles = ["jsonrpc"]\n')
    assert gen("build").exit_code == 0
    assert (project / "generated/memos").is_dir()
    assert (project / "generated/notes").is_dir()
    assert gen("build").stdout.endswith("generated is up to date.\n")
