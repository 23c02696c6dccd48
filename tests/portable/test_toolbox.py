"""A tool that cannot be had skips what needs it; one that finds something wrong fails it."""

import sys
from pathlib import Path

import pytest

from tests.portable import toolbox
from tests.portable.toolbox import ToolError, need, run, set_up


def test_a_registry_that_does_not_answer_skips_with_the_reason() -> None:
    with pytest.raises(pytest.skip.Exception, match="no route to the registry"):
        set_up(sys.executable, "-c", "raise SystemExit('no route to the registry')")


def test_a_registry_is_asked_once_a_session(tmp_path: Path) -> None:
    asked = tmp_path / "asked"
    command = (sys.executable, "-c", "open('asked', 'a').write('.'); raise SystemExit(1)")
    for _ in range(3):
        with pytest.raises(pytest.skip.Exception):
            set_up(*command, cwd=tmp_path)
    assert asked.read_text() == "."


def test_a_registry_that_hangs_is_waited_for_once_a_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(toolbox, "SETUP_WITHIN", 1)
    program = tmp_path / "hangs"
    program.write_text("#!/bin/sh\necho . >>asked\nexec sleep 60\n")
    program.chmod(0o755)
    for tool in "one", "two":
        with pytest.raises(pytest.skip.Exception, match="timed out"):
            set_up(program, tool, cwd=tmp_path)
    assert (tmp_path / "asked").read_text() == ".\n"


def test_a_program_that_is_not_installed_skips_by_its_name() -> None:
    with pytest.raises(pytest.skip.Exception, match="not installed: no-such-program"):
        need("no-such-program")


def test_what_a_tool_says_of_our_files_fails() -> None:
    with pytest.raises(ToolError, match="your document is wrong"):
        run(sys.executable, "-c", "raise SystemExit('your document is wrong')")
