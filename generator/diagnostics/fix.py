"""A change of a text as a value: what a problem brings along where one way out is certain."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.diagnostics.span import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Put ``text`` in place of what the span covers; an empty span inserts."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """Edits of one file that belong together, and what they do in a few words: ``write Money``."""

    title: str
    edits: tuple[Edit, ...]


def replacement(span: Span, text: str, title: str | None = None) -> Fix:
    """One text instead of another."""
    return Fix(title=title or f"write {text}", edits=(Edit(span=span, text=text),))


def insertion(file: str, line: int, column: int, text: str, title: str) -> Fix:
    """A text before the character at a place."""
    return replacement(Span(file, line, column, line, column), text, title)


def gathered(title: str, fixes: Iterable[Fix]) -> Fix:
    """Several fixes of one file as one: all of their edits, or none."""
    return Fix(title=title, edits=tuple(edit for fix in fixes for edit in fix.edits))
