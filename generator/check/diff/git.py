"""Runs git: never with a shell, a prompt or a pager, and not for ever."""

import os
import subprocess
from pathlib import Path

_SECONDS = 300.0  # that one fetch may take


class NoGitError(Exception):
    """git gave no answer; says why."""


def git(
    folder: Path, *arguments: str, text: bytes = b"", seconds: float = _SECONDS
) -> subprocess.CompletedProcess[bytes]:
    """What git says in a folder, and with which exit code.

    text: for its standard input; seconds: that it may take. Raises NoGitError.
    """
    try:
        return subprocess.run(
            ["git", *arguments],
            cwd=folder,
            env=_environment(),
            input=text,
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except OSError as error:
        raise NoGitError(f"git cannot be run: {error.strerror}") from error
    except subprocess.TimeoutExpired as error:
        raise NoGitError(f"git took longer than {seconds:g} seconds") from error


def _environment() -> dict[str, str]:
    """Without the repository that a hook names for its own folder.

    Without GIT_WORK_TREE beside it, git takes any folder for the top of that repository.
    """
    found = {**os.environ, "GIT_TERMINAL_PROMPT": "0"}
    if "GIT_WORK_TREE" not in found:
        found.pop("GIT_DIR", None)
    return found


def said(done: subprocess.CompletedProcess[bytes]) -> str:
    """What git complained of last; "" where it did not."""
    lines = done.stderr.decode(errors="replace").strip().splitlines()
    return lines[-1].removeprefix("fatal: ") if lines else ""
