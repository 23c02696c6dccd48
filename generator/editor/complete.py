"""What may be written at a place: keys of the language, declared names, choices."""

import enum
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.editor import keywords
from generator.editor.outline import Part
from generator.editor.project import Project, at, text_at
from generator.editor.roles import Role, role
from generator.editor.shapes import Member, Typed, inputs, resource_members, resource_of
from generator.editor.spot import Spot, spot
from generator.editor.text import Place
from generator.editor.typed import choices, example_members, example_type
from generator.kinds import containers, scalars

_NAME = re.compile(r"[A-Za-z_][\w.]*$|$", re.ASCII)
_COLON = re.compile(r"[\w.-]*['\"]?\s*:")
_INSIDE = re.compile(r"\{([\w-]*)$")


class Sort(enum.Enum):
    """What a candidate is."""

    KEY = enum.auto()
    VALUE = enum.auto()
    SCALAR = enum.auto()
    TYPE = enum.auto()
    ERROR = enum.auto()
    RESOURCE = enum.auto()
    AUTH = enum.auto()
    FIELD = enum.auto()


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """What may stand at a place instead of the word there; about: what it is, in CommonMark."""

    label: str
    text: str
    sort: Sort
    about: str = ""
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class Completion:
    """The candidates, and the column where the word begins that they replace."""

    start: int
    candidates: tuple[Candidate, ...]


_NONE = Completion(start=0, candidates=())


def complete(project: Project, file: Path, place: Place) -> Completion:
    """What may be written at a place of a file."""
    outline = project.outline(file)
    found = None if outline is None else spot(outline, place)
    if outline is None or found is None:
        return _NONE
    part = None
    if len(found.path) > 1:
        part = outline.get(found.path[0], found.path[1])
    line = outline.text.line(place.line)
    return _Completer(project, file, found, part, line).complete(place.column)


class _Completer:
    def __init__(
        self, project: Project, file: Path, found: Spot, part: Part | None, line: str
    ) -> None:
        self._project = project
        self._file = file
        self._spot = found
        self._part = part
        self._line = line

    def complete(self, column: int) -> Completion:
        path, word = self._spot.path, self._spot.word
        inside = _INSIDE.search(word)
        if inside is not None and path[:1] == ("operations",) and len(path) > 2:
            return _sorted(column - len(inside[1]), self._parameters())
        what = role(path)
        if what in (Role.TYPE, Role.STREAM) and self._spot.is_value:
            found = _NAME.search(word)
            start = column - len(found[0] if found else "")
            more = () if start > self._spot.start else self._keys(column)
            return _sorted(start, [*self._types(what), *more])
        names = [*(self._values(what) if self._spot.is_value else ()), *self._keys(column)]
        return _sorted(self._spot.start, names)

    def _keys(self, column: int) -> Iterator[Candidate]:
        if not self._spot.is_key:
            return
        path, taken = self._spot.path, set(self._spot.siblings)
        colon = "" if _COLON.match(self._line, column) else ": "
        for word in keywords.keys(path):
            if word.text not in taken:
                yield Candidate(
                    label=word.text, text=word.text + colon, sort=Sort.KEY, about=word.about
                )
        if path == ("resources",):
            yield from self._records(taken, colon)
        if role((*path, "x")) is Role.EXAMPLE and self._part is not None:
            if path[4:] == ("error",):
                yield from self._named("errors", Sort.ERROR)
                return
            members = example_members(self._project, self._file, self._part, path[4:])
            for member in members:
                if member.name not in taken:
                    yield _field(member, colon)

    def _records(self, taken: set[str], colon: str) -> Iterator[Candidate]:
        """Records may become resources of the same name."""
        for name, found in self._project.names(self._file, "types").items():
            mapping = found.part.mapping
            if name not in taken and "." not in name and mapping and mapping.get("fields"):
                yield Candidate(label=name, text=name + colon, sort=Sort.RESOURCE)

    def _values(self, what: Role | None) -> Iterator[Candidate]:
        match what:
            case Role.RESOURCE:
                yield from self._named("resources", Sort.RESOURCE)
            case Role.ERROR:
                yield from self._named("errors", Sort.ERROR)
            case Role.AUTH:
                yield from self._named("auth", Sort.AUTH)
                yield Candidate(
                    label="none", text="none", sort=Sort.VALUE, about="Anyone may call."
                )
            case Role.FIELD | Role.RESOURCE_FIELD:
                yield from self._fields(what)
            case Role.EXAMPLE if self._part is not None:
                path = self._spot.path[4:]
                yield from self._choices(example_type(self._project, self._file, self._part, path))
            case Role.FIELD_VALUE:
                yield from self._choices(self._type_here())
            case _:
                pass
        for word in keywords.values(self._spot.path):
            if what not in (Role.TYPE, Role.STREAM):
                yield Candidate(label=word.text, text=word.text, sort=Sort.VALUE, about=word.about)

    def _types(self, what: Role) -> Iterator[Candidate]:
        if self._spot.path[2:3] != ("union",) and self._spot.path[:1] != ("resources",):
            for scalar in scalars():
                yield Candidate(
                    label=scalar.name, text=scalar.name, sort=Sort.SCALAR, about=scalar.summary
                )
            for kind in containers():
                yield Candidate(
                    label=kind.name, text=f"{kind.name}<", sort=Sort.SCALAR, about=kind.summary
                )
            if what is Role.STREAM:
                yield Candidate(label="stream", text="stream<", sort=Sort.SCALAR)
        yield from self._named("types", Sort.TYPE)

    def _named(self, section: str, sort: Sort) -> Iterator[Candidate]:
        for name, found in self._project.names(self._file, section).items():
            about = text_at(found.part.mapping, "description") or ""
            yield Candidate(label=name, text=name, sort=sort, about=about)

    def _fields(self, what: Role) -> Iterator[Candidate]:
        resource = self._spot.path[1]
        if what is Role.FIELD:
            verb = None if self._part is None else resource_of(self._part)
            resource = "" if verb is None else verb[1]
        for member in resource_members(self._project, self._file, resource):
            yield _field(member, "")

    def _parameters(self) -> Iterator[Candidate]:
        if self._part is not None:
            for member in inputs(self._project, self._file, self._part):
                yield _field(member, "")

    def _type_here(self) -> Typed | None:
        """The type of the field whose default or example is written."""
        node = None if self._part is None else self._part.value
        for key in self._spot.path[2:]:
            if key in ("default", "examples"):
                break
            node = at(node, key)
        text = text_at(node, "type")
        return None if text is None else Typed(file=self._file, expression=text)

    def _choices(self, typed: Typed | None) -> Iterator[Candidate]:
        for name in () if typed is None else choices(self._project, typed):
            yield Candidate(label=name, text=name, sort=Sort.VALUE)


def _field(member: Member, colon: str) -> Candidate:
    return Candidate(
        label=member.name,
        text=member.name + colon,
        sort=Sort.FIELD,
        about=text_at(member.entry.value, "description") or "",
        detail=member.type.expression,
    )


def _sorted(start: int, found: Iterable[Candidate]) -> Completion:
    """Each label once, in the order in which they come."""
    unique = {one.label: one for one in reversed(list(found))}
    return Completion(start=start, candidates=tuple(reversed(unique.values())))
