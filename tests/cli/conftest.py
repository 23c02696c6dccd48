"""A project with one small contract, and the command to run in it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import cli

Gen = Callable[..., Result]

CONTRACT = """\
contract: notes.v1
title: Notes
version: 1.0.0

types:
  Note:
    fields:
      id:   {type: string, read_only: true}
      text: string

resources:
  Note: {key: id}

operations:
  AddNote: {create: Note}
"""

SETTINGS = """\
[tool.gen]
contracts = ["contracts/*.yaml"]
styles = ["jsonrpc"]
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with contracts/notes.yaml and settings; the current folder."""
    folder = tmp_path / "project"
    (folder / "contracts").mkdir(parents=True)
    (folder / "contracts/notes.yaml").write_text(CONTRACT)
    (folder / "pyproject.toml").write_text(SETTINGS)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def gen() -> Gen:
    """Runs ``gen`` with arguments, in this process."""

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(cli, arguments, prog_name="gen")

    return run
