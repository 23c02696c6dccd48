"""What a terminal sees of a long build, and a pipe does not."""

import sys
import time

import pytest

from generator.cli import progress
from generator.cli.progress import Progress


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "_QUIET", 0.05)
    monkeypatch.delenv("CI", raising=False)


def _run(pause: float) -> None:
    with Progress() as run:
        run.at("reading contracts/shop.yaml")
        time.sleep(pause)
        run.at("checking shop")


def test_a_terminal_is_told_the_step_that_takes_long_and_those_after_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    _run(0.3)
    assert capsys.readouterr() == ("", "Reading contracts/shop.yaml …\nChecking shop …\n")


def test_a_quick_run_says_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(progress, "_QUIET", 60)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    _run(0)
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("terminal", [False, True])
def test_a_pipe_and_a_log_of_ci_see_nothing(
    terminal: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal)
    monkeypatch.setenv("CI", "true")
    if not terminal:
        monkeypatch.delenv("CI")
    _run(0.2)
    assert capsys.readouterr() == ("", "")
