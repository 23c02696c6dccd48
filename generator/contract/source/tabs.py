"""Turns the tabs of a contract that are not part of a text or a comment into problems."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache

from generator.contract.source.problems import yaml as p
from generator.contract.source.text import SourceText
from generator.diagnostics import Diagnostic, Edit, Fix, Span
from generator.diagnostics.fix import replacement

_MAX_LINES = 5_000  # of a file whose indentation is mended
_INDENT = re.compile(r"[ \t]+(?=[^ \t])")
_COMMENT = re.compile(r"(?:^|(?<=\s))#")


def indenting_tabs(text: SourceText) -> Iterator[Diagnostic]:
    """Every line that is indented with a tab."""
    if not text.has_tabs:
        return
    for number, line in enumerate(text.lines, start=1):
        indent = line[: len(line) - len(line.lstrip())]
        if "\t" in indent and line.strip():
            yield tab_at(text, number, indent.index("\t"))


def structural_tabs(text: SourceText, scalars: Sequence[Span]) -> Iterator[Diagnostic]:
    """Every tab outside of comments and of ``scalars``, which are in the order of the text."""
    if not text.has_tabs:
        return
    starts = [(span.line, span.column) for span in scalars]

    def within(number: int, column: int) -> bool:
        before = bisect_right(starts, (number, column + 1))
        if before == 0:
            return False
        span = scalars[before - 1]
        return (number, column + 1) < (span.end_line, span.end_column)

    for number, line in enumerate(text.lines, start=1):
        if "\t" not in line:
            continue
        comment = next(
            (at.start() for at in _COMMENT.finditer(line) if not within(number, at.start())),
            len(line),
        )
        for column, char in enumerate(line[:comment]):
            if char == "\t" and not within(number, column):
                yield tab_at(text, number, column)


def tab_at(text: SourceText, number: int, column: int) -> Diagnostic:
    """The problem of a tab on a line (from 1), at a column (from 0)."""
    span = Span(text.file, number, column + 1, number, column + 2)
    if text.lines[number - 1][:column].strip():
        return p.tab(span, replacement(span, " ", "write a space", was="\t"))
    return p.tab(span, _indentation(text))


@lru_cache(maxsize=1)
def _indentation(text: SourceText) -> Fix | None:
    """Two spaces for each tab of all indentation, where there is no other one to agree with."""
    if len(text.lines) > _MAX_LINES:
        return None
    indents = [(number, _INDENT.match(line)) for number, line in enumerate(text.lines, start=1)]
    found = [(number, indent[0]) for number, indent in indents if indent]
    if any(indent.strip("\t") for _, indent in found):
        return None
    edits = (
        Edit(
            span=Span(text.file, number, 1, number, len(indent) + 1),
            text="  " * len(indent),
            was=indent,
        )
        for number, indent in found
    )
    return Fix(title="indent with two spaces", edits=tuple(edits))
