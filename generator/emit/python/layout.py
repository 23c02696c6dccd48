"""Lays out what may be too long for a line as the formatter does, at any line length.

One line when that fits the shortest common width; else one item a line, with the trailing comma
that makes every formatter keep it so.
"""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import replace

from generator.emit.python.code import WIDTH
from generator.formats.output_tree import File

KEEP = "  # fmt: skip"


def call(
    head: str, arguments: Sequence[str], tail: str = "", *, indent: int, after: int = 0
) -> str:
    """``head(a, b)tail`` at an indent; ``after`` more characters follow on its last line."""
    return bracketed(f"{head}(", arguments, f"){tail}", indent=indent, after=after)


def bracketed(start: str, items: Sequence[str], end: str, *, indent: int, after: int = 0) -> str:
    """The same between any ``start`` and ``end``: ``{"a": a, "b": b}``."""
    line = f"{start}{', '.join(items)}{end}"
    if not items or indent + len(line) + after <= WIDTH:
        return line
    space = " " * indent
    inside = "".join(f"{space}    {item},\n" for item in items)
    return f"{start}\n{inside}{space}{end}"


def alternatives(head: str, branches: Sequence[str]) -> str:
    """``head = A | B``; where that is too long, in a form that no line length changes."""
    line = f"{head} = {' | '.join(branches)}"
    if len(line) <= WIDTH:
        return line
    inside = "".join(f"    {branch},\n" for branch in branches)
    return f"{head} = typing.Union[  # noqa: UP007\n{inside}]"


def steady(file: File) -> File:
    """The same file, if it is Python, with `steady_code` in it."""
    if not file.path.endswith(".py"):
        return file
    code = file.content.decode()
    kept = steady_code(code)
    return file if kept == code else replace(file, content=kept.encode())


def steady_code(code: str) -> str:
    """The same with a mark on every statement that has a line too long for the formatter.

    Names may be so long that no layout fits all line lengths, and a formatter would choose another
    one for each.
    """
    lines = code.split("\n")
    long = {number for number, line in enumerate(lines, start=1) if len(line) > WIDTH}
    if long:
        for first, last in _statements(ast.parse(code), lines):
            is_long = not long.isdisjoint(range(first, last + 1))
            if is_long and not lines[last - 1].endswith(KEEP):
                lines[last - 1] += KEEP
    return "\n".join(lines)


def _statements(module: ast.Module, lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The first and last lines of statements other than texts; of a definition, its head's."""
    for node in ast.walk(module):
        match node:
            case ast.Expr(value=ast.Constant()):
                pass
            case (
                ast.ClassDef(body=body)
                | ast.FunctionDef(body=body)
                | ast.AsyncFunctionDef(body=body)
            ):
                first = body[0]
                beside = lines[first.lineno - 1][: first.col_offset].strip()
                yield node.lineno, first.lineno if beside else first.lineno - 1
            case ast.stmt(end_lineno=int(last)):
                yield node.lineno, last
            case _:
                pass
