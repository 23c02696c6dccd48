"""actionlint, which knows the contexts, events and inputs of GitHub, reads our workflows."""

from pathlib import Path

import pytest

from tests.portable.toolbox import ROOT, ToolError, go_program, run

WORKFLOWS = [*sorted((ROOT / ".github/workflows").iterdir()), ROOT / "templates/init/ci/github.yml"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actionlint_finds_nothing_in_a_workflow(path: Path) -> None:
    assert run(go_program("actionlint"), "-shellcheck=", path) == ""


def test_actionlint_knows_the_inputs_of_the_action(tmp_path: Path) -> None:
    folder = tmp_path / ".github/workflows"
    folder.mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    (tmp_path / "action.yml").write_bytes((ROOT / "action.yml").read_bytes())
    text = (ROOT / ".github/workflows/contracts.yml").read_text("utf-8")
    file = folder / "contracts.yml"
    file.write_text(text.replace("- uses: ./", "- uses: ./\n        with: {agianst: ci}"), "utf-8")
    with pytest.raises(ToolError, match='input "agianst" is not defined'):
        run(go_program("actionlint"), "-shellcheck=", file, cwd=tmp_path)
