"""Turns the place of a declaration into the fix that adds a key to it, in its own layout."""

from functools import lru_cache

from generator.check.lint.subject import Subject
from generator.contract.source import SourceText, parse
from generator.diagnostics import Fix, Problems, Span
from generator.diagnostics.fix import insertion, replacement
from generator.model import Entry, Mapping, Node, Scalar, Sequence


def with_key(subject: Subject, span: Span, key: str, value: str, short: str) -> Fix | None:
    """``key: value`` for what is declared at ``span``; None where that place holds no such thing.

    short: the key that a value stands for where it is no mapping: ``name: string`` is
    ``name: {type: string}``.
    """
    source = SourceText(span.file, subject.texts.get(span.file, ""))
    entry = _entries(source).get(span)
    if entry is None:
        return None
    title = f"add {key}: {value}"
    match entry.value:
        case Scalar(span=place) if place.line == place.end_line:
            written = source.lines[place.line - 1][place.column - 1 : place.end_column - 1]
            if not written or place < entry.key_span or written[0] in "|>*&!":
                return None
            shown = f'"{written}"' if _needs_quotes(written) else written
            return replacement(place, f"{{{short}: {shown}, {key}: {value}}}", title)
        case Mapping(entries=entries, span=place) if entries and not _has(entries, key):
            return _added(source, place, entries, f"{key}: {value}", title)
        case _:
            return None


def _added(
    source: SourceText, place: Span, entries: tuple[Entry, ...], added: str, title: str
) -> Fix | None:
    first = source.lines[place.line - 1][place.column - 1 :]
    if first.startswith("{"):
        last = entries[-1].value.span
        inside = (place.line, place.column) < (last.end_line, last.end_column)
        if not inside or last.end_line > place.end_line:  # behind an alias
            return None
        return insertion(source.file, last.end_line, last.end_column, f", {added}", title)
    key = entries[0].key_span
    indent = source.lines[key.line - 1][: key.column - 1]
    if indent.strip():  # within a list, or behind an anchor
        return None
    newline = "\r\n" if "\r\n" in source.content else "\n"
    return insertion(source.file, key.line, key.column, f"{added}{newline}{indent}", title)


def _needs_quotes(written: str) -> bool:
    """Whether a text without quotes would mean something else inside of ``{…}``."""
    return written[0] not in "\"'" and any(char in written for char in "[]{},")


def _has(entries: tuple[Entry, ...], key: str) -> bool:
    return any(entry.key == key for entry in entries)


@lru_cache(maxsize=8)
def _entries(text: SourceText) -> dict[Span, Entry]:
    """Every entry of a text, by the place of its key."""
    parsed = parse(text, Problems())
    found: dict[Span, Entry] = {}
    todo: list[Node] = [] if parsed is None else [parsed.root]
    while todo:
        match todo.pop():
            case Mapping(entries=entries):
                found |= {entry.key_span: entry for entry in entries}
                todo += [entry.value for entry in entries]
            case Sequence(items=items):
                todo += items
            case Scalar():
                pass
    return found
