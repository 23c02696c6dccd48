"""Asks git for a file as it was committed last."""

import subprocess
from pathlib import Path

_LONG = 5.0  # seconds


def committed(file: Path) -> str | None:
    """The text of a file in HEAD; None where there is none, or no repository."""
    command = ["git", "-C", str(file.parent), "show", f"HEAD:./{file.name}"]
    try:
        done = subprocess.run(
            command, capture_output=True, check=False, timeout=_LONG, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None
