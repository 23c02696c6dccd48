"""What a run on GitHub or GitLab is compared with, in clones as their runners make them."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.check.diff.hosted import Base, NoBaseError, base
from generator.cli import cli
from tests.check.ci.repositories import CONTRACT, ENVIRONMENT, Origin, event, git, origin

NONE = "0" * 40


@pytest.fixture
def forge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Origin:
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, ENVIRONMENT[name])
    return origin(tmp_path / "origin")


def pull_request(folder: Path, head: str, branch: str = "main") -> dict[str, str]:
    request = {"number": 7, "head": {"sha": head}, "base": {"sha": NONE}}
    return {**event(folder, pull_request=request), "GITHUB_BASE_REF": branch}


def found(environment: Mapping[str, str], clone: Path) -> Base:
    result = base(environment, clone)
    if result.commit is not None:
        git(clone, "show", f"{result.commit}:contracts/notes.yaml")  # it is there, with its files
    return result


def refused(environment: Mapping[str, str], clone: Path) -> NoBaseError:
    with pytest.raises(NoBaseError) as caught:
        base(environment, clone)
    return caught.value


def test_a_merge_is_compared_with_what_it_goes_into(forge: Origin, tmp_path: Path) -> None:
    head = forge.commit("change", **{"contracts/notes.yaml": f"{CONTRACT}# more\n"})
    into = forge.commit("main", other="went on")
    clone = forge.clone(tmp_path / "clone", forge.merge(head, into))
    assert found(pull_request(tmp_path, head), clone) == Base(
        commit=into, what="the base of pull request 7"
    )
    assert git(clone, "rev-parse", "--is-shallow-repository") == "true"


def test_a_head_is_compared_with_where_it_left_the_branch(forge: Origin, tmp_path: Path) -> None:
    left = git(forge.folder, "rev-parse", "main")
    for number in range(60):  # more than the first fetches bring
        head = forge.commit("change", change=str(number))
    forge.commit("main", other="went on")
    clone = forge.clone(tmp_path / "clone", head)
    assert found(pull_request(tmp_path, head), clone).commit == left


def test_a_branch_can_have_any_name(forge: Origin, tmp_path: Path) -> None:
    name = "x;touch${IFS}hacked;$(touch${IFS}hacked)`touch${IFS}hacked`'\"&--upload-pack=touch"
    left = git(forge.folder, "rev-parse", "main")
    git(forge.folder, "branch", name)
    head = forge.commit("change", change="")
    clone = forge.clone(tmp_path / "clone", head)
    assert found(pull_request(tmp_path, head, name), clone).commit == left
    assert not list(tmp_path.rglob("hacked"))


def test_a_push_is_compared_with_what_was_there(forge: Origin, tmp_path: Path) -> None:
    before = git(forge.folder, "rev-parse", "main")
    forge.commit("main", one="1")
    clone = forge.clone(tmp_path / "clone", forge.commit("main", two="2"))
    told = found(event(tmp_path, before=before), clone)
    assert told == Base(commit=before, what="the commit before this push")


def test_a_whole_clone_stays_whole(forge: Origin, tmp_path: Path) -> None:
    clone = forge.clone(tmp_path / "clone", forge.commit("main", one="1"), depth=None)
    forge.commit("main", two="2")
    later = forge.commit("main", three="3")
    assert found(event(tmp_path, before=later), clone).commit == later
    assert git(clone, "rev-parse", "--is-shallow-repository") == "false"


def test_a_merge_queue_names_its_base(forge: Origin, tmp_path: Path) -> None:
    into = git(forge.folder, "rev-parse", "main")
    clone = forge.clone(tmp_path / "clone", forge.commit("change", one="1"))
    assert found(event(tmp_path, merge_group={"base_sha": into}), clone).commit == into


@pytest.mark.parametrize("payload", [{"before": NONE}, {"schedule": "0 0 * * *"}])
def test_nothing_before_is_nothing_to_compare_with(
    forge: Origin, tmp_path: Path, payload: dict[str, str]
) -> None:
    told = base(event(tmp_path, **payload) | {"GITHUB_EVENT_NAME": "any"}, forge.folder)
    assert told.commit is None
    assert told.what


def test_a_commit_that_cannot_be_fetched_says_how_to_have_it(forge: Origin, tmp_path: Path) -> None:
    clone = forge.clone(tmp_path / "clone", forge.commit("main", one="1"))
    error = refused(event(tmp_path, before="1" * 40), clone)
    assert str(error).startswith(f"the commit to compare with, {'1' * 40}, cannot be fetched: ")
    assert "fetch-depth: 0" in error.hint


def test_a_base_that_has_gone_is_no_clean_run(forge: Origin, tmp_path: Path) -> None:
    head = forge.commit("change", one="1")
    clone = forge.clone(tmp_path / "clone", head)
    forge.folder.rename(tmp_path / "gone")
    assert "cannot be found" in str(refused(pull_request(tmp_path, head), clone))


def test_branches_without_a_common_commit_cannot_be_compared(forge: Origin, tmp_path: Path) -> None:
    git(forge.folder, "checkout", "--quiet", "--orphan", "other")
    head = forge.commit("other", one="1")
    clone = forge.clone(tmp_path / "clone", head)
    error = refused(pull_request(tmp_path, head), clone)
    assert str(error).endswith("the branch 'main' and this commit have none in common")


@pytest.mark.parametrize("name", ["--upload-pack=touch hacked", "main", ""])
def test_only_a_commit_is_a_commit(forge: Origin, tmp_path: Path, name: str) -> None:
    assert "is not the name of a commit" in str(refused(event(tmp_path, before=name), forge.folder))


@pytest.mark.parametrize("merged", [True, False])
def test_a_merge_request_of_gitlab_names_its_base(
    forge: Origin, tmp_path: Path, merged: bool
) -> None:
    left = git(forge.folder, "rev-parse", "main")
    head = forge.commit("change", one="1")
    into = forge.commit("main", other="went on")
    clone = forge.clone(tmp_path / "clone", forge.merge(head, into) if merged else head)
    request = {
        "GITLAB_CI": "true",
        "CI_MERGE_REQUEST_IID": "3",
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": left,
        "CI_MERGE_REQUEST_TARGET_BRANCH_SHA": into if merged else "",
        "CI_COMMIT_BEFORE_SHA": NONE,
    }
    expected = into if merged else left
    assert found(request, clone) == Base(commit=expected, what="the base of merge request 3")


def test_a_push_to_gitlab_names_its_base(forge: Origin, tmp_path: Path) -> None:
    before = git(forge.folder, "rev-parse", "main")
    clone = forge.clone(tmp_path / "clone", forge.commit("main", one="1"))
    push = {"GITLAB_CI": "true", "CI_COMMIT_BEFORE_SHA": before}
    assert found(push, clone).commit == before
    assert base({**push, "CI_COMMIT_BEFORE_SHA": NONE}, clone).commit is None


@pytest.mark.parametrize("output_format", ["text", "json", "junit", "gitlab"])
def test_nothing_to_compare_with_is_said_and_passes(
    forge: Origin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, output_format: str
) -> None:
    monkeypatch.chdir(forge.folder)
    for name, value in event(tmp_path, before=NONE).items():
        monkeypatch.setenv(name, value)
    arguments = ["diff", "--against", "ci", "--output-format", output_format]
    done = CliRunner().invoke(cli, arguments)
    assert done.exit_code == 0
    assert done.stderr == "Nothing to compare with: nothing was there before this push.\n"
    assert bool(done.stdout) == (output_format != "text")


def test_elsewhere_a_base_has_to_be_named(tmp_path: Path) -> None:
    error = refused({"CI": "true"}, tmp_path)
    assert (str(error), error.hint) == (
        "this is no run of GitHub or GitLab",
        "name the base, as in '--against git:main'",
    )
