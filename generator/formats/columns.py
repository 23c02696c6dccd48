"""Lays text out for a terminal: wrapped lines, in columns, painted."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from generator.diagnostics.render.visible import visible_char, width

_HANG = "  "  # before what continues a line
_BREAKS = " ,&?/;"  # after these a line may be broken without a mark

BOLD, DIM, GOOD, BAD, TITLE = "1", "2", "32", "33", "1;36"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of one role; ``paint`` is what stands between ESC[ and m, "" for nothing."""

    text: str
    paint: str = ""


Cell = Sequence[Line]


def lines(text: str, paint: str = "") -> list[Line]:
    """The lines of a text."""
    return [Line(line, paint) for line in text.split("\n")]


def wrapped(cell: Cell, room: int) -> list[Line]:
    """The same lines, none wider than there is room, every character visible."""
    found: list[Line] = []
    for line in cell:
        if len(line.text) <= room and line.text.isascii() and line.text.isprintable():
            found.append(line)
        else:
            found += [Line(part, line.paint) for part in _parts(line.text, room)]
    return found


def _parts(text: str, room: int) -> Iterator[str]:
    shown = "".join(map(visible_char, text))
    indent = shown[: len(shown) - len(shown.lstrip(" "))]
    hang = (indent + _HANG)[: room // 2]
    rest, prefix = shown, ""
    while width(prefix + rest) > room:
        cut = _cut(rest, room - len(prefix))
        yield (prefix + rest[:cut]).rstrip()
        rest = rest[cut:].lstrip(" ")
        prefix = hang
    yield prefix + rest


def _cut(text: str, room: int) -> int:
    """How many characters fit: up to a good place to break, unless that wastes most of the room."""
    most = taken = 0
    for char in text:
        taken += width(char)
        if taken > room:
            break
        most += 1
    most = max(most, 1)
    good = max((at for at in range(1, most + 1) if text[at - 1] in _BREAKS), default=0)
    indent = len(text) - len(text.lstrip(" "))
    return good if good > indent + (most - indent) // 4 else most


class Printer:
    """Makes lines of text out of cells, with or without colour."""

    def __init__(self, *, color: bool) -> None:
        self._color = color

    def line(self, line: Line) -> str:
        """One line."""
        return self._painted(line.text, line.paint).rstrip()

    def row(self, cells: Sequence[Cell], widths: Sequence[int], between: str) -> Iterator[str]:
        """Cells beside each other, wrapped to their widths."""
        columns = [wrapped(cell, room) for cell, room in zip(cells, widths, strict=True)]
        for parts in zip_longest(*columns, fillvalue=Line("")):
            padded = (
                self._painted(part.text, part.paint) + " " * (room - width(part.text))
                for part, room in zip(parts, widths, strict=True)
            )
            yield between.join(padded).rstrip()

    def _painted(self, text: str, paint: str) -> str:
        return f"\x1b[{paint}m{text}\x1b[0m" if self._color and paint and text else text


def table(head: Sequence[str], rows: Iterable[Sequence[str | int]], *, texts: int = 1) -> list[str]:
    """The lines of a table, its head first; after the first ``texts`` columns come numbers."""
    cells = [[str(cell) for cell in row] for row in (head, *rows)]
    widths = [max(map(width, column)) for column in zip(*cells, strict=True)]
    return ["  ".join(_aligned(row, widths, texts)).rstrip() for row in cells]


def _aligned(row: Sequence[str], widths: Sequence[int], texts: int) -> Iterator[str]:
    for number, (cell, room) in enumerate(zip(row, widths, strict=True)):
        padding = " " * (room - width(cell))
        yield cell + padding if number < texts else padding + cell


def text_of(found: Iterable[str]) -> str:
    """Lines, each ended by a newline."""
    return "".join(f"{line}\n" for line in found)
