"""The files that docs/ci.md shows are what their readers understand."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.check.ci.repositories import ENVIRONMENT, SCRIPTS, Origin, git
from tests.check.ci.runner import action

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs/ci.md").read_text("utf-8")
READERS = {
    "yml github": ("check-jsonschema", "--builtin-schema", "vendor.github-workflows"),
    "yml gitlab": ("check-jsonschema", "--builtin-schema", "vendor.gitlab-ci"),
    "yml pre-commit": ("pre-commit", "validate-config"),
}


def shown(kind: str) -> str:
    [text] = re.findall(rf"^```{kind}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    return str(text)


@pytest.mark.parametrize("kind", READERS)
def test_a_file_on_the_page_is_understood(kind: str, tmp_path: Path) -> None:
    file = tmp_path / "file.yml"
    file.write_text(shown(kind), "utf-8")
    program, *arguments = READERS[kind]
    command = [SCRIPTS / program, *arguments, file]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_input_of_the_action_is_on_the_page() -> None:
    table = PAGE[PAGE.index("| input |") :].partition("\n\n")[0]
    _, context = action(ROOT / "action.yml")
    told = {f"inputs.{name}" for name in re.findall(r"^\| `([\w-]+)`", table, re.MULTILINE)}
    assert told == {name for name in context if name.startswith("inputs.")}


def test_every_hook_is_on_the_page() -> None:
    hooks = re.findall(r"^- id: (\S+)", (ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"), re.M)
    assert [hook for hook in hooks if f"`{hook}`" not in PAGE] == []


def test_make_is_a_gate(scaffold: Origin, tmp_path: Path) -> None:
    contract = (scaffold.folder / "contracts/notes.yaml").read_text("utf-8")
    breaking = contract.replace(": 100", ": 50")
    head = scaffold.commit("for-make", **{"contracts/notes.yaml": breaking})
    git(scaffold.folder, "checkout", "--quiet", "main")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", str(scaffold.folder), str(clone))
    (clone / "Makefile").write_text(shown("make"), "utf-8")
    environment = {**ENVIRONMENT, "PATH": f"{SCRIPTS}:{ENVIRONMENT['PATH']}"}

    def make() -> str:
        done = subprocess.run(
            ["make", "check-contracts"],
            cwd=clone,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return f"{done.returncode} {done.stdout}"

    assert make().startswith("0 ")
    git(clone, "checkout", "--quiet", head)
    found = make()
    assert found.startswith("2 ")  # that of make, whose recipe failed
    assert "1 change breaks callers of origin/main" in found
