"""``--against ci``: the environment of a run on GitHub or GitLab into the commit to compare with.

A pull request is compared with what it would be merged into, a push with what was there before it.
Runners clone the newest commit only, so the other one is fetched when it is not there. Names of
branches come from whoever opens a pull request: they are arguments of git, never of a shell.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

from generator.check.diff.git import NoGitError, git, said

_COMMIT = re.compile(r"[0-9a-f]{40}([0-9a-f]{24})?")
_NOTHING = re.compile(r"0+")  # the commit before the first one
_DEPTHS = ("--depth=1", "--depth=50", "--depth=500", "--unshallow")
_PLAIN = "--no-auto-gc"  # a depth would cut a whole clone off
_GITHUB = "in the step of actions/checkout, set 'fetch-depth: 0', which fetches the whole history"
_GITLAB = "set the variable GIT_DEPTH of the job to 0, which fetches the whole history"
_ELSEWHERE = "name the base, as in '--against git:main'"


class NoBaseError(Exception):
    """The commit to compare with cannot be had: why, and the way out."""

    def __init__(self, why: str, hint: str) -> None:
        super().__init__(why)
        self.hint = hint


@dataclass(frozen=True, kw_only=True)
class Base:
    """What a run is compared with: a commit that the clone has, or nothing.

    what: names it for people, or says why there is none, such as "a new branch".
    """

    commit: str | None
    what: str


def base(environment: Mapping[str, str], folder: Path) -> Base:
    """The base of the run that these variables describe, fetched if the clone lacks it.

    folder: lies in the clone. Raises NoBaseError.
    """
    if environment.get("GITHUB_ACTIONS") == "true":
        return _github(environment, _Clone(folder, _GITHUB))
    if environment.get("GITLAB_CI") == "true":
        return _gitlab(environment, _Clone(folder, _GITLAB))
    raise NoBaseError("this is no run of GitHub or GitLab", _ELSEWHERE)


def _github(environment: Mapping[str, str], clone: "_Clone") -> Base:
    match _event(environment):
        case {"pull_request": {"number": int(number), "head": {"sha": str(head)}}}:
            branch = environment.get("GITHUB_BASE_REF", "")
            commit = clone.merged_into(head) or clone.common(branch)
            return Base(commit=commit, what=f"the base of pull request {number}")
        case {"merge_group": {"base_sha": str(commit)}}:
            return Base(commit=clone.with_commit(commit), what="the base of the merge queue")
        case {"before": str(before)}:
            return _before(before, clone)
        case _:
            pass
    name = environment.get("GITHUB_EVENT_NAME", "")
    return Base(commit=None, what=f"a run for '{name}' has no base")


def _gitlab(environment: Mapping[str, str], clone: "_Clone") -> Base:
    # The first is there where the request is merged before it is tried.
    for name in ("CI_MERGE_REQUEST_TARGET_BRANCH_SHA", "CI_MERGE_REQUEST_DIFF_BASE_SHA"):
        if commit := environment.get(name):
            number = environment.get("CI_MERGE_REQUEST_IID", "")
            what = f"the base of merge request {number}"
            return Base(commit=clone.with_commit(commit), what=what)
    return _before(environment.get("CI_COMMIT_BEFORE_SHA", "0"), clone)


def _before(commit: str, clone: "_Clone") -> Base:
    if _NOTHING.fullmatch(commit):
        return Base(commit=None, what="nothing was there before this push")
    return Base(commit=clone.with_commit(commit), what="the commit before this push")


def _event(environment: Mapping[str, str]) -> Any:
    path = environment.get("GITHUB_EVENT_PATH", "")
    try:
        return json.loads(Path(path).read_text("utf-8"))
    except (OSError, ValueError) as error:
        why = f"GITHUB_EVENT_PATH, which says what this run is for, cannot be read: {error}"
        raise NoBaseError(why, _ELSEWHERE) from error


class _Clone:
    """A clone, mostly a shallow one, that gets what it lacks from ``origin``."""

    def __init__(self, folder: Path, hint: str) -> None:
        self._folder = folder
        self._hint = hint

    def merged_into(self, head: str) -> str | None:
        """The base, where what is checked out is the merge of a request's head into it.

        The commit itself tells its parents; ``rev-parse`` hides those that a shallow clone lacks.
        """
        parents = re.findall(r"^parent (\w+)$", self._header(), re.MULTILINE)
        match parents:
            case [into, merged] if merged == head:
                return self.with_commit(into)
        return None

    def common(self, branch: str) -> str:
        """The newest commit that what is checked out has in common with a branch of ``origin``."""
        head = self._must("rev-parse", "HEAD")
        reason = ""
        for depth in _DEPTHS:
            whole = not self._shallow()
            failed = self._fetch(_PLAIN if whole else depth, f"refs/heads/{branch}", head)
            found = self._git("merge-base", "FETCH_HEAD", "HEAD")
            if found.returncode == 0:
                return _text(found)
            reason = failed or f"the branch '{branch}' and this commit have none in common"
            if whole:
                break
        raise NoBaseError(f"the commit to compare with cannot be found: {reason}", self._hint)

    def with_commit(self, commit: str) -> str:
        """The same commit, after the clone has got it."""
        if not _COMMIT.fullmatch(commit):
            raise NoBaseError(f"{commit!r} is not the name of a commit", _ELSEWHERE)
        if self._has(commit):
            return commit
        reason = self._fetch("--depth=1" if self._shallow() else _PLAIN, commit)
        if not self._has(commit):
            why = f"the commit to compare with, {commit}, cannot be fetched: {reason}"
            raise NoBaseError(why, self._hint)
        return commit

    def _has(self, commit: str) -> bool:
        return self._git("cat-file", "-e", f"{commit}^{{commit}}").returncode == 0

    def _header(self) -> str:
        return self._must("cat-file", "commit", "HEAD").partition("\n\n")[0]

    def _shallow(self) -> bool:
        return self._must("rev-parse", "--is-shallow-repository") == "true"

    def _fetch(self, depth: str, *wanted: str) -> str:
        """Fetch; what git said last, if it failed."""
        done = self._git("fetch", "--quiet", "--no-tags", depth, "origin", *wanted)
        return said(done) if done.returncode else ""

    def _must(self, *arguments: str) -> str:
        done = self._git(*arguments)
        if done.returncode:
            raise NoBaseError(f"git says: {said(done)}", _ELSEWHERE)
        return _text(done)

    def _git(self, *arguments: str) -> CompletedProcess[bytes]:
        try:
            return git(self._folder, *arguments)
        except NoGitError as error:
            raise NoBaseError(str(error), "git has to be there, and to reach 'origin'") from error


def _text(done: CompletedProcess[bytes]) -> str:
    return done.stdout.decode(errors="replace").strip()
