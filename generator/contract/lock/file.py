"""Turns the text of a lock into its numbers, also in the middle of a merge, and back.

The text is YAML of one shape, a line for each number, so that branches merge line by line::

    grpc:
      Product:
        used:
          id: 1 string
        reserved:
          3 string: note
        names:
          title:

What follows a number is the type of what it numbers; locks of earlier versions have none.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from generator.contract.lock import problems as problem
from generator.diagnostics import Problems, Span

HEADER = """\
# Numbers that must never change: `gen build` adds to them and never renumbers.
# Commit this file. After a merge conflict in it, build again.
"""
_LINE = re.compile(
    r'(?P<indent> *)(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<key>[^\s":#][^":]*)):'
    r'(?: +(?:"(?P<text>(?:[^"\\]|\\.)*)"|(?P<value>[^\s"#][^"#]*?)))? *(?:#.*)?'
)
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*", re.ASCII)
_NO_TEXT = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
_OURS, _BASE, _THEIRS = "<<<<<<<", "|||||||", ">>>>>>>"
_NUMBERS = range(1, 2**31)
_LISTS = ("used", "reserved", "names")


@dataclass(frozen=True, slots=True)
class LockEntry:
    """A number or name of the lock, and where it stands; type "": the lock does not know it."""

    number: int
    name: str
    type: str = ""
    span: Span | None = None


@dataclass(slots=True)
class ScopeNumbers:
    """One scope: what is in use by name, and what is reserved for good by number.

    names: what was once numbered, and whose number now belongs to another name;
    displaced: what the other side of a merge had given a number that is taken on this side.
    """

    used: dict[str, LockEntry] = field(default_factory=dict)
    reserved: dict[int, LockEntry] = field(default_factory=dict)  # name "": it was only renumbered
    names: dict[str, None] = field(default_factory=dict)
    displaced: dict[str, int] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to keep."""
        return not (self.used or self.reserved or self.names)

    @property
    def retired_names(self) -> set[str]:
        """Every name that has been in use, and is not."""
        return {*self.names, *(each.name for each in self.reserved.values() if each.name)}

    def take_over(self, other: "ScopeNumbers") -> None:
        """Begin with the numbers and names of another scope."""
        self.used = dict(other.used)
        self.reserved = dict(other.reserved)
        self.names = dict(other.names)

    def retired(self, name: str) -> LockEntry | None:
        """The latest reserved number of a name."""
        return next(
            (kept for _, kept in sorted(self.reserved.items())[::-1] if kept.name == name), None
        )


Sections = dict[str, dict[str, ScopeNumbers]]


@dataclass(frozen=True, slots=True)
class _LockLine:
    number: int
    text: str
    theirs: bool  # the other side of a conflict


def write(sections: Sections) -> str:
    """The text of a lock: sections and scopes by name, numbers in order; "" without any."""
    lines = [line for name in sorted(sections) for line in _section(name, sections[name])]
    return HEADER + "".join(f"{line}\n" for line in lines) if lines else ""


def _section(name: str, scopes: dict[str, ScopeNumbers]) -> Iterator[str]:
    filled = {scope: kept for scope, kept in scopes.items() if not kept.is_empty}
    if not filled:
        return
    yield f"{_quoted(name)}:"
    for scope, kept in sorted(filled.items()):
        yield f"  {_quoted(scope)}:"
        if kept.used:
            yield "    used:"
            for each in sorted(kept.used.values(), key=lambda each: each.number):
                yield f"      {_quoted(each.name)}: {each.number} {each.type}".rstrip()
        if kept.reserved:
            yield "    reserved:"
            for number, each in sorted(kept.reserved.items()):
                typed = f"{number} {each.type}".rstrip()
                yield f"      {typed}: {_quoted(each.name)}".rstrip()
        if kept.names:
            yield "    names:"
            yield from (f"      {_quoted(name)}:" for name in sorted(kept.names))


def _quoted(name: str) -> str:
    plain = not name or (_PLAIN.fullmatch(name) and name.lower() not in _NO_TEXT)
    return name if plain else json.dumps(name)


def read(text: str, file: str, problems: Problems) -> Sections:
    """The numbers of a lock; of a merge conflict, those of both sides.

    Where the sides disagree, ours wins, and theirs gets a new number when it is built.
    """
    return _LockReader(file, problems).read(text)


class _LockReader:
    """Reads line by line. After a conflict a line may belong below either side's heading."""

    def __init__(self, file: str, problems: Problems) -> None:
        self._file = file
        self._problems = problems
        self._sections: Sections = {}
        self._late: list[tuple[ScopeNumbers, bool, LockEntry]] = []

    def read(self, text: str) -> Sections:
        paths: list[tuple[str, ...]] = [()]
        before: list[tuple[str, ...]] = paths
        after_ours: list[tuple[str, ...]] = []
        side = ""
        for number, line in enumerate(text.splitlines(), start=1):
            if line.startswith(_OURS):
                side, before = _OURS, paths
            elif side and line.startswith(_BASE):
                side = _BASE
                after_ours, paths = paths, before
            elif side and line.startswith("======="):
                if side == _OURS:
                    after_ours = paths
                side, paths = _THEIRS, before
            elif side and line.startswith(_THEIRS):
                side = ""
                paths = list(dict.fromkeys([*after_ours, *paths]))
            elif side != _BASE:
                paths = self._line(_LockLine(number, line, side == _THEIRS), paths)
        for scope, used, kept in self._late:
            self._keep_theirs(scope, used, kept)
        return self._sections

    def _line(self, line: _LockLine, paths: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
        stripped = line.text.strip()
        if not stripped or stripped.startswith("#"):
            return paths
        found = _LINE.fullmatch(line.text.rstrip())
        if found is None:
            self._unreadable(line, "expected 'name: number'")
            return paths
        depth, odd = divmod(len(found["indent"]), 2)
        key = found["key"] if found["quoted"] is None else _unquoted(found["quoted"])
        value = found["value"] if found["text"] is None else _unquoted(found["text"])
        if odd or depth > 3 or all(len(path) < depth for path in paths):
            self._unreadable(line, "it is not indented like its neighbours")
            return paths
        if depth < 3:
            if value is not None:
                self._unreadable(line, f"expected nothing after '{key}:'")
                return paths
            if depth == 2 and key not in _LISTS:
                self._unreadable(line, f"expected 'used', 'reserved' or 'names', found '{key}'")
                return paths
            return list(dict.fromkeys((*path[:depth], key) for path in paths if len(path) >= depth))
        self._number(line, key, value or "", [path for path in paths if len(path) == 3])
        return paths

    def _number(self, line: _LockLine, key: str, value: str, paths: list[tuple[str, ...]]) -> None:
        for section, scope, list_ in paths:
            numbers = self._sections.setdefault(section, {}).setdefault(scope, ScopeNumbers())
            if list_ == "names":
                numbers.names[key] = None
                continue
            used = list_ == "used"
            name, typed = (key, value) if used else (value, key)
            digits, _, type_ = typed.partition(" ")
            if not digits.isascii() or not digits.isdigit() or int(digits) not in _NUMBERS:
                self._unreadable(line, f"'{digits}' is not a number from 1 to {_NUMBERS[-1]}")
                return
            kept = LockEntry(int(digits), name, type_.strip(), self._span(line))
            if line.theirs:
                self._late.append((numbers, used, kept))
            else:
                self._keep(numbers, used, kept)

    def _keep(self, scope: ScopeNumbers, used: bool, kept: LockEntry) -> None:
        by_number = {each.number: each for each in scope.used.values()}
        other = scope.reserved.get(kept.number) or by_number.get(kept.number)
        what = f"the number {kept.number}"
        if used and kept.name in scope.used:
            other, what = scope.used[kept.name], f"'{kept.name}'"
        if other is not None:
            assert kept.span is not None and other.span is not None
            self._problems.add(problem.twice_in_lock(kept.span, what, other.span))
        elif used:
            scope.used[kept.name] = kept
        else:
            scope.reserved[kept.number] = kept

    @staticmethod
    def _keep_theirs(scope: ScopeNumbers, used: bool, kept: LockEntry) -> None:
        taken = kept.number in {each.number for each in scope.used.values()}
        if taken or kept.number in scope.reserved or (used and kept.name in scope.used):
            if used and kept.name not in scope.used:
                scope.displaced[kept.name] = kept.number
        elif used:
            scope.used[kept.name] = kept
        else:
            scope.reserved[kept.number] = kept

    def _span(self, line: _LockLine) -> Span:
        start = len(line.text) - len(line.text.lstrip()) + 1
        end = max(len(line.text.rstrip()) + 1, start + 1)
        return Span(
            file=self._file,
            line=line.number,
            column=start,
            end_line=line.number,
            end_column=end,
        )

    def _unreadable(self, line: _LockLine, why: str) -> None:
        self._problems.add(problem.unreadable(self._span(line), why))


def _unquoted(text: str) -> str:
    try:
        return str(json.loads(f'"{text}"'))
    except ValueError:
        return text
