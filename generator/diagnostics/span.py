"""A place in a contract file."""

from typing import NamedTuple


class Span(NamedTuple):
    """From (line, column) to (end_line, end_column), counted from 1; the end is exclusive.

    A tuple, because reading a contract makes one for every key and value.
    """

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"
