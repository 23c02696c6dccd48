"""The action of this repository, run as a runner runs it, in the clone of a pull request."""

import os
import subprocess
import sysconfig
from pathlib import Path

import pytest

from tests.check.ci.repositories import (
    BREAKING,
    CONTRACT,
    GEN,
    MORE,
    NO_PACKAGES,
    SCRIPTS,
    SETTINGS,
    WRONG,
    Origin,
    event,
    git,
    origin,
)
from tests.check.ci.runner import Run, action, run

ROOT = Path(__file__).parents[3]
ON_PATH = {"PATH": f"{SCRIPTS}{os.pathsep}{os.environ['PATH']}"}


@pytest.fixture
def forge(tmp_path: Path) -> Origin:
    return origin(tmp_path / "origin")


def checked(
    forge: Origin, tmp_path: Path, head: str, *, origin_is_gone: bool = False, **inputs: str
) -> Run:
    """The action in the clone of a pull request of a commit into main."""
    into = git(forge.folder, "rev-parse", "main")
    clone = forge.clone(tmp_path / "clone", forge.merge(head, into))
    if origin_is_gone:
        git(clone, "remote", "set-url", "origin", (tmp_path / "gone").as_uri())
    request = event(tmp_path, pull_request={"number": 1, "head": {"sha": head}})
    steps, context = action(
        ROOT / "action.yml", **{"version": "installed", "python-version": "installed", **inputs}
    )
    return run(steps, clone, tmp_path, ON_PATH | request | {"GITHUB_BASE_REF": "main"}, context)


def test_a_contract_that_is_fine_passes(forge: Origin, tmp_path: Path) -> None:
    head = forge.commit("change", **{"contracts/notes.yaml": f"{CONTRACT}# more\n"})
    done = checked(forge, tmp_path, head)
    assert (done.code, done.annotations) == (0, [])
    assert done.outputs["steps.check.outputs.exit-code"] == "0"


def test_what_is_invalid_marks_its_line_and_fails(forge: Origin, tmp_path: Path) -> None:
    done = checked(forge, tmp_path, forge.commit("change", **{"contracts/notes.yaml": WRONG}))
    assert (done.code, done.failed) == (2, "check")
    assert done.annotations == [
        "::error file=contracts/notes.yaml,line=9,endLine=9,col=20,endColumn=25,title=GEN203"
        "::unknown type 'strin'%0Ahint: did you mean 'string'?"
    ]
    assert done.outputs["steps.check.outputs.exit-code"] == "2"


def test_a_break_marks_its_line_and_says_whom_it_breaks(forge: Origin, tmp_path: Path) -> None:
    done = checked(forge, tmp_path, forge.commit("change", **{"contracts/notes.yaml": BREAKING}))
    assert (done.code, done.failed) == (1, "check")
    [annotation] = done.annotations
    assert annotation.startswith("::error file=contracts/notes.yaml,line=9,")
    assert "title=DIFF2" in annotation
    assert "JSON-RPC" in annotation
    assert "| breaking | **failed** |" in done.summary
    assert "contracts/notes.yaml" in done.summary
    assert done.outputs["steps.check.outputs.exit-code"] == "1"


def test_findings_can_be_shown_without_failing(forge: Origin, tmp_path: Path) -> None:
    head = forge.commit("change", **{"contracts/notes.yaml": BREAKING})
    done = checked(forge, tmp_path, head, **{"fail-on-findings": "false"})
    assert (done.code, len(done.annotations)) == (0, 1)
    assert "**failed**" in done.summary
    assert done.outputs["steps.check.outputs.exit-code"] == "1"


def test_what_main_did_meanwhile_is_no_break(forge: Origin, tmp_path: Path) -> None:
    head = forge.commit("change", readme="mine")
    forge.commit("main", **{"contracts/notes.yaml": MORE})
    done = checked(forge, tmp_path, head)
    assert (done.code, done.annotations) == (0, [])


def test_stubs_that_are_stale_mark_the_contract(forge: Origin, tmp_path: Path) -> None:
    subprocess.run([GEN, "build"], cwd=forge.folder, check=True, capture_output=True)
    (forge.folder / ".gitignore").write_text(".gen_cache/\n")
    forge.commit("main")
    done = checked(forge, tmp_path, forge.commit("change", **{"contracts/notes.yaml": MORE}))
    assert done.code == 1
    [stale] = [line for line in done.annotations if "title=GEN808" in line]
    assert stale.startswith("::error file=contracts/notes.yaml,line=1,")
    assert "run%20'gen build'" in stale or "gen build" in stale
    assert "| stubs | **failed** |" in done.summary


@pytest.mark.parametrize("lenient", ["true", "false"])
def test_a_base_that_cannot_be_had_fails_and_says_what_to_do(
    forge: Origin, tmp_path: Path, lenient: str
) -> None:
    head = forge.commit("change", readme="mine")
    done = checked(forge, tmp_path, head, origin_is_gone=True, **{"fail-on-findings": lenient})
    assert (done.code, done.failed) == (2, "check")
    [annotation] = done.annotations
    assert "title=GEN902" in annotation
    assert "fetch-depth: 0" in annotation
    assert "| breaking | **failed** | the comparison could not be made |" in done.summary


def test_a_base_can_be_named(forge: Origin, tmp_path: Path) -> None:
    head = forge.commit("change", **{"contracts/notes.yaml": BREAKING})
    assert checked(forge, tmp_path, head, against="git:HEAD").code == 0


def test_a_base_that_nobody_knows_is_not_clean(forge: Origin, tmp_path: Path) -> None:
    done = checked(forge, tmp_path, forge.commit("change", one="1"), against="git:v1; touch hacked")
    assert done.code == 2
    [annotation] = done.annotations
    assert "title=GEN901" in annotation
    assert not (tmp_path / "clone/hacked").exists()


def test_a_project_in_a_folder_marks_lines_from_the_root(forge: Origin, tmp_path: Path) -> None:
    below = {"shop/contracts/notes.yaml": CONTRACT, "shop/pyproject.toml": SETTINGS}
    forge.commit("main", **below)
    head = forge.commit("change", **below | {"shop/contracts/notes.yaml": BREAKING})
    done = checked(forge, tmp_path, head, **{"working-directory": "shop"})
    [annotation] = done.annotations
    assert annotation.startswith("::error file=shop/contracts/notes.yaml,line=9,")


def test_contracts_are_named_one_on_a_line_whatever_their_names(
    forge: Origin, tmp_path: Path
) -> None:
    name = "contracts/$(touch hacked) `touch hacked`;touch hacked.yaml"
    head = forge.commit("change", **{name: CONTRACT, "contracts/notes.yaml": WRONG})
    done = checked(forge, tmp_path, head, contracts=f"\n{name}\n")
    assert (done.code, done.annotations) == (0, [])
    assert not (tmp_path / "clone/hacked").exists()


def test_it_installs_itself_beside_what_the_job_has(tmp_path: Path) -> None:
    steps, context = action(ROOT / "action.yml")
    # What it depends on is there already, so that no package is fetched.
    here = NO_PACKAGES | {"PYTHONPATH": sysconfig.get_path("purelib")}
    done = run(steps, tmp_path, tmp_path, ON_PATH | here, context, only="install")
    assert (done.code, done.printed) == (0, "")
    assert [*done.outputs.values()] == [str(tmp_path / "diptych/bin/gen")]
    [package] = tmp_path.glob("diptych/lib/*/site-packages/generator")
    assert (package / "_templates").is_dir()
