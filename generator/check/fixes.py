"""Turns a text and the fixes of its problems into the mended text: the only place that edits."""

import re
from collections.abc import Iterable

from generator.diagnostics.fix import Edit, Fix

_BREAK = re.compile(r"\r\n|\r|\n")  # as YAML counts lines
_Range = tuple[int, int]


def apply(text: str, fixes: Iterable[Fix]) -> str:
    """The text with the fixes that fit it and can be made together; all else stays as it is."""
    starts = _starts(text)
    edits = (edit for fix in fitting(text, fixes) for edit in fix.edits)
    placed = sorted((_range(edit, starts, len(text)), edit.text) for edit in edits)
    parts, done = [], 0
    for (start, end), new in placed:
        parts += [text[done:start], new]
        done = end
    return "".join((*parts, text[done:]))


def fitting(text: str, fixes: Iterable[Fix]) -> list[Fix]:
    """The fixes of which every edit finds what it replaces, and that can be made together."""
    starts = _starts(text)
    return compatible(fix for fix in fixes if all(_fits(edit, text, starts) for edit in fix.edits))


def compatible(fixes: Iterable[Fix]) -> list[Fix]:
    """The fixes, each with all its edits, that overlap none of those before them.

    What is left waits for the text to be read again.
    """
    taken: dict[Edit, None] = {}
    chosen: list[Fix] = []
    for fix in fixes:
        if not any(_overlap(edit, other) for edit in fix.edits for other in taken):
            chosen.append(fix)
            taken |= dict.fromkeys(fix.edits)
    return chosen


def _fits(edit: Edit, text: str, starts: list[int]) -> bool:
    """Whether the text has what the edit replaces, in quotes or without."""
    if edit.was is None:
        return True
    start, end = _range(edit, starts, len(text))
    stands = text[start:end]
    return edit.was in (stands, stands.strip("\"'"))


def _overlap(one: Edit, other: Edit) -> bool:
    if one.span.file != other.span.file:
        return False
    start, end = one.span[1:3], one.span[3:5]
    other_start, other_end = other.span[1:3], other.span[3:5]
    if start == end == other_start == other_end:
        return True
    return start < other_end and other_start < end


def _starts(text: str) -> list[int]:
    """Where each line begins."""
    return [0, *(found.end() for found in _BREAK.finditer(text))]


def _range(edit: Edit, starts: list[int], length: int) -> _Range:
    span = edit.span
    start, end = (
        min(starts[line - 1] + column - 1, length) if line <= len(starts) else length
        for line, column in ((span.line, span.column), (span.end_line, span.end_column))
    )
    return start, end
