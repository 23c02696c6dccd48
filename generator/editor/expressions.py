"""The names within a type expression, ``list<common.Money?>``, and where they stand."""

import re
from collections.abc import Iterator

from generator.diagnostics import Span
from generator.model import Scalar

_NAME = re.compile(r"[A-Za-z_][\w.]*", re.ASCII)


def names_in(node: Scalar) -> Iterator[tuple[str, Span]]:
    """Each name with its place; none where the file does not show the text letter by letter."""
    inside = literal(node)
    if inside is None or not isinstance(node.value, str):
        return
    for found in _NAME.finditer(node.value):
        yield found[0], part_of(inside, found.start(), found.end())


def literal(node: Scalar) -> Span | None:
    """Where the text of a scalar stands, without quotes; None for one with escapes or breaks."""
    span, quotes = node.span, 1 if node.quoted else 0
    width = span.end_column - span.column - 2 * quotes
    if span.line != span.end_line or width != len(node.text):
        return None
    return span._replace(column=span.column + quotes, end_column=span.end_column - quotes)


def part_of(span: Span, start: int, end: int) -> Span:
    """Some columns of a place."""
    return span._replace(column=span.column + start, end_column=span.column + end)
