"""Reads the ``Range`` of a request: the parts of a body that it asks for (RFC 9110 §14)."""

import re
from collections.abc import Sequence

from .lists import split

# First byte, and the one after the last.
Part = tuple[int, int]

# More ranges than anybody asks for who means no harm (§14.2): the body is answered whole.
MOST = 16

_RANGE = re.compile(r"([0-9]{0,18})[ \t]*-[ \t]*([0-9]{0,18})")


class UnsatisfiableError(Exception):
    """No range has a byte of the body: 416, with its size in ``Content-Range``."""

    def __init__(self, size: int) -> None:
        super().__init__(f"There are only {size} bytes.")
        self.content_range = f"bytes */{size}"


def parse_range(text: str, size: int) -> list[Part] | None:
    """The parts of a body of so many bytes, overlapping ones as one; None: answer it whole.

    UnsatisfiableError where all ranges begin after the end.
    """
    unit, _, rest = text.partition("=")
    if unit.strip().lower() != "bytes":
        return None
    asked = split(rest)
    if not asked or len(asked) > MOST:
        return None
    parts: list[Part] = []
    for each in asked:
        found = _RANGE.fullmatch(each)
        if found is None or found.group() == "-":
            return None
        first, last = found.groups()
        if first and last and int(first) > int(last):
            return None
        start = int(first) if first else max(0, size - int(last))
        stop = min(size, int(last) + 1) if first and last else size
        if start < stop:
            parts.append((start, stop))
    if not parts:
        raise UnsatisfiableError(size)
    return _merged(parts)


def _merged(parts: Sequence[Part]) -> list[Part]:
    """As asked for, if no two overlap; else by place, so that none does (§15.3.7)."""
    merged: list[Part] = []
    for start, stop in sorted(parts):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
        else:
            merged.append((start, stop))
    return merged if len(merged) < len(parts) else [*parts]
