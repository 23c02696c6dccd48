"""Writes values as words of nginx's own language."""

import re

# In quotes nginx reads these behind a backslash as something else.
_READ = re.compile(r"\\(?=[\"'\\trn])|\"")


def quoted(text: str) -> str:
    """A word in quotes that nginx reads as the text."""
    return '"' + _READ.sub(lambda found: "\\" + found[0], text) + '"'


def aligned(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Keys filled up with spaces, so that the values stand below each other."""
    width = min(max((len(key) for key, _ in pairs), default=0), 72)
    return [(key.ljust(width), value) for key, value in pairs]
