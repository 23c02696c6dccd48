"""Turns a contract's tree into the lines of the one layout."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.check.format.flow import (
    STEP,
    head,
    inline,
    ordered,
    shape_of,
    with_comment,
)
from generator.check.format.order import Shape, contract_shape
from generator.check.format.tree import Collection, Comment, Document, Entry, Leaf

_WIDTH = 100  # a value that does not fit behind its key may stay below it
_LONGEST_NAME = 30  # a longer one takes no part in a column
_LONGEST_LINE = 72  # a longer one does not move the comments of its neighbours


def laid_out(document: Document) -> str:
    """The text of a contract, with a line break at its end."""
    shape, printer, root = contract_shape(), _Printer(), document.root
    printer.comments(document.above, 0)
    if document.above and document.blank:
        printer.empty()
    if root.props:
        printer.lines.append(root.props)
    if root.flow:
        root.props = ""
        printer.lines += inline(root, 0, shape)
    else:
        printer.block(root, 0, shape)
    printer.comments(document.below, 0)
    return "\n".join(printer.lines) + "\n"


@dataclass(slots=True, eq=False)
class _Piece:
    """An entry about to be printed. value: its lines; None: a collection without brackets."""

    entry: Entry
    lead: str
    value: list[str] | None
    below: bool = False  # the value begins on the next line

    @property
    def single(self) -> bool:
        """Whether it is one line, comments aside."""
        return self.value is not None and len(self.value) == 1 and not self.below


class _Printer:
    def __init__(self) -> None:
        self.lines: list[str] = []
        self._kept = False  # the last line is of a text that keeps the empty lines at its end

    def empty(self) -> None:
        """Put an empty line, unless one is there."""
        if self.lines and self.lines[-1] and not self._kept:
            self.lines.append("")

    def comments(self, comments: list[Comment], indent: int, *, first: bool = False) -> None:
        """Print comments; first: they begin a collection, which no empty line does."""
        for number, comment in enumerate(comments):
            if comment.blank and (number or not first):
                self.empty()
            self.lines.append(" " * indent + comment.text)
            self._kept = False

    def block(self, node: Collection, indent: int, shape: Shape) -> None:
        """Print the entries of a collection without brackets."""
        pieces = [_piece(entry, indent, shape) for entry in ordered(node, shape)]
        last = None
        for run in _runs(pieces, shape):
            width, column = _columns(run, indent, shape)
            for piece in run:
                if last is not None and _parted(last, piece, shape):
                    self.empty()
                self.comments(piece.entry.before, indent, first=last is None)
                if piece.entry.before and piece.entry.blank:
                    self.empty()
                self._print(piece, indent, shape, width, column)
                last = piece
        self.comments(node.tail, indent)

    def _print(self, piece: _Piece, indent: int, shape: Shape, width: int, column: int) -> None:
        entry, value = piece.entry, piece.value
        start = " " * indent + piece.lead
        self._kept = False
        if value is None:
            self._nested(entry, indent, shape, start)
            return
        if piece.below:
            self.lines.append(with_comment(start, entry.opening))
            self.comments(entry.inside, indent + STEP)
            self.lines.append(" " * (indent + STEP) + value[0])
        elif value[0]:
            gap = " " * max(1, width - len(piece.lead) + 1) if piece.single else " "
            self.lines.append(start + gap + value[0])
        else:
            self.lines.append(start)
        self.lines += value[1:]
        if entry.trailing:
            line = self.lines[-1]
            gap = " " * max(2, column - len(line)) if piece.single else "  "
            self.lines[-1] = line + gap + entry.trailing
        self._kept = isinstance(entry.value, Leaf) and entry.value.keep

    def _nested(self, entry: Entry, indent: int, shape: Shape, start: str) -> None:
        """Print a collection without brackets, below its key or behind its dash."""
        node, inner = entry.value, shape_of(entry, shape)
        assert isinstance(node, Collection)
        if entry.key is not None or node.props or entry.opening:
            self.lines.append(with_comment(f"{start} {node.props}".rstrip(), entry.opening))
            self.block(node, indent + STEP, inner)
            return
        first = ordered(node, inner)[0]
        self.comments(first.before, indent)
        first.before = []
        number = len(self.lines)
        self.block(node, indent + STEP, inner)
        self.lines[number] = f"{start} {self.lines[number][len(start) + 1 :]}"


def _piece(entry: Entry, indent: int, shape: Shape) -> _Piece:
    lead = "-" if entry.key is None else f"{head(entry)}:"
    if lead.startswith("? "):
        lead = f"{lead[:-1]}\n{' ' * indent}:"
    node = entry.value
    if isinstance(node, Collection) and not node.flow:
        return _Piece(entry, lead, None)
    value = inline(node, indent + STEP, shape_of(entry, shape))
    long = len(value) > 1 or indent + len(lead) + 1 + len(value[0]) > _WIDTH
    below = bool(entry.opening or entry.inside) or (entry.below and long and bool(value[0]))
    if isinstance(node, Leaf) and node.block:
        below = bool(entry.opening or entry.inside)
    elif isinstance(node, Collection) and entry.key is not None and len(value) > 1:
        below = True  # or its closing bracket would stand below the key, where no value may
    return _Piece(entry, lead, value, below)


def _runs(pieces: list[_Piece], shape: Shape) -> Iterator[list[_Piece]]:
    """Neighbours whose columns are one: entries of one line each, with nothing between them."""
    run: list[_Piece] = []
    for piece in pieces:
        joins = run and run[-1].single and piece.single and not piece.entry.before
        if not joins or _parted(run[-1], piece, shape):
            if run:
                yield run
            run = []
        run.append(piece)
    if run:
        yield run


def _parted(last: _Piece, piece: _Piece, shape: Shape) -> bool:
    """Whether an empty line stands between two neighbours."""
    if shape.top:
        groups = shape.group(last.entry.name), shape.group(piece.entry.name)
        return groups[0] != groups[1] or piece.entry.parted
    if shape.spaced and not (last.single and piece.single):
        return True
    return piece.entry.parted


def _columns(run: Sequence[_Piece], indent: int, shape: Shape) -> tuple[int, int]:
    """How wide the names of a run are, and at which column the comments behind it begin."""
    width = 0
    if shape.names is not None and (shape.fields or any(map(_in_braces, run))):
        names = (len(piece.lead) for piece in run)
        width = max((name for name in names if name <= _LONGEST_NAME + 1), default=0)
    commented = [indent + _length(piece, width) for piece in run if piece.entry.trailing]
    return width, 2 + max((each for each in commented if each <= _LONGEST_LINE), default=0)


def _length(piece: _Piece, width: int) -> int:
    text = piece.value[0] if piece.value else ""
    return max(width, len(piece.lead)) + 1 + len(text) if text else len(piece.lead)


def _in_braces(piece: _Piece) -> bool:
    node = piece.entry.value
    return isinstance(node, Collection) and node.flow and node.mapping
