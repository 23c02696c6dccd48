"""A change of a text as a value: what a problem brings along where one way out is certain."""

import re
from dataclasses import dataclass

from generator.diagnostics.span import Span

_BREAK = re.compile(r"\r\n|\r|\n")  # as YAML counts lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Put ``text`` in place of what the span covers; an empty span inserts.

    was: what has to stand there, apart from quotes, for the edit to be made; None: anything.
    """

    span: Span
    text: str
    was: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """Edits of one file that belong together, and what they do in a few words: ``write Money``.

    witness: the name that is written, where a contract declares it: the mistake may be there, so
    that nobody should make the fix unasked unless the text uses the name elsewhere, too.
    """

    title: str
    edits: tuple[Edit, ...]
    witness: str | None = None


def replacement(span: Span, text: str, title: str | None = None, *, was: str | None = None) -> Fix:
    """One text instead of another."""
    return Fix(title=title or f"write {text}", edits=(Edit(span=span, text=text, was=was),))


def insertion(file: str, line: int, column: int, text: str, title: str) -> Fix:
    """A text before the character at a place."""
    return replacement(Span(file, line, column, line, column), text, title)


def fits(edit: Edit, text: str, starts: list[int]) -> bool:
    """Whether the text has what the edit replaces, in quotes or without."""
    if edit.was is None:
        return True
    start, end = covered(edit, starts, len(text))
    stands = text[start:end]
    return edit.was in (stands, stands.strip("\"'"))


def line_starts(text: str) -> list[int]:
    """Where each line begins."""
    return [0, *(found.end() for found in _BREAK.finditer(text))]


def covered(edit: Edit, starts: list[int], length: int) -> tuple[int, int]:
    """The characters that an edit replaces: from the first to behind the last."""
    span = edit.span
    start, end = (
        min(starts[line - 1] + column - 1, length) if line <= len(starts) else length
        for line, column in ((span.line, span.column), (span.end_line, span.end_column))
    )
    return start, end
