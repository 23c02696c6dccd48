"""Finds the comments and the empty lines between two tokens of a text."""

import re
from dataclasses import dataclass

_PROPS_OR_COMMENT = re.compile(r"[&!][^\s,\[\]{}]*|#.*")


@dataclass(slots=True, eq=False)
class Found:
    """A comment; trailing: it stands on the line of the token before it."""

    text: str
    column: int
    trailing: bool
    blank: bool


@dataclass(slots=True, eq=False)
class Gap:
    """What stands between two tokens; blank: the last thing is an empty line."""

    comments: list[Found]
    props: list[str]
    blank: bool


EMPTY = Gap([], [], False)


def scan_gap(lines: list[str], start: tuple[int, int], end: tuple[int, int]) -> Gap:
    """The gap from one place to another, by lines and columns from 0."""
    (first, left), (last, right) = start, end
    if first == last and not lines[first][left:right].strip(" :,-?"):
        return EMPTY
    gap = Gap([], [], False)
    for number in range(first, min(last, len(lines) - 1) + 1):
        line = lines[number]
        begin = left if number == first else 0
        part = line[begin : right if number == last else None]
        if number not in (first, last) and not part.strip():
            gap.blank = True
        for match in _PROPS_OR_COMMENT.finditer(part):
            text = match[0]
            if text[0] != "#":
                gap.props.append(text)
                continue
            column = begin + match.start()
            gap.comments.append(Found(text.rstrip(), column, number == first, gap.blank))
            gap.blank = False
    return gap
