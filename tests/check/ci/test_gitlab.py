"""The job that `gen init --ci gitlab` writes, run as a runner does, in a merge request's clone."""

import json
import os
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import yaml

from tests.check.ci.repositories import ENVIRONMENT, NO_PACKAGES, SCRIPTS, Origin, git

NONE = "0" * 40


def run(clone: Path, variables: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    """The job's scripts; those after it run whatever came of it, in a shell of their own."""
    job = yaml.safe_load((clone / ".gitlab-ci.yml").read_text("utf-8"))["contracts"]
    environment = (
        ENVIRONMENT
        | NO_PACKAGES
        | {"PATH": f"{SCRIPTS}{os.pathsep}{os.environ['PATH']}"}
        | {"CI": "true", "GITLAB_CI": "true", "CI_PROJECT_DIR": str(clone)}
        | {"CI_COMMIT_BEFORE_SHA": NONE}
        | job["variables"]
        | variables
    )

    def shell(lines: list[str]) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            ["bash", "-eo", "pipefail", "-c", "\n".join(lines)],
            cwd=clone,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )

    done = shell([*job["before_script"], *job["script"]])
    after = shell(job["after_script"])
    assert after.returncode == 0, after.stdout
    reports = job["artifacts"]["reports"]
    assert {*reports.values()} <= {path.name for path in clone.iterdir()}
    return done


def test_it_passes_as_soon_as_it_is_pushed(scaffold: Origin, tmp_path: Path) -> None:
    head = git(scaffold.folder, "rev-parse", "main")
    clone = scaffold.clone(tmp_path / "clone", head, depth=20)
    done = run(clone, {"CI_COMMIT_BRANCH": "main"})
    assert done.returncode == 0, done.stdout
    assert "nothing was there before this push" in done.stdout
    assert json.loads((clone / "gl-code-quality-report.json").read_text("utf-8")) == []


def test_a_merge_request_that_breaks_is_stopped_and_reported(
    scaffold: Origin, tmp_path: Path
) -> None:
    into = git(scaffold.folder, "rev-parse", "main")
    contract = (scaffold.folder / "contracts/notes.yaml").read_text("utf-8")
    breaking = contract.replace("max_length: 100", "max_length: 50")
    assert breaking != contract
    head = scaffold.commit("breaks", **{"contracts/notes.yaml": breaking})
    clone = scaffold.clone(tmp_path / "clone", head)
    git(scaffold.folder, "checkout", "--quiet", "main")
    request = {"CI_MERGE_REQUEST_IID": "3", "CI_MERGE_REQUEST_DIFF_BASE_SHA": into}
    done = run(clone, request)
    assert done.returncode == 1, done.stdout
    assert "1 change breaks callers of the base of merge request 3" in done.stdout
    issues = json.loads((clone / "gl-code-quality-report.json").read_text("utf-8"))
    assert {issue["check_name"]: issue["location"]["path"] for issue in issues} == {
        "DIFF201": "contracts/notes.yaml",
        "GEN808": "contracts/notes.yaml",
    }
    suites = ElementTree.parse(clone / "gen-check.xml").getroot()
    assert suites.get("failures") == "2"


def test_a_base_that_cannot_be_had_says_what_to_do(scaffold: Origin, tmp_path: Path) -> None:
    clone = scaffold.clone(tmp_path / "clone", git(scaffold.folder, "rev-parse", "main"))
    done = run(clone, {"CI_MERGE_REQUEST_DIFF_BASE_SHA": "1" * 40})
    assert done.returncode == 2
    assert "GIT_DEPTH" in done.stdout
