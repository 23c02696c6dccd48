"""Lays out what may be too long for a line as the formatter does, at any line length.

One line when that fits the shortest common width; else one item a line, with the trailing comma
that makes every formatter keep it so.
"""

from collections.abc import Sequence

from generator.emit.python.code import WIDTH


def call(
    head: str, arguments: Sequence[str], tail: str = "", *, indent: int, after: int = 0
) -> str:
    """``head(a, b)tail`` at an indent; ``after`` more characters follow on its last line."""
    line = f"{head}({', '.join(arguments)}){tail}"
    if not arguments or indent + len(line) + after <= WIDTH:
        return line
    space = " " * indent
    inside = "".join(f"{space}    {argument},\n" for argument in arguments)
    return f"{head}(\n{inside}{space}){tail}"


def alternatives(head: str, branches: Sequence[str]) -> str:
    """``head = A | B``; where that is too long, in a form that no line length changes."""
    line = f"{head} = {' | '.join(branches)}"
    if len(line) <= WIDTH:
        return line
    inside = "".join(f"    {branch},\n" for branch in branches)
    return f"{head} = typing.Union[  # noqa: UP007\n{inside}]"
