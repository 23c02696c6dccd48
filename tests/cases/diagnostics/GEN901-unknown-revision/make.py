"""A repository with one commit."""

import subprocess
from pathlib import Path


def make(project: Path) -> None:
    """Begin it."""
    name = ("-c", "user.name=A", "-c", "user.email=a@b.example")
    for command in (("init", "-q"), (*name, "commit", "-q", "--allow-empty", "-m", "Begin")):
        subprocess.run(["git", *command], cwd=project, check=True)
