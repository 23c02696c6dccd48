"""Formats a text as ``gen fmt`` does, by the lines that change, so that cursors stay."""

from difflib import SequenceMatcher

from generator.check.format import formatted
from generator.diagnostics import Problems
from generator.editor.text import Place, Range, Text


def layout(text: Text) -> list[tuple[Range, str]] | None:
    """The edits that bring a text into the one layout; None where it cannot be read."""
    found = formatted(text.content, "", Problems())
    return None if found is None else changes(text, Text(found))


def changes(old: Text, new: Text) -> list[tuple[Range, str]]:
    """The lines that have to be replaced to make one text of the other."""
    before, after = _lines(old), _lines(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return [
        (Range(Place(i, 0), Place(j, 0)), "".join(after[k:m]))
        for tag, i, j, k, m in matcher.get_opcodes()
        if tag != "equal"
    ]


def _lines(text: Text) -> list[str]:
    """The lines with their ends."""
    ends = [text.offset(Place(number + 1, 0)) for number in range(len(text.lines) - 1)]
    starts = [0, *ends]
    return [
        text.content[start:end]
        for start, end in zip(starts, [*ends, len(text.content)], strict=True)
    ]
