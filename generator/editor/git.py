"""Asks git for a file as it was committed last."""

from pathlib import Path

from generator.check.diff.git import NoGitError, git

_LONG = 5.0  # seconds


def committed(file: Path) -> str | None:
    """The text of a file in HEAD; None where there is none, or no repository."""
    try:
        done = git(file.parent, "show", f"HEAD:./{file.name}", seconds=_LONG)
    except NoGitError:
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None
