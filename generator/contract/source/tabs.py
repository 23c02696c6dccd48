"""Turns the tabs of a contract that are not part of a text or a comment into problems."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from generator.contract.source.problems import yaml as p
from generator.contract.source.text import SourceText
from generator.diagnostics import Diagnostic, Span

_COMMENT = re.compile(r"(?:^|(?<=\s))#")


def indenting_tabs(text: SourceText) -> Iterator[Diagnostic]:
    """Every line that is indented with a tab."""
    if not text.has_tabs:
        return
    for number, line in enumerate(text.lines, start=1):
        indent = line[: len(line) - len(line.lstrip())]
        if "\t" in indent and line.strip():
            yield _tab(text, number, indent.index("\t"))


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
                yield _tab(text, number, column)


def _tab(text: SourceText, number: int, column: int) -> Diagnostic:
    return p.tab(Span(text.file, number, column + 1, number, column + 2))
