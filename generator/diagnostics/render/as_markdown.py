"""Turns problems into Markdown: a table for the summary of a job, or for a pull request."""

import re
from collections.abc import Iterator, Sequence

from generator.diagnostics.diagnostic import Diagnostic, Problems
from generator.diagnostics.render.as_text import summary
from generator.diagnostics.render.visible import visible

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#|~&@])")
_FEW = 300  # rows: GitHub takes a summary of a megabyte


def markdown(problems: Problems) -> str:
    """A table of problems, and how many there are."""
    found = [*problems]
    rows = [[_place(one), one.severity.value, _message(one)] for one in found[:_FEW]]
    lines = [*table(["place", "", "problem"], rows)] if rows else []
    if len(found) > _FEW:
        lines.append(f"\n… and {len(found) - _FEW} more.")
    return "\n".join([*lines, "", summary(problems), ""] if lines else [summary(problems), ""])


def cell(text: str) -> str:
    """A text as it is, in a cell of a table: nothing in it is markup, a mention or a new line."""
    shown = " ".join(visible(line) for line in text.splitlines())
    return _SPECIAL.sub(r"\\\1", shown).replace("\\@", "&#64;")


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """The lines of a table; its cells are Markdown."""
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _place(found: Diagnostic) -> str:
    return "" if found.span is None else cell(f"{found.span.file}:{found.span.line}")


def _message(found: Diagnostic) -> str:
    lines = [f"{cell(found.message)} ({found.code})"]
    lines += [f"{cell(label)}: {cell(text)}" for label, text in found.facts]
    if found.hint is not None:
        lines.append(f"hint: {cell(found.hint)}")
    return "<br>".join(lines)
