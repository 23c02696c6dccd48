"""Prints the rows of docs/language.md about kinds of value, from what the kinds say."""

import json
from pathlib import Path

from generator.kinds import ScalarKind

LANGUAGE = Path("docs/language.md")


def row(kind: ScalarKind) -> str:
    """The row of the table of scalars."""
    shown = json.dumps(kind.example).replace("|", r"\|")
    package = "" if kind.protobuf.file is None else "google.protobuf."
    cells = (
        f"`{kind.name}`",
        kind.summary,
        f"`{shown}`",
        f"`{kind.python.spelled}`",
        f"`{package}{kind.protobuf.name}`",
    )
    return f"| {' | '.join(cells)} |"
