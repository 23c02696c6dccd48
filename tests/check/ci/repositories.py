"""Makes repositories: a project at its origin, and clones of it as runners make them."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

CONTRACT = """\
contract: notes.v1
title: Notes
version: 1.0.0

types:
  Note:
    fields:
      id:   {type: string, read_only: true}
      text: {type: string, max_length: 100}

resources:
  Note: {key: id}

operations:
  AddNote: {create: Note}
  GetNote: {get: Note}
"""
# The same with a fault, with one field more, and with a change that breaks callers.
WRONG = CONTRACT.replace("type: string, max", "type: strin, max")
MORE = CONTRACT.replace("100}", "100}\n      more: string?")
BREAKING = CONTRACT.replace("100", "50")
SETTINGS = """\
[tool.gen]
contracts = ["contracts/*.yaml"]
styles = ["jsonrpc"]
"""

SCRIPTS = Path(sys.executable).parent
GEN = SCRIPTS / "gen"
# What pip is asked for is there, or fails: the network is no part of these tests. The second is its
# word for building without isolation.
NO_PACKAGES = {"PIP_NO_INDEX": "1", "PIP_NO_BUILD_ISOLATION": "0"}

_AUTHOR = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "Ada"), ("EMAIL", "ada@example.org"))
}
# Nothing of the machine's own settings, and no run that these tests are part of.
ENVIRONMENT = {
    name: value
    for name, value in os.environ.items()
    if not name.startswith(("GIT_", "GITHUB_", "GITLAB_", "CI_", "RUNNER_", "PYTEST_"))
} | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder; what it prints, without the end of the line."""
    done = subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env=ENVIRONMENT | _AUTHOR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"git {arguments}: {done.stderr}"
    return done.stdout.strip()


@dataclass(frozen=True)
class Origin:
    """A repository on a forge, worked in directly."""

    folder: Path

    def commit(self, branch: str, **files: str) -> str:
        """Commit files (texts by name) on top of a branch, which is made if it is not there."""
        there = git(self.folder, "branch", "--list", branch)
        git(self.folder, "checkout", "--quiet", *([] if there else ["-b"]), branch)
        for name, text in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        git(self.folder, "add", "--all")
        git(self.folder, "commit", "--quiet", "--allow-empty", "--message", f"on {branch}")
        return git(self.folder, "rev-parse", "HEAD")

    def merge(self, head: str, into: str) -> str:
        """The commit that a forge makes of a pull request, at refs/pull/1/merge."""
        git(self.folder, "checkout", "--quiet", "--detach", into)
        git(self.folder, "merge", "--quiet", "--no-ff", "--message", "merged", head)
        git(self.folder, "update-ref", "refs/pull/1/merge", "HEAD")
        return git(self.folder, "rev-parse", "HEAD")

    def clone(self, into: Path, commit: str, depth: int | None = 1) -> Path:
        """A clone as runners make it: one commit, checked out; None: the whole history."""
        into.mkdir()
        git(into, "init", "--quiet")
        git(into, "remote", "add", "origin", self.folder.as_uri())
        cut = [] if depth is None else [f"--depth={depth}"]
        git(into, "fetch", "--quiet", "--no-tags", *cut, "origin", commit)
        git(into, "checkout", "--quiet", "--detach", commit)
        return into


def origin(folder: Path) -> Origin:
    """A repository with a first commit on main, whose files are those of a small project."""
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch", "main")
    made = Origin(folder)
    made.commit("main", **{"contracts/notes.yaml": CONTRACT, "pyproject.toml": SETTINGS})
    return made


def event(folder: Path, **payload: object) -> dict[str, str]:
    """The variables of a run on GitHub that tell what it is for."""
    path = folder / "event.json"
    path.write_text(json.dumps(payload), "utf-8")
    return {"GITHUB_ACTIONS": "true", "GITHUB_EVENT_PATH": str(path)}
