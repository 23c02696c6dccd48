"""A text as an editor counts it: lines, places within them, and changes to it.

Places are (line, column), counted from 0 in code points, as Python counts; LSP counts columns in
the code units of an encoding that client and server agree on (LSP 3.17, "Position").
"""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from generator.diagnostics import Span

_BREAK = re.compile(r"\r\n|\r|\n")
_BYTES = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2)}  # utf-32: what Python counts


class Place(NamedTuple):
    """A place between two characters."""

    line: int
    column: int


class Range(NamedTuple):
    """From a place to another; the end is exclusive."""

    start: Place
    end: Place


@dataclass(frozen=True)
class Text:
    """The content of one file."""

    content: str

    @cached_property
    def lines(self) -> list[str]:
        """The lines without their ends, as LSP and YAML count them (not as splitlines does)."""
        return _BREAK.split(self.content)

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(found.end() for found in _BREAK.finditer(self.content))]

    def line(self, number: int) -> str:
        """A line; "" beyond the end."""
        return self.lines[number] if 0 <= number < len(self.lines) else ""

    def offset(self, place: Place) -> int:
        """The index of a place; one beyond the end of its line, or of the text, is that end."""
        if place.line < 0:
            return 0
        if place.line >= len(self.lines):
            return len(self.content)
        within = min(max(place.column, 0), len(self.lines[place.line]))
        return self._starts[place.line] + within

    def replaced(self, where: Range, new: str) -> "Text":
        """The text with other characters at a range."""
        start, end = self.offset(where.start), self.offset(where.end)
        return Text(self.content[:start] + new + self.content[max(start, end) :])

    def of(self, where: Range) -> str:
        """The characters at a range."""
        return self.content[self.offset(where.start) : self.offset(where.end)]


def units(line: str, column: int, encoding: str) -> int:
    """A column in code points → in the code units of ``utf-8``, ``utf-16`` or ``utf-32``."""
    if encoding not in _BYTES or line.isascii():
        return column
    codec, size = _BYTES[encoding]
    inside = line[:column].encode(codec, "surrogatepass")
    return len(inside) // size + max(column - len(line), 0)


def points(line: str, column: int, encoding: str) -> int:
    """A column in code units → in code points; one within a character is the end of it."""
    if encoding not in _BYTES or line.isascii():
        return min(column, len(line))
    codec, size = _BYTES[encoding]
    passed = 0
    for index, char in enumerate(line):
        if passed >= column:
            return index
        passed += len(char.encode(codec, "surrogatepass")) // size
    return len(line)


def range_of(span: Span, first: int = 0) -> Range:
    """The place of a node or a problem; first: the number of lines above what it counts."""
    start = Place(first + span.line - 1, span.column - 1)
    return Range(start, max(start, Place(first + span.end_line - 1, span.end_column - 1)))
