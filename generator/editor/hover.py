"""What is told of the word at a place: an operation in every style, a type, a field, a keyword."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.editor import keywords
from generator.editor.outline import Outline, Part
from generator.editor.project import Declared, Project, fields_of, text_at, type_text
from generator.editor.roles import Role, role
from generator.editor.spot import Spot, spot
from generator.editor.text import Place, Range
from generator.editor.typed import values_of
from generator.editor.words import word_at
from generator.formats import markdown
from generator.kinds import containers, scalar_named
from generator.model import Entry, Mapping, Node, Scalar

_MOST = 20  # fields and values that are listed
_SECTION = {
    Role.TYPE: "types",
    Role.STREAM: "types",
    Role.RESOURCE: "resources",
    Role.ERROR: "errors",
    Role.AUTH: "auth",
}


@dataclass(frozen=True, kw_only=True)
class Hover:
    """Markdown, the word that it is about, and the operation of which more can be told."""

    text: str
    range: Range
    operation: str = ""


def hover(project: Project, file: Path, place: Place) -> Hover | None:
    """What is told of a place; None where there is nothing to tell."""
    outline = project.outline(file)
    word = None if outline is None else word_at(outline.text, place)
    if outline is None or word is None:
        return None
    found = spot(outline, word.end)
    if found is None:
        return None
    text = outline.text.of(word)
    path = (*found.path, text) if _is_key(outline, word, found) else found.path
    part = outline.get(path[0], path[1]) if len(path) > 1 else None
    told = _told(project, file, path, part, text)
    operation = path[1] if len(path) == 2 and path[0] == "operations" else ""
    if not told and not operation:
        return None
    return Hover(text=told, range=word, operation=operation)


def _is_key(outline: Outline, word: Range, found: Spot) -> bool:
    """Whether a colon follows, where there may be a key."""
    rest = outline.text.line(word.end.line)[word.end.column :].lstrip("'\"").lstrip()
    return found.is_key and rest.startswith(":")


def _told(project: Project, file: Path, path: tuple[str, ...], part: Part | None, text: str) -> str:
    what = role(path)
    if len(path) == 2 and part is not None and path[1] == text:
        return _declaration(path[0], Declared(file=file, part=part))
    if what in _SECTION:
        found = project.find(file, _SECTION[what], text)
        if found is not None:
            return _declaration(_SECTION[what], found)
        if what in (Role.TYPE, Role.STREAM):
            scalar = scalar_named(text)
            summaries = {kind.name: kind.summary for kind in containers()}
            if path[-1] != text:
                about = scalar.summary if scalar is not None else summaries.get(text, "")
                return f"`{text}`: {about}" if about else ""
    if part is not None and path[-1] == text and len(path) > 2:
        field = _field(part.value, path[2:])
        if field is not None and path[-2] in ("fields", "input", "output", "with", "filter"):
            return _one_field(field)
    about = keywords.about(path)
    if about:
        return f"`{path[-1]}`: {about}" if path[-1] == text else about
    return ""


def _declaration(section: str, found: Declared) -> str:
    name, mapping = found.part.name, found.part.mapping
    head = f"**{section.removesuffix('s')}** `{name}`"
    about = text_at(mapping, "description") or ""
    return "\n\n".join(filter(None, (head, about, "\n".join(_lines(found.part)))))


def _lines(part: Part) -> Iterator[str]:
    mapping = part.mapping
    if mapping is None:
        return
    listed = [_listed(field) for field in fields_of(mapping)]
    for name, value in values_of(mapping):
        about = _about(value.value) if isinstance(value, Entry) else ""
        listed.append(f"- {markdown.span(name)}{f': {about}' if about else ''}")
    listed += [_listed(entry) for entry in fields_of(mapping, "union")]
    for key in ("type", "code", "key", "parent", "scheme"):
        text = text_at(mapping, key)
        if text is not None:
            listed.append(f"- {key}: {markdown.span(text)}")
    yield from listed[:_MOST]
    if len(listed) > _MOST:
        yield f"- … and {len(listed) - _MOST} more"


def _about(node: Node) -> str:
    """What is said of an enum value: a text, or a mapping with one."""
    said = node.value if isinstance(node, Scalar) else text_at(node, "description")
    return said if isinstance(said, str) else ""


def _listed(entry: Entry) -> str:
    about = text_at(entry.value, "description")
    return f"- {markdown.span(entry.key)} {markdown.span(type_text(entry))}" + (
        f": {about}" if about else ""
    )


def _one_field(entry: Entry) -> str:
    about = text_at(entry.value, "description") or ""
    return "\n\n".join(filter(None, (f"**field** `{entry.key}`: `{type_text(entry)}`", about)))


def _field(node: Node | None, path: tuple[str, ...]) -> Entry | None:
    """The entry at a path."""
    entry: Entry | None = None
    for key in path:
        entry = node.entry(key) if isinstance(node, Mapping) else None
        node = None if entry is None else entry.value
    return entry
