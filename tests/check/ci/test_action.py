"""The action of this repository, run as a runner runs it, in the clone of a pull request."""

import os
import sys
import sysconfig
from pathlib import Path

import pytest

from tests.check.ci.repositories import CONTRACT, Origin, event, git, origin
from tests.check.ci.runner import Run, action, run

ROOT = Path(__file__).parents[3]
SCRIPTS = Path(sys.executable).parent
ON_PATH = {"PATH": f"{SCRIPTS}{os.pathsep}{os.environ['PATH']}"}


@pytest.fixture
def forge(tmp_path: Path) -> Origin:
    return origin(tmp_path / "origin")


def checked(forge: Origin, tmp_path: Path, head: str, **inputs: str) -> Run:
    """The action in the clone of a pull request of a commit into main."""
    into = git(forge.folder, "rev-parse", "main")
    clone = forge.clone(tmp_path / "clone", forge.merge(head, into))
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
    text = CONTRACT.replace("text: string", "text: strin")
    done = checked(forge, tmp_path, forge.commit("change", **{"contracts/notes.yaml": text}))
    assert (done.code, done.failed) == (2, "check")
    assert done.annotations == [
        "::error file=contracts/notes.yaml,line=9,endLine=9,col=13,endColumn=18,title=GEN203"
        "::unknown type 'strin'%0Ahint: did you mean 'string'?"
    ]
    assert done.outputs["steps.check.outputs.exit-code"] == "2"


def test_contracts_are_named_one_on_a_line_whatever_their_names(
    forge: Origin, tmp_path: Path
) -> None:
    name = "contracts/$(touch hacked) `touch hacked`;touch hacked.yaml"
    wrong = CONTRACT.replace("text: string", "text: strin")
    head = forge.commit("change", **{name: CONTRACT, "contracts/notes.yaml": wrong})
    done = checked(forge, tmp_path, head, contracts=f"\n{name}\n")
    assert (done.code, done.annotations) == (0, [])
    assert not (tmp_path / "clone/hacked").exists()


def test_it_installs_itself_beside_what_the_job_has(tmp_path: Path) -> None:
    steps, context = action(ROOT / "action.yml")
    # What it depends on is there already, so that no package is fetched.
    here = {
        "PYTHONPATH": sysconfig.get_path("purelib"),
        "PIP_NO_INDEX": "1",
        "PIP_NO_BUILD_ISOLATION": "0",  # pip's word for: without isolation
    }
    done = run(steps, tmp_path, tmp_path, ON_PATH | here, context, only="install")
    assert (done.code, done.printed) == (0, "")
    assert [*done.outputs.values()] == [str(tmp_path / "diptych/bin/gen")]
    [package] = tmp_path.glob("diptych/lib/*/site-packages/generator")
    assert (package / "_templates").is_dir()
