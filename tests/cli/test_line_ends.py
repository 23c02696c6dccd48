"""What git does to line ends on the way in and out is not a difference."""

import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import CONTRACT, SETTINGS, Gen


def git(*arguments: str) -> str:
    command = ["git", "-c", "user.name=T", "-c", "user.email=t@example.org", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.fixture(autouse=True)
def _built(project: Path, gen: Gen) -> None:
    (project / "pyproject.toml").write_text(SETTINGS.replace('"jsonrpc"', '"jsonrpc", "grpc"'))
    assert gen("build").exit_code == 0


def _with_carriage_returns(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file() and path.suffix != ".binpb" and ".gen_cache" not in path.parts:
            path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


@pytest.mark.parametrize("arguments", [["build"], ["build", "--check"]])
def test_a_tree_with_other_line_ends_is_up_to_date(
    project: Path, gen: Gen, arguments: list[str]
) -> None:
    _with_carriage_returns(project)
    result = gen(*arguments)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.endswith("generated is up to date.\n")


def test_a_change_is_shown_without_the_line_ends(project: Path, gen: Gen) -> None:
    _with_carriage_returns(project)
    text = CONTRACT.replace("text: string", "text: string\n      more: string?")
    Path("contracts/notes.yaml").write_bytes(text.replace("\n", "\r\n").encode())
    assert "\n-      text: 2 string" not in gen("build", "--check", "--diff").stdout
    assert gen("build").exit_code == 0
    assert "more" in Path("generated/notes/types.py").read_text()


def test_an_edit_by_hand_is_still_seen(gen: Gen) -> None:
    types = Path("generated/notes/types.py")
    types.write_bytes(types.read_bytes().replace(b"\n", b"\r\n") + b"x = 1\r\n")
    Path("contracts/notes.yaml").write_text(CONTRACT.replace("text: string", "body: string"))
    assert "GEN803" in gen("build").stderr


def test_a_checkout_with_autocrlf_keeps_the_files_as_they_were_built(
    project: Path, gen: Gen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "built")
    git("clone", "-q", "-c", "core.autocrlf=true", str(project), str(tmp_path / "clone"))
    monkeypatch.chdir(tmp_path / "clone")
    assert b"\r\n" in Path("contracts/notes.yaml").read_bytes()
    assert b"\r\n" not in Path("generated/notes/types.py").read_bytes()
    result = gen("build", "--check")
    assert (result.exit_code, result.stderr) == (0, "")


def test_git_and_code_hosts_are_told_that_the_files_are_generated(project: Path) -> None:
    git("init", "-q")
    for path in ("types.py", "proto/descriptor.binpb", "_support/call.py"):
        place = project / "generated" / ("" if path.startswith("_") else "notes") / path
        told = git("check-attr", "linguist-generated", str(place))
        assert told.endswith("linguist-generated: set\n")
    binary = git("check-attr", "text", "generated/notes/proto/descriptor.binpb")
    assert binary.endswith("text: unset\n")
