"""Renames what has a name: every use of it, and ``renamed_from`` where the old name was known."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from generator.editor.find import uses
from generator.editor.outline import Outline, Part
from generator.editor.project import Project, at, text_at
from generator.editor.shapes import key_name
from generator.editor.symbols import Form, Kind, Symbol, Use
from generator.editor.text import Place, Range, Text, range_of
from generator.model import Entry, Mapping, Node, Scalar, Sequence
from generator.naming import Name, plural

_WORD = re.compile(r"[A-Za-z_][\w-]*", re.ASCII)
_PLACELESS = (Kind.AUTH,)  # nothing in a contract says that it had another name
_GUESSES = (Form.GUESSED, Form.GUESSED_KEY)

Edits = dict[Path, dict[Range, str]]


class Refused(Exception):
    """Why something cannot be renamed, in words for the user."""


@dataclass(frozen=True, kw_only=True)
class Known:
    """What was there before: the file in git's HEAD, and the lock as it is."""

    head: Outline | None = None
    lock: str = ""


def can_rename(project: Project, use: Use) -> None:
    """Refused is raised for what cannot be renamed."""
    outline = project.outline(use.symbol.file)
    part = None if outline is None else outline.get(*use.symbol.path[:2])
    if outline is None or part is None or not part.fresh:
        raise Refused(f"where '{use.symbol.name}' is declared, the text cannot be read now")


def rename(
    project: Project,
    files: Iterable[Path],
    use: Use,
    new: str,
    known: Known,
    *,
    guesses: bool,
) -> Edits:
    """The edits that give a symbol another name; Refused is raised where that cannot be.

    guesses: whether also words in the settings of styles are taken for it. That the contract is
    valid then is for the caller to see.
    """
    can_rename(project, use)
    if not _WORD.fullmatch(new):
        raise Refused(f"'{new}' cannot be a name: letters, digits and underscores can be in one")
    symbol = use.symbol
    for file in files:
        outline = project.outline(file)
        for part in () if outline is None else outline.parts:
            if not part.fresh and symbol.name in "\n".join(_lines(outline, part)):
                raise Refused(f"a part of {file.name} cannot be read now: line {part.first + 1}")
    if new == symbol.name:
        return {}
    writer = _Writer(project)
    for one in uses(project, files, symbol):
        if one.form not in _GUESSES or guesses:
            writer.use(one, symbol, new)
    if symbol.kind not in _PLACELESS:
        writer.remember(symbol, new, _was_known(symbol, known))
    return writer.edits()


def _lines(outline: Outline | None, part: Part) -> list[str]:
    return [] if outline is None else outline.text.lines[part.first : part.first + part.lines]


@dataclass
class _Writer:
    """Gathers edits."""

    project: Project
    _edits: Edits = field(default_factory=dict)
    _added: dict[tuple[Path, Place], list[str]] = field(default_factory=dict)

    def edits(self) -> Edits:
        """All of them; what is added at one place stands there together."""
        for (file, place), texts in self._added.items():
            self._put(file, Range(place, place), "".join(texts))
        return self._edits

    def _put(self, file: Path, where: Range, text: str) -> None:
        self._edits.setdefault(file, {})[where] = text

    def _text(self, file: Path) -> Text:
        outline = self.project.outline(file)
        assert outline is not None
        return outline.text

    def use(self, one: Use, symbol: Symbol, new: str) -> None:
        """Write the new name at a use."""
        if one.form is Form.IMPLIED:
            self._put_type(one.file, symbol.name, new)
            return
        old, shown = symbol.name, new
        match one.form:
            case Form.KEY | Form.GUESSED_KEY:
                assert one.of is not None
                field_, resource = one.symbol.name, one.of.name
                old = key_name(resource, field_)
                renamed = one.of == symbol
                shown = key_name(new, field_) if renamed else key_name(resource, new)
            case Form.PLURAL:
                old, shown = plural(Name.parse(old)).snake, plural(Name.parse(new)).snake
            case _:
                pass
        written = self._text(one.file).of(one.range)
        if written != old and written == Name.parse(old).camel:
            shown = Name.parse(shown).camel
        elif written != old:
            raise Refused(f"'{written}' in line {one.range.start.line + 1} is not spelled '{old}'")
        if shown != written:
            self._put(one.file, one.range, shown)

    def _put_type(self, file: Path, resource: str, new: str) -> None:
        """A resource whose record has another name than itself says which."""
        outline = self.project.outline(file)
        part = None if outline is None else outline.get("resources", resource)
        if part is not None and part.mapping is not None:
            self._add(file, part, part.mapping, f"type: {new}")

    def remember(self, symbol: Symbol, new: str, known: bool) -> None:
        """Write ``renamed_from``, take it away from what gets that name back, or leave it."""
        outline = self.project.outline(symbol.file)
        part = None if outline is None else outline.get(*symbol.path[:2])
        if part is None or part.entry is None:
            return
        has_type = text_at(part.mapping, "type") is not None
        if symbol.kind is Kind.RESOURCE and not has_type:
            self._add(symbol.file, part, part.value, f"type: {symbol.name}")
        holder, found = _holder(part, symbol.path)
        value = found.value if isinstance(found, Entry) else None
        before = text_at(value, "renamed_from")
        if isinstance(value, Mapping) and before is not None:
            if known:
                old = value.get("renamed_from")
                assert old is not None
                self._put(symbol.file, range_of(old.span, part.first), symbol.name)
            elif before == new:
                self._remove(symbol.file, part, value, "renamed_from")
        elif known:
            words = f"renamed_from: {symbol.name}"
            if isinstance(found, Entry):
                self._entry(symbol, part, found, words)
            elif isinstance(holder, Sequence):
                self._listed(symbol, part, holder, new, words)

    def _entry(self, symbol: Symbol, part: Part, found: Entry, words: str) -> None:
        """Say it of an entry, whose value may have to become a mapping."""
        if isinstance(found.value, Mapping):
            self._add(symbol.file, part, found.value, words)
            return
        text, where = self._text(symbol.file), range_of(found.value.span, part.first)
        key = range_of(found.key_span, part.first)
        written = text.of(where)
        about = "description" if symbol.kind is Kind.VALUE else "type"
        if isinstance(found.value, Scalar) and found.value.value is None and not written:
            line = text.line(key.end.line)
            colon = Place(key.end.line, line.index(":", key.end.column) + 1)
            self._put(symbol.file, Range(colon, colon), f" {{{words}}}")
        elif isinstance(found.value, Scalar) and found.value.value is None:
            self._put(symbol.file, where, f"{{{words}}}")
        else:
            shown = written if _is_safe(found.value, written) else _quoted(found.value)
            self._put(symbol.file, where, f"{{{about}: {shown}, {words}}}")

    def _listed(self, symbol: Symbol, part: Part, values: Sequence, new: str, words: str) -> None:
        """A list of values becomes a mapping, in which one of them has more to say."""
        text, span = self._text(symbol.file), range_of(values.span, part.first)
        flow = text.line(span.start.line)[span.start.column : span.start.column + 1] == "["
        if flow:
            last = Place(span.end.line, span.end.column - 1)
            self._put(symbol.file, Range(span.start, _next(span.start)), "{")
            self._put(symbol.file, Range(last, span.end), "}")
        for item in values.items:
            where = range_of(item.span, part.first)
            written = text.of(where)
            is_it = isinstance(item, Scalar) and item.text == symbol.name
            name = new if is_it else written
            said = f"{{{words}}}" if is_it else ""
            if flow:
                self._put(symbol.file, where, f"{name}: {said or 'null'}")
            else:
                dash = text.line(where.start.line).rindex("-", 0, where.start.column)
                start = Place(where.start.line, dash)
                self._put(symbol.file, Range(start, where.end), f"{name}: {said}".rstrip())
                self._edits[symbol.file].pop(where, None)

    def _add(self, file: Path, part: Part, mapping: Node | None, words: str) -> None:
        """One more entry of a mapping, before the others."""
        assert isinstance(mapping, Mapping)
        text, where = self._text(file), range_of(mapping.span, part.first)
        is_flow = text.line(where.start.line)[where.start.column : where.start.column + 1] == "{"
        if not mapping.entries:
            self._added.setdefault((file, _next(where.start)), []).append(words)
            return
        first = range_of(mapping.entries[0].key_span, part.first).start
        after = ", " if is_flow else "\n" + " " * first.column
        self._added.setdefault((file, first), []).append(words + after)

    def _remove(self, file: Path, part: Part, mapping: Mapping, key: str) -> None:
        """Take an entry out of a mapping."""
        keys = [entry.key for entry in mapping]
        index = keys.index(key)
        entry = mapping.entries[index]
        start = range_of(entry.key_span, part.first).start
        end = range_of(entry.value.span, part.first).end
        if index + 1 < len(keys):
            end = range_of(mapping.entries[index + 1].key_span, part.first).start
        elif index:
            start = range_of(mapping.entries[index - 1].value.span, part.first).end
        self._put(file, Range(start, end), "")


def _next(place: Place) -> Place:
    return Place(place.line, place.column + 1)


def _is_safe(value: Node, written: str) -> bool:
    """Whether a text may stand within ``{…}`` as it is written."""
    return isinstance(value, Scalar) and (value.quoted or not _breaks_braces(written))


def _breaks_braces(written: str) -> bool:
    return bool(set(written) & set(",[]{}#:\n")) or written.startswith("?")


def _quoted(value: Node) -> str:
    text = value.text if isinstance(value, Scalar) else ""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def _holder(part: Part, path: tuple[str, ...]) -> tuple[Node | None, Entry | Scalar | None]:
    """The entry (or the item of a list) that declares what a path leads to, and what holds it."""
    holder: Node | None = None
    found: Entry | Scalar | None = part.entry
    node = part.value
    for key in path[2:]:
        match node:
            case Mapping():
                holder, found = node, node.entry(key)
                node = None if found is None else found.value
            case Sequence() if key == "[]":
                inner = [item for item in node.items if at(item, path[-1]) is not None]
                node = inner[0] if inner else None
            case Sequence():
                holder = node
                items = (one for one in node.items if isinstance(one, Scalar) and one.text == key)
                found, node = next(items, None), None
            case _:
                return None, None
    return holder, found


def _was_known(symbol: Symbol, known: Known) -> bool:
    """Whether the lock, or the last commit, has a thing under its name."""
    if known.head is not None:
        part = known.head.get(*symbol.path[:2])
        if part is not None and _holder(part, symbol.path)[1] is not None:
            return True
    owner, name = symbol.path[1], symbol.name
    match symbol.kind:
        case Kind.FIELD | Kind.VALUE | Kind.TAG:
            return any(name in fields for fields in _locked(known.lock, _owned_by(owner)))
        case Kind.TYPE | Kind.ERROR:
            return any(True for _ in _locked(known.lock, lambda message: message == name))
        case Kind.OPERATION:
            return any(
                True for _ in _locked(known.lock, lambda message: message == f"{name}Request")
            )
        case Kind.RESOURCE | Kind.AUTH:
            return False


def _owned_by(owner: str) -> Callable[[str], bool]:
    return lambda message: message in (owner, f"{owner}Request", f"{owner}Response")


def _locked(lock: str, wanted: Callable[[str], bool]) -> Iterable[dict[str, object]]:
    """What the lock has of some messages."""
    try:
        content = yaml.safe_load(lock)
    except yaml.YAMLError:
        return
    for messages in content.values() if isinstance(content, dict) else ():
        for name, message in messages.items() if isinstance(messages, dict) else ():
            if wanted(str(name)) and isinstance(message, dict):
                used = message.get("used")
                yield used if isinstance(used, dict) else {}
