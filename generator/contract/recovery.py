"""What is left of a contract without its faulty declarations, and without what depends on them.

It is a valid contract of its own, so that later phases can look for more problems: none of them
follows from one that is known already.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from generator.contract.source import Source
from generator.diagnostics import Diagnostic, Severity, Span
from generator.model import Entry, Mapping, Node, Scalar, Sequence

_SECTIONS = frozenset({"imports", "auth", "types", "errors", "resources", "operations"})
_PROSE = frozenset({"description", "title"})
_WORD = re.compile(r"[A-Za-z_]\w*")
_PACKAGE = "left.over.v1"  # where the contract's own is faulty: styles need one

_Position = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """One declaration, or a whole entry of the top level that holds none (its name is "")."""

    file: str
    entry: Entry
    name: str = ""

    @property
    def position(self) -> _Position:
        return self.entry.key_span.line, self.entry.key_span.column

    @property
    def end(self) -> _Position:
        key, value = self.entry.key_span, self.entry.value.span
        return max((key.end_line, key.end_column), (value.end_line, value.end_column))


def without_faulty(source: Source, problems: Iterable[Diagnostic]) -> Source:
    """The contract without the declarations in which an error stands, and what uses them."""
    files = _files(source)
    parts = [part for file in files.values() for part in _parts(file)]
    faulty = {id(part.entry) for part in _faulty(parts, files, problems)}
    lost = {name for file in files.values() for name in (*file.lost_names, *_unread(file))}
    _spread(parts, faulty, lost)
    return _without(source, faulty, {})


def _files(source: Source) -> dict[str, Source]:
    """A contract and all that it imports, by the names of the files."""
    found = {source.file: source}
    todo = [source]
    while todo:
        for imported in todo.pop().imports.values():
            if imported.file not in found:
                found[imported.file] = imported
                todo.append(imported)
    return found


def _unread(source: Source) -> Iterator[str]:
    """The aliases of imports that could not be read."""
    imports = source.root.get("imports")
    if isinstance(imports, Mapping):
        yield from (entry.key for entry in imports if entry.key not in source.imports)


def _parts(source: Source) -> Iterator[_Part]:
    for entry in source.root:
        if entry.key in _SECTIONS and isinstance(entry.value, Mapping):
            for each in entry.value:
                yield _Part(file=source.file, entry=each, name=each.key)
        yield _Part(file=source.file, entry=entry)


def _faulty(
    parts: Iterable[_Part], files: dict[str, Source], problems: Iterable[Diagnostic]
) -> Iterator[_Part]:
    """The parts in which an error stands, or in which text had to be left out to read on."""
    by_file: dict[str, list[_Part]] = {}
    for part in sorted(parts, key=lambda part: part.position):
        by_file.setdefault(part.file, []).append(part)
    positions = {file: [part.position for part in own] for file, own in by_file.items()}

    def above(file: str, position: _Position) -> _Part | None:
        """The part that begins last, up to a place."""
        index = bisect_right(positions.get(file, []), position) - 1
        return by_file[file][index] if index >= 0 else None

    found: list[_Part] = []
    for problem in problems:
        span = problem.span
        if span is not None and problem.severity is Severity.ERROR:
            place = above(span.file, (span.line, span.column))
            if place is not None and (span.line, span.column) <= place.end:
                found.append(place)
    for source in files.values():
        for line, column in source.left_out:
            place = above(source.file, (line, column))
            if place is not None and column > place.entry.key_span.column:
                found.append(place)
    for part in found:
        yield part
        if not part.name and isinstance(part.entry.value, Mapping):  # all that stands in it
            inner = {id(each) for each in part.entry.value}
            yield from (each for each in by_file[part.file] if id(each.entry) in inner)


def _spread(parts: list[_Part], faulty: set[int], lost: set[str]) -> None:
    """Add to ``faulty`` what mentions a name that is lost or faulty, again and again."""
    mentions: dict[str, list[_Part]] = {}
    for part in parts:
        if not part.name and part.entry.key in _SECTIONS:
            continue
        for word in {part.name, *_words(part.entry.value)} - {""}:
            mentions.setdefault(word, []).append(part)
    todo = list(lost) + [part.name for part in parts if id(part.entry) in faulty]
    while todo:
        for part in mentions.pop(todo.pop(), ()):
            if id(part.entry) not in faulty:
                faulty.add(id(part.entry))
            todo.append(part.name)


def _words(node: Node) -> Iterator[str]:
    match node:
        case Scalar():
            yield from _WORD.findall(node.text)
        case Sequence():
            for item in node.items:
                yield from _words(item)
        case Mapping():
            for entry in node:
                yield from _WORD.findall(entry.key)
                if entry.key not in _PROSE:
                    yield from _words(entry.value)


def _without(source: Source, faulty: set[int], done: dict[str, Source]) -> Source:
    if source.file not in done:
        imports = {alias: _without(each, faulty, done) for alias, each in source.imports.items()}
        root = _root(source.root, faulty)
        kept = root.get("imports")
        aliases = {entry.key for entry in kept} if isinstance(kept, Mapping) else set()
        imports = {alias: each for alias, each in imports.items() if alias in aliases}
        done[source.file] = replace(
            source, root=root, imports=imports, whole=True, left_out=(), lost_names=frozenset()
        )
    return done[source.file]


def _root(root: Mapping, faulty: set[int]) -> Mapping:
    entries = [_package(root.span)]
    for entry in root:
        if id(entry) in faulty:
            continue
        if entry.key in _SECTIONS and isinstance(entry.value, Mapping):
            kept = tuple(each for each in entry.value if id(each) not in faulty)
            entry = replace(entry, value=Mapping(entries=kept, span=entry.value.span))
            if not kept:
                continue
        elif entry.key == "contract":
            entries.pop(0)
        entries.append(entry)
    return Mapping(entries=tuple(entries), span=root.span)


def _package(span: Span) -> Entry:
    return Entry("contract", Scalar(_PACKAGE, _PACKAGE, span), span)
