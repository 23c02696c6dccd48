"""Turns a span into the numbered lines it covers, with an underline below each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.diagnostics.render.visible import visible_char, width
from generator.diagnostics.span import Span

_BREAK = re.compile(r"\r\n|\r|\n")
_MAX_WIDTH = 100
_NEAR = 4 * _MAX_WIDTH
_CUT = "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLine:
    """A line of a contract as shown: ``indent`` columns, then ``length`` columns underlined."""

    number: int
    text: str
    indent: int
    length: int


def split_lines(text: str) -> list[str]:
    """The lines as YAML counts them: str.splitlines also breaks at form feeds and the like."""
    return _BREAK.split(text)


def excerpt(lines: list[str], span: Span) -> Iterator[ShownLine | None]:
    """The first and the last line of a span; None stands for those between them."""
    if not 0 < span.line <= len(lines):
        return
    last = min(span.end_line, len(lines))
    yield _line(lines, span, span.line)
    if last > span.line + 1:
        yield None
    if last > span.line:
        yield _line(lines, span, last)


def _line(lines: list[str], span: Span, number: int) -> ShownLine:
    text = lines[number - 1]
    blank = len(text) - len(text.lstrip())
    start = span.column - 1 if number == span.line else blank
    end = span.end_column - 1 if number == span.end_line else len(text.rstrip())
    start, end = min(start, len(text)), min(end, len(text))
    near, far = max(start - _NEAR, 0), min(end, start + _NEAR)  # a line may have megabytes
    before = [visible_char(char) for char in text[near:start]]
    marked = [visible_char(char) for char in text[start:far]]
    after = [visible_char(char) for char in text[far : far + _NEAR]]
    indent, length = width("".join(before)), width("".join(marked))
    if indent + length + width("".join(after)) > _MAX_WIDTH:
        before, marked, after = _window(before, marked, after)
        indent, length = width("".join(before)), width("".join(marked))
    return ShownLine(
        number=number,
        text="".join((*before, *marked, *after)).rstrip(),
        indent=indent,
        length=max(length, 1),
    )


def _window(
    before: list[str], marked: list[str], after: list[str]
) -> tuple[list[str], list[str], list[str]]:
    """The part of a very long line around what is marked."""
    marked = _head(marked, _MAX_WIDTH - 30)
    room = _MAX_WIDTH - width("".join(marked))
    left = max(room // 2, room - width("".join(after)))
    shown_before = _head(before[::-1], left)[::-1]
    return shown_before, marked, _head(after, room - width("".join(shown_before)))


def _head(chars: list[str], room: int) -> list[str]:
    """As many of the characters as fit, and a sign that there are more."""
    if sum(map(width, chars[: room + 1])) <= room and len(chars) <= room:
        return chars
    used, head = 1, []
    for char in chars:
        used += width(char)
        if used > room:
            break
        head.append(char)
    return [*head, _CUT]
