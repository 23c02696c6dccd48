"""A repository with a folder in it."""

from pathlib import Path


def make(project: Path) -> None:
    (project / ".git").mkdir()
