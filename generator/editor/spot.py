"""Finds what a place in a text belongs to, by indentation and brackets: the text may be broken."""

import re
from dataclasses import dataclass, field, replace

from generator.editor.outline import Outline
from generator.editor.text import Place

_QUOTED = r""""(?:[^"\\]|\\.)*"|'[^']*'"""
_BLOCK_KEY = re.compile(
    rf"""({_QUOTED}|[^\s\[\]{{}},#&*!|>'"%@`:-](?:[^#:]|(?<!\s)\#|:(?=\S))*?)\s*:(?=\s|$)"""
)
_BLOCK_TEXT = re.compile(r"[|>][-+0-9]*\s*(?:#.*)?$")
_ITEM = "[]"

Path = tuple[str, ...]  # keys from the top of the contract; "[]" is an item of a list


@dataclass(frozen=True, kw_only=True)
class Spot:
    """What stands at a place: the path to it, and the word up to it.

    is_key, is_value: what may stand there; start: the column where the word begins; siblings: keys
    that stand beside it; flow: it stands within ``{…}`` or ``[…]``.
    """

    path: Path
    is_key: bool
    is_value: bool
    word: str
    start: int
    siblings: tuple[str, ...] = ()
    flow: bool = False
    quoted: bool = False


def spot(outline: Outline, place: Place) -> Spot | None:
    """What a place belongs to; None within a comment or a block of text."""
    part = outline.at(place.line)
    lines = outline.text.lines
    scan = _Scan()
    first = 0
    if part is not None:
        first = part.first
        if part.section and lines[first][:1] == " ":
            scan.open("", 0, part.section)
    for number in range(first, place.line):
        scan.read(lines[number])
    line = outline.text.line(place.line)
    end = min(place.column, len(line))
    found = scan.asked(line, end)
    if found is None or found.flow or not found.is_key:
        return found
    last = len(lines) if part is None else part.first + part.lines
    below = _keys_below(lines[place.line + 1 : last], found.start - found.quoted)
    return replace(found, siblings=(*found.siblings, *below))


def _keys_below(lines: list[str], indent: int) -> list[str]:
    """The keys of the block that goes on below a line."""
    keys = []
    for line in lines:
        inside = line.lstrip(" ")
        if not inside or inside.startswith("#"):
            continue
        deep = len(line) - len(inside)
        if deep < indent:
            break
        if deep == indent and (found := _BLOCK_KEY.match(inside)):
            keys.append(_plain(found[1]))
    return keys


def _plain(key: str) -> str:
    key = key.strip()
    return key[1:-1] if key[:1] in ("'", '"') else key


@dataclass(slots=True)
class _Open:
    """A collection that is open: its bracket ("" or "-" for blocks), and where it is indented."""

    bracket: str
    indent: int
    key: str | None = None  # whose value is being read
    keys: list[str] = field(default_factory=list)

    @property
    def is_flow(self) -> bool:
        return self.bracket in ("{", "[")


class _Scan:
    """Reads line by line, and knows what is open."""

    def __init__(self) -> None:
        self._stack: list[_Open] = []
        self._text: int | None = None  # the indentation of the key of a block of text
        self._quote = ""

    def open(self, bracket: str, indent: int, key: str | None = None) -> None:
        """Begin a collection."""
        self._stack.append(_Open(bracket, indent, key, [] if key is None else [key]))

    def read(self, line: str) -> None:
        """Go on behind a line."""
        inside = line.lstrip(" ")
        if not inside or (inside[0] == "#" and not self._quote):
            return
        indent = len(line) - len(inside)
        if self._text is not None:
            if indent > self._text:
                return
            self._text = None
        self._line(line, indent, len(line))

    def asked(self, line: str, end: int) -> Spot | None:
        """What stands at a column of the next line; what follows there is not looked at."""
        head = line[:end]
        inside = head.lstrip(" ")
        indent = end - len(inside)
        if self._text is not None:
            if indent > self._text:
                return None
            self._text = None
        return self._line(head, indent, end, asked=True)

    def _line(self, line: str, indent: int, end: int, *, asked: bool = False) -> Spot | None:
        stack = self._stack
        outer = next((one.indent for one in reversed(stack) if not one.is_flow), -1)
        if stack and (self._quote or stack[-1].is_flow):
            if indent > outer or (indent == end and asked and indent > outer):
                return self._values(line, indent, end, asked=asked)
            self._quote = ""  # brackets and quotes that nobody closed
            while stack and stack[-1].is_flow:
                stack.pop()
        while stack and stack[-1].indent > indent:
            stack.pop()
        column = self._items(line, indent)
        found = _BLOCK_KEY.match(line, column)
        if found is None and asked:
            word = line[column:end]
            if not word[:1] or word[0] not in "{[|>#":
                return self._open_spot(word, column)
        if found is not None:
            self._key(column, _plain(found[1]))
            column = found.end()
        if _BLOCK_TEXT.match(line[column:].strip()):
            self._text = max((one.indent for one in stack if one.bracket == ""), default=indent)
            return None
        return self._values(line, column, end, asked=asked)

    def _items(self, line: str, indent: int) -> int:
        """Read the dashes that a line begins with; the column after them."""
        stack, column = self._stack, indent
        if line[column : column + 2] not in ("- ", "-"):
            if stack and stack[-1].bracket == "-" and stack[-1].indent == column:
                stack.pop()  # a list that is indented as its key
            return column
        while line[column : column + 2] in ("- ", "-"):
            if not (stack and stack[-1].bracket == "-" and stack[-1].indent == column):
                self.open("-", column, _ITEM)
            column += 1
            column += len(line[column:]) - len(line[column:].lstrip(" "))
        return column

    def _key(self, column: int, key: str) -> None:
        stack = self._stack
        if not stack or stack[-1].bracket == "-" or stack[-1].indent < column:
            self.open("", column)
        stack[-1].key = key
        stack[-1].keys.append(key)

    def _open_spot(self, word: str, column: int) -> Spot:
        """A word that begins a line: a key of what is open, or what stands below its last key."""
        stack = self._stack
        inside = bool(stack) and stack[-1].bracket == "" and stack[-1].indent == column
        if inside:
            stack[-1].key = None
        siblings = tuple(stack[-1].keys) if inside else ()
        return self._spot(word, column, is_key=True, is_value=not inside, siblings=siblings)

    def _values(self, line: str, column: int, end: int, *, asked: bool) -> Spot | None:
        """Read scalars and brackets up to the end of a line."""
        stack = self._stack
        begin: int | None = column if self._quote else None  # of the word that is read
        while column < end:
            char = line[column]
            flow = stack[-1] if stack and stack[-1].is_flow else None
            if self._quote:
                if char == "\\" and self._quote == '"':
                    column += 1
                elif char == self._quote:
                    self._quote = ""
            elif char == "#" and line[column - 1 : column] in ("", " ", "\t"):
                return None
            elif begin is None and char in "'\"":
                self._quote, begin = char, column
            elif char in "{[" and (begin is None or flow is not None):
                self.open(char, column, _ITEM if char == "[" else None)
                begin = None
            elif flow is not None and char in "}]":
                stack.pop()
                begin = None
            elif flow is not None and char == ",":
                if flow.bracket == "{":
                    if flow.key is None and begin is not None:
                        flow.keys.append(_plain(line[begin:column]))
                    flow.key = None
                begin = None
            elif (
                flow is not None
                and flow.bracket == "{"
                and flow.key is None
                and char == ":"
                and line[column + 1 : column + 2] in ("", " ", ",", "}")
            ):
                flow.key = _plain(line[column if begin is None else begin : column])
                flow.keys.append(flow.key)
                begin = None
            elif begin is None and char not in " \t":
                begin = column
            column += 1
        return self._end(line, begin, end) if asked else None

    def _end(self, line: str, begin: int | None, end: int) -> Spot:
        start = end if begin is None else begin
        top = self._stack[-1] if self._stack else None
        is_key = top is not None and top.bracket == "{" and top.key is None
        siblings = tuple(top.keys) if is_key and top is not None else ()
        return self._spot(
            line[start:end], start, is_key=is_key, is_value=not is_key, siblings=siblings
        )

    def _spot(
        self, word: str, start: int, *, is_key: bool, is_value: bool, siblings: tuple[str, ...]
    ) -> Spot:
        quoted = word[:1] in ("'", '"')
        return Spot(
            path=tuple(one.key for one in self._stack if one.key is not None),
            is_key=is_key,
            is_value=is_value,
            word=word[1:] if quoted else word,
            start=start + quoted,
            siblings=siblings,
            flow=bool(self._stack) and self._stack[-1].is_flow,
            quoted=quoted,
        )
