"""Turns scalars as they stand in a text into the lines that the layout has of them."""

import json
import re
from typing import Any

from generator.check.format.spelling import spelled
from generator.check.format.tree import Leaf
from generator.contract.source.scalars import MAYBE_NO_TEXT, OutOfBounds, plain_value

_Place = tuple[int, int]
_HEADER = re.compile(r"([|>])([0-9+-]*)[ \t]*(#.*)?")
_ESCAPE = re.compile(r"\\(.)")
_PROP = re.compile(r"[&!][^\s,\[\]{}]*")


def one_line(event: Any, raw: str, *, flow: bool, key: bool) -> str:
    """A scalar that stands on one line, in the quotes of the layout where it is a text."""
    text, style = event.value, event.style
    if event.tag is not None or not raw:
        return raw
    if not style and text[:1] in MAYBE_NO_TEXT:
        try:
            if not isinstance(plain_value(text), str):
                return raw
        except OutOfBounds:
            return raw
    if style == '"' and set(_ESCAPE.findall(raw)) - {'"', "\\"}:
        return raw  # the author escaped what need not be seen
    found = spelled(text, flow=flow, key=key)
    return raw if found is None else found


def folded(lines: list[str], event: Any, start: _Place, end: _Place, *, key: bool) -> list[str]:
    """A scalar that goes over several lines: the author's lines, without indentation."""
    if key:
        return [json.dumps(event.value, ensure_ascii=False)]
    first = lines[start[0]][start[1] :]
    last = lines[end[0]][: end[1]]
    raw = [first, *lines[start[0] + 1 : end[0]], last]
    return [_ended(line.lstrip() if at else line, event.style) for at, line in enumerate(raw)]


def _ended(line: str, style: str | None) -> str:
    """A line without the blanks at its end; an escaped blank of double quotes is none."""
    found = line.rstrip()
    slashes = len(found) - len(found.rstrip("\\"))
    if style == '"' and slashes % 2 and len(found) < len(line):
        return line[: len(found) + 1]
    return found


def block_scalar(
    lines: list[str], event: Any, start: _Place, end: _Place, props: str
) -> tuple[Leaf, _Place]:
    """A literal or folded scalar, and where it ends: before empty lines that it does not keep."""
    header = _HEADER.match(lines[start[0]], start[1])
    assert header is not None
    style, signs, comment = header.groups()
    keep = "+" in signs
    cut = bool(lines[end[0]][: end[1]].strip())  # the whole text ends with it, and no line break
    content = lines[start[0] + 1 : end[0] + cut]
    while content and not keep and not content[-1].strip():
        content.pop()
    indent = _indent(content, event.value)
    content = [line[indent:] if len(line) > indent else "" for line in content]
    first = next((line for line in content if line), "")
    chomping = "".join(sign for sign in signs if sign in "+-")
    if cut and not event.value.endswith("\n"):
        chomping, keep = "-", False  # the text has no last line break, and gets one
    text = style + ("2" if first.startswith(" ") else "") + chomping
    if comment:
        text += f"  {comment.rstrip()}"
    leaf = Leaf([text, *content], props, block=True, keep=keep)
    last = start[0] + len(content)
    return leaf, (last, len(lines[last]))


def _indent(content: list[str], value: str) -> int:
    """How far the content is indented: what the first line with text has more than its value."""
    written = next((line for line in content if line.strip()), None)
    read = next((line for line in value.split("\n") if line.strip()), None)
    if written is None or read is None:
        return max((len(line) for line in content), default=0)
    return _blanks(written) - _blanks(read)


def _blanks(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def skip_props(lines: list[str], start: _Place, end: _Place) -> _Place:
    """Where the text behind ``&anchor`` and ``!!tag`` begins; where it ends, if there is none."""
    number, column = start
    while (number, column) < end:
        line = lines[number]
        rest = line[column:]
        if not rest.strip() or rest.lstrip().startswith("#"):
            number, column = number + 1, 0
        elif rest[0] in " \t":
            column += len(rest) - len(rest.lstrip())
        elif match := _PROP.match(line, column):
            column = match.end()
        else:
            return number, column
    return end
