"""Turns one change of the output into a unified diff, as ``diff -u`` and ``git`` print it."""

import difflib

from generator.building.output.plan import Change

_COLORS = {"+": "\033[32m", "-": "\033[31m", "@": "\033[36m"}
_RESET = "\033[0m"


def unified(change: Change, *, color: bool = False) -> str:
    """The diff of one file, from what is on disk to what a build makes."""
    path = change.path.lstrip("/")
    if change.private:
        return f"Private files a/{path} and b/{path} differ\n"
    try:
        old, new = (_lines(content) for content in (change.old, change.new))
    except UnicodeDecodeError:
        return f"Binary files a/{path} and b/{path} differ\n"
    source = "/dev/null" if change.old is None else f"a/{path}"
    target = "/dev/null" if change.new is None else f"b/{path}"
    lines = difflib.unified_diff(old, new, source, target)
    return "".join(_paint(_ended(line), color) for line in lines)


def _lines(content: bytes | None) -> list[str]:
    return [] if content is None else content.decode().splitlines(keepends=True)


def _ended(line: str) -> str:
    return line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _paint(line: str, color: bool) -> str:
    start = _COLORS.get(line[:1]) if color else None
    return line if start is None else f"{start}{line[:-1]}{_RESET}\n"
