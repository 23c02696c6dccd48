"""Turns the text of a contract into its declarations, each of them read on its own.

So a change costs what the declaration costs in which it is made, and a text that is broken in one
place is whole in all others; where a declaration cannot be read, the last reading of it stands in.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from generator.contract.source.parse import parse
from generator.contract.source.text import SourceText
from generator.diagnostics import Problems
from generator.editor.text import Place, Range, Text, range_of
from generator.model import Entry, Mapping, Node

SECTIONS = ("imports", "servers", "auth", "types", "errors", "resources", "operations")
_PLAIN = r"""[^\s#\-"'{}\[\],&*!|>%@`?:][^#:\n]*?"""
_ENTRY = re.compile(rf"""( *)(?:"([^"\\]*)"|'([^']*)'|({_PLAIN}))\s*:(?=\s|$)""")
T = TypeVar("T")
_NOTHING = re.compile(r"\s*(?:#.*)?$")


@dataclass(frozen=True, kw_only=True)
class Part:
    """A declaration of a section, or an entry of the top level (its section is "").

    first: the number of its first line, from 0; lines: how many. The places in ``entry`` count from
    its first line, so that it can be kept while the part moves; None: it could never be read.
    """

    section: str
    name: str
    first: int
    lines: int
    entry: Entry | None = field(repr=False)
    fresh: bool = True  # all of it was read from what stands there now

    @property
    def value(self) -> Node | None:
        """What stands after its name."""
        return None if self.entry is None else self.entry.value

    @property
    def mapping(self) -> Mapping | None:
        """The same, where that is a mapping."""
        return self.value if isinstance(self.value, Mapping) else None

    @property
    def key(self) -> Range:
        """Where its name stands."""
        if self.entry is None or not self.fresh:
            return Range(Place(self.first, 0), Place(self.first, 0))
        return range_of(self.entry.key_span, self.first)

    @property
    def range(self) -> Range:
        """From its name to the end of its value; no further than its last line."""
        last = Place(self.first + self.lines, 0)
        if self.entry is None:
            return Range(Place(self.first, 0), last)
        end = max(range_of(self.entry.value.span, self.first).end, self.key.end)
        return Range(self.key.start, max(self.key.end, min(end, last)))


@dataclass(frozen=True, kw_only=True)
class Outline:
    """A whole text, part by part.

    readings: of the parts, by section and text; last: the last whole one, by section and name.
    """

    text: Text
    parts: tuple[Part, ...]
    readings: dict[tuple[str, str], "_Reading"] = field(repr=False)
    last: dict[tuple[str, str], Entry] = field(repr=False)

    @cached_property
    def _named(self) -> dict[tuple[str, str], Part]:
        return {(part.section, part.name): part for part in reversed(self.parts)}

    def get(self, section: str, name: str) -> Part | None:
        """A declaration; the first one, should there be several of a name."""
        return self._named.get((section, name))

    def section(self, section: str) -> Iterator[Part]:
        """The declarations of a section, in their order."""
        return (part for part in self.parts if part.section == section)

    def at(self, line: int) -> Part | None:
        """The part that a line belongs to; of several on one line, the first."""
        found = None
        for part in self.parts:
            if part.first > line:
                break
            if line < part.first + part.lines and (found is None or found.first < part.first):
                found = part
        return found


@dataclass(frozen=True, slots=True)
class _Reading:
    entry: Entry | None
    whole: bool


def outline(text: Text, before: Outline | None = None) -> Outline:
    """The parts of a text; ``before``: of the text that it was made from, read again nowhere."""
    old = {} if before is None else before.readings
    last = {} if before is None else dict(before.last)
    parts: list[Part] = []
    readings: dict[tuple[str, str], _Reading] = {}
    for section, name, first, end in _chunks(text.lines):
        key = section, "\n".join(text.lines[first:end])
        reading = old.get(key) or readings.get(key) or _read(key[1])
        readings[key] = reading
        entry = reading.entry
        if entry is not None and reading.whole:
            last[section, name] = entry
        shown = entry or last.get((section, name))
        lines = end - first
        parts.append(
            Part(
                section=section,
                name=name,
                first=first,
                lines=lines,
                entry=shown,
                fresh=entry is not None,
            )
        )
        if not section and name in SECTIONS and shown is not None:
            parts += _children(parts[-1])
    return Outline(text=text, parts=tuple(parts), readings=readings, last=last)


def _children(part: Part) -> Iterator[Part]:
    """The declarations of a section that is written in ``{…}``."""
    if part.mapping is not None:
        for entry in part.mapping:
            yield Part(
                section=part.name,
                name=entry.key,
                first=part.first,
                lines=part.lines,
                entry=entry,
                fresh=part.fresh,
            )


def _chunks(lines: list[str]) -> Iterator[tuple[str, str, int, int]]:
    """(section, name, first line, line after the last) of each part."""
    tops = [(at, found) for at, line in enumerate(lines) if (found := _entry(line, 0)) is not None]
    for (first, (name, after)), end in _with_ends(tops, len(lines)):
        indent = _indent_below(lines, first + 1, end)
        if name not in SECTIONS or not _NOTHING.match(lines[first], after) or not indent:
            yield "", name, first, end
            continue
        inner = [
            (at, found[0])
            for at in range(first + 1, end)
            if (found := _entry(lines[at], indent)) is not None
        ]
        yield "", name, first, inner[0][0] if inner else end
        for (start, key), stop in _with_ends(inner, end):
            yield name, key, start, stop


def _with_ends(starts: list[tuple[int, T]], end: int) -> Iterator[tuple[tuple[int, T], int]]:
    """Each with the line where the next one begins."""
    yield from zip(starts, [*(at for at, _ in starts[1:]), end], strict=False)


def _indent_below(lines: list[str], first: int, end: int) -> int:
    for line in lines[first:end]:
        if not _NOTHING.match(line):
            return len(line) - len(line.lstrip(" "))
    return 0


def _entry(line: str, indent: int) -> tuple[str, int] | None:
    """The key of a line that is indented so much, and the column after its colon."""
    if line[indent : indent + 1] in ("", " ", "#", "-") or line[:indent].strip(" "):
        return None
    found = _ENTRY.match(line)
    if found is None:
        return None
    return next(name for name in found.groups()[1:] if name is not None), found.end()


def _read(chunk: str) -> _Reading:
    parsed = parse(SourceText("", chunk), Problems())
    if parsed is None or not parsed.root.entries:
        return _Reading(None, False)
    return _Reading(parsed.root.entries[0], parsed.whole)
