"""Turns a line that YAML misreads into its parts, and into what to write instead."""

import re
from dataclasses import dataclass

from generator.diagnostics import Fix, Span
from generator.diagnostics.fix import replacement

_CLOSER = {"{": "}", "[": "]"}
_LONG = 200
_COMMENT = re.compile(r"\s#")
_KEY = re.compile(r"""(?:"[^"]*"|'[^']*'|[^\s"'#,:{}\[\]][^:,{}\[\]]*):\s+$""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unquoted:
    """The value on a line around some column: from ``start`` to ``end``, counted from 0."""

    text: str
    start: int
    end: int
    key: str  # with its colon and a blank; empty where there is none

    @property
    def advice(self) -> str:
        """What to write instead."""
        if len(self.text) > _LONG:
            return "put the text in quotes"
        return f"quote the text: `{self.key}{quoted(self.text)}`"


def quoted(text: str) -> str:
    """``text`` in the quotes that need the fewest escapes."""
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def quoting(span: Span, text: str) -> Fix | None:
    """A fix that writes a text in quotes, where it is not too long to be meant as one."""
    return replacement(span, quoted(text)) if text and len(text) <= _LONG else None


def open_bracket(line: str, column: int) -> str | None:
    """The innermost bracket that is open before ``column``, as far as this line tells."""
    return _scan(line, column)[0]


def value_around(line: str, column: int, *, flow: bool) -> Unquoted:
    """The value that the author meant to stand around ``column``.

    Within brackets it ends before the comma or the bracket that closes them; else at a comment.
    """
    start = _start(line, column, flow=flow)
    end = _flow_end(line, column) if flow else _block_end(line, start)
    text = line[start:end].rstrip()
    key = _KEY.search(line[max(0, start - _LONG) : start].rstrip() + " ")
    return Unquoted(text=text, start=start, end=start + len(text), key=key[0] if key else "")


def _start(line: str, column: int, *, flow: bool) -> int:
    if flow:
        start = _scan(line, column)[1]
    else:
        match = re.match(r"\s*(?:- +)*", line)
        start = match.end() if match else 0
    colon = re.search(r":\s+", line[start:column])
    if colon:
        start += colon.end()
    return start + len(line[start:]) - len(line[start:].lstrip()) if start < column else column


def _scan(line: str, column: int) -> tuple[str | None, int]:
    """The innermost open bracket before ``column``, and where its last entry begins."""
    outer: list[tuple[str | None, int]] = []
    bracket, entry, quote, before = None, 0, "", " "
    for at, char in enumerate(line[:column]):
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'" and before in " {[,":
            quote = char
        elif char in _CLOSER:
            outer.append((bracket, entry))
            bracket, entry = char, at + 1
        elif bracket is not None and char == _CLOSER[bracket]:
            bracket, entry = outer.pop()
        elif bracket is not None and char == ",":
            entry = at + 1
        before = char
    return bracket, entry


def _flow_end(line: str, column: int) -> int:
    depth = 0
    for at, char in enumerate(line[column:], start=column):
        if char in _CLOSER:
            depth += 1
        elif char in "}]":
            if depth == 0:
                return at
            depth -= 1
        elif char == "," and depth == 0:
            return at
    return len(line)


def _block_end(line: str, start: int) -> int:
    comment = _COMMENT.search(line, start)
    return comment.start() if comment else len(line)
