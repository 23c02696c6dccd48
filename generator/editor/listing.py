"""Lists what a contract declares: the symbols of a file, of a project, and what can be folded."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.editor.outline import SECTIONS, Outline, Part
from generator.editor.project import Project, fields_of, text_at, type_text
from generator.editor.shapes import resource_of
from generator.editor.text import Place, Range, range_of
from generator.editor.typed import values_of
from generator.model import Entry

_NAMED = ("types", "errors", "resources", "operations", "auth")


@dataclass(frozen=True, kw_only=True)
class Listed:
    """Something that is declared; sort: its section, ``field`` or ``value``."""

    name: str
    sort: str
    range: Range
    key: Range
    detail: str = ""
    inside: tuple["Listed", ...] = ()


def listed(outline: Outline) -> list[Listed]:
    """The sections of a text with their declarations, and those with their fields."""
    found: list[Listed] = []
    for part in outline.parts:
        if part.section or part.name not in SECTIONS:
            continue
        inside = tuple(_declaration(one) for one in outline.section(part.name))
        end = max([part.range.end, *(one.range.end for one in inside)])
        whole = Range(part.key.start, end)
        key = part.key if part.entry is not None else Range(whole.start, whole.start)
        found.append(Listed(name=part.name, sort="section", range=whole, key=key, inside=inside))
    return found


def _declaration(part: Part) -> Listed:
    return Listed(
        name=part.name,
        sort=part.section,
        range=part.range,
        key=part.key,
        detail=_detail(part),
        inside=tuple(_inside(part)) if part.fresh else (),
    )


def _detail(part: Part) -> str:
    """What tells a declaration from its neighbours, in a word or two."""
    verb = resource_of(part) if part.section == "operations" else None
    if verb is not None:
        return f"{verb[0].value} {verb[1]}"
    texts = (text_at(part.value, key) for key in ("type", "code", "key", "scheme"))
    return next((text for text in texts if text is not None), "")


def _inside(part: Part) -> Iterator[Listed]:
    for key in ("fields", "union"):
        for entry in fields_of(part.value, key):
            yield _entry(part, entry, "field", type_text(entry))
    for name, value in values_of(part.value):
        if isinstance(value, Entry):
            yield _entry(part, value, "value", "")
        else:
            where = range_of(value.span, part.first)
            yield Listed(name=name, sort="value", range=where, key=where)


def _entry(part: Part, entry: Entry, sort: str, detail: str) -> Listed:
    key = range_of(entry.key_span, part.first)
    end = max(key.end, range_of(entry.value.span, part.first).end)
    return Listed(name=entry.key, sort=sort, range=Range(key.start, end), key=key, detail=detail)


def search(project: Project, files: Iterable[Path], query: str) -> Iterator[tuple[Path, Listed]]:
    """The declarations whose name has the letters of a query in their order."""
    for file in files:
        outline = project.outline(file)
        for part in () if outline is None else outline.parts:
            if part.section in _NAMED and _fits(query.casefold(), part.name.casefold()):
                yield file, _declaration(part)


def _fits(query: str, name: str) -> bool:
    rest = iter(name)
    return all(char in rest for char in query)


def folds(outline: Outline) -> Iterator[tuple[int, int]]:
    """The first and the last line of what can be folded: sections, and declarations in them."""
    for part in outline.parts:
        if part.section in SECTIONS:
            yield from _fold(part.range)
        elif part.name in SECTIONS:
            inside = [one.range.end for one in outline.section(part.name)]
            yield from _fold(Range(part.key.start, max(inside, default=part.range.end)))


def _fold(where: Range) -> Iterator[tuple[int, int]]:
    last = where.end if where.end.column else Place(where.end.line - 1, 0)
    if last.line > where.start.line:
        yield where.start.line, last.line
