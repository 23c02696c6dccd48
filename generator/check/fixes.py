"""Turns a text and the fixes of its problems into the mended text: the only place that edits."""

from collections.abc import Iterable

from generator.diagnostics.fix import Edit, Fix, covered, fits, line_starts


def apply(text: str, fixes: Iterable[Fix]) -> str:
    """The text with the fixes that fit it and can be made together; all else stays as it is."""
    starts = line_starts(text)
    edits = (edit for fix in fitting(text, fixes) for edit in fix.edits)
    placed = sorted((covered(edit, starts, len(text)), edit.text) for edit in edits)
    parts, done = [], 0
    for (start, end), new in placed:
        parts += [text[done:start], new]
        done = end
    return "".join((*parts, text[done:]))


def fitting(text: str, fixes: Iterable[Fix]) -> list[Fix]:
    """The fixes of which every edit finds what it replaces, and that can be made together."""
    starts = line_starts(text)
    return compatible(fix for fix in fixes if all(fits(edit, text, starts) for edit in fix.edits))


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


def _overlap(one: Edit, other: Edit) -> bool:
    if one.span.file != other.span.file:
        return False
    start, end = one.span[1:3], one.span[3:5]
    other_start, other_end = other.span[1:3], other.span[3:5]
    if start == end == other_start == other_end:
        return True
    return start < other_end and other_start < end
