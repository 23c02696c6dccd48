"""Finds every name in a declaration, and what it means: the base of references and renaming."""

import re
from collections.abc import Collection, Iterator
from pathlib import Path

from generator.diagnostics import Span
from generator.editor.example_uses import Here, in_examples, in_value, unquoted
from generator.editor.expressions import literal, names_in, part_of
from generator.editor.outline import Part
from generator.editor.project import Project, at, text_at
from generator.editor.roles import Role, role
from generator.editor.shapes import Member, Typed, inputs, is_body, resource_members, resource_of
from generator.editor.symbols import Form, Kind, Symbol, Use
from generator.model import Entry, Mapping, Node, Scalar, Sequence
from generator.styles import registry

_NAMED = {
    Role.TYPE: ("types", Kind.TYPE),
    Role.STREAM: ("types", Kind.TYPE),
    Role.RESOURCE: ("resources", Kind.RESOURCE),
    Role.ERROR: ("errors", Kind.ERROR),
    Role.AUTH: ("auth", Kind.AUTH),
}
_KINDS = {
    "types": Kind.TYPE,
    "errors": Kind.ERROR,
    "resources": Kind.RESOURCE,
    "operations": Kind.OPERATION,
    "auth": Kind.AUTH,
}
_TEMPLATE = re.compile(r"\{([\w-]+)\}")


def uses_of(project: Project, file: Path, spelled: Collection[str] = ()) -> Iterator[Use]:
    """Every name in a file, or at least those that are spelled so."""
    outline = project.outline(file)
    wanted = re.compile("|".join(map(re.escape, spelled)))
    for part in () if outline is None else outline.parts:
        lines = outline.text.lines[part.first : part.first + part.lines] if outline else ()
        if any(map(wanted.search, lines)):
            yield from uses_in(project, file, part)


def uses_in(project: Project, file: Path, part: Part) -> Iterator[Use]:
    """Every name in one declaration; none where it could not be read as it stands."""
    if part.entry is not None and part.fresh and (part.section or part.name == "defaults"):
        yield from _Finder(Here(project=project, file=file, first=part.first), part).find()


class _Finder:
    def __init__(self, here: Here, part: Part) -> None:
        self._here = here
        self._project = here.project
        self._file = here.file
        self._part = part

    def find(self) -> Iterator[Use]:
        """All uses, in no order."""
        part = self._part
        if part.entry is None:
            return
        start = (part.section, part.name) if part.section else (part.name,)
        if part.section in _KINDS:
            yield self._declared(_KINDS[part.section], start, part.entry.key_span)
        yield from self._node(part.entry.value, start)
        if part.section == "resources" and text_at(part.mapping, "type") is None:
            record = self._project.find(self._file, "types", part.name)
            if record is not None:
                symbol = Symbol(kind=Kind.TYPE, file=record.file, path=("types", part.name))
                yield self._here.use(symbol, part.entry.key_span, form=Form.IMPLIED)
        if part.section == "operations":
            yield from in_examples(self._here, part)
            settings = [at(part.value, name) for name in registry.names()]
            if any(settings):
                members = {one.name: one for one in inputs(self._project, self._file, part)}
                for setting in settings:
                    yield from self._setting(setting, members, top=True)

    def _declared(self, kind: Kind, path: tuple[str, ...], span: Span) -> Use:
        symbol = Symbol(kind=kind, file=self._file, path=path)
        return self._here.use(symbol, unquoted(span, path[-1]), declares=True)

    def _node(self, node: Node, path: tuple[str, ...]) -> Iterator[Use]:
        """The names in a value, by the roles of the paths in it."""
        what = role(path)
        match what:
            case Role.EXAMPLE:
                return
            case Role.FIELD_VALUE:
                yield from self._value(node, path)
                return
            case _:
                pass
        match node:
            case Scalar():
                yield from self._scalar(node, path, what)
            case Sequence():
                for item in node.items:
                    if path[-1] == "enum" and isinstance(item, Scalar):
                        yield self._declared(Kind.VALUE, (*path, item.text), item.span)
                    else:
                        yield from self._node(item, (*path, "[]"))
            case Mapping():
                fields = what is not Role.STREAM or not is_body(node)
                for entry in node if fields else ():
                    yield from self._entry(entry, path, what)

    def _entry(self, entry: Entry, path: tuple[str, ...], what: Role | None) -> Iterator[Use]:
        inner = (*path, entry.key)
        listed = path[0] == "types" and len(path) == 3
        if what is Role.AUTH:  # with its scopes
            yield from self._named(entry.key, entry.key_span, Role.AUTH)
        elif listed and path[-1] == "enum":
            yield self._declared(Kind.VALUE, inner, entry.key_span)
        else:
            if _is_field(inner):
                yield self._declared(Kind.FIELD, inner, entry.key_span)
            elif listed and path[-1] == "union":
                yield self._declared(Kind.TAG, inner, entry.key_span)
            yield from self._node(entry.value, inner)

    def _scalar(self, node: Scalar, path: tuple[str, ...], what: Role | None) -> Iterator[Use]:
        match what:
            case Role.TYPE | Role.STREAM:
                for name, span in names_in(node):
                    yield from self._named(name, span, what)
            case Role.RESOURCE | Role.ERROR | Role.AUTH:
                yield from self._named(node.text, literal(node), what)
            case Role.FIELD | Role.RESOURCE_FIELD:
                yield from self._field(node, path, what)
            case _:
                pass

    def _named(self, name: str, span: Span | None, what: Role) -> Iterator[Use]:
        section, kind = _NAMED[what]
        found = self._project.find(self._file, section, name)
        if found is not None and span is not None:
            own = found.part.name
            symbol = Symbol(kind=kind, file=found.file, path=(section, own))
            yield self._here.use(symbol, part_of(span, len(name) - len(own), len(name)))

    def _field(self, node: Scalar, path: tuple[str, ...], what: Role) -> Iterator[Use]:
        resource: str | None = path[1]
        if what is Role.FIELD:
            verb = resource_of(self._part)
            resource = None if verb is None else verb[1]
        span = literal(node)
        if resource is not None and span is not None:
            for member in resource_members(self._project, self._file, resource):
                if member.name == node.text:
                    yield self._here.member(member, span)

    def _value(self, node: Node, path: tuple[str, ...]) -> Iterator[Use]:
        """A default or an example of a field, or of a type."""
        holder: Node | None = self._part.value
        for key in path[2:]:
            if key in ("default", "examples"):
                break
            holder = at(holder, key)
        text = text_at(holder, "type")
        if text is not None:
            yield from in_value(self._here, node, Typed(file=self._file, expression=text))

    def _setting(
        self, node: Node | None, members: dict[str, Member], *, top: bool = False
    ) -> Iterator[Use]:
        """The parameters that a correction of a style names, in braces or as words."""
        here = self._here
        match node:
            case Scalar():
                span = literal(node)
                if span is None:
                    return
                for found in _TEMPLATE.finditer(node.text):
                    if found[1] in members:
                        place = part_of(span, found.start(1), found.end(1))
                        yield here.member(members[found[1]], place)
                if not top and node.text in members:
                    yield here.member(members[node.text], span, form=Form.GUESSED)
            case Sequence():
                for item in node.items:
                    yield from self._setting(item, members)
            case Mapping():
                for entry in node:
                    if not top and entry.key in members:
                        place = unquoted(entry.key_span, entry.key)
                        yield here.member(members[entry.key], place, form=Form.GUESSED)
                    yield from self._setting(entry.value, members)
            case None:
                pass


def _is_field(path: tuple[str, ...]) -> bool:
    """Whether the key at the end of a path names a field."""
    if role(path) is not Role.TYPE or path[-1] == "[]":
        return False
    match path:
        case ("types" | "errors", _, "fields", _):
            return True
        case ("operations", _, "input" | "output", "type"):
            return False
        case ("operations", _, "input" | "output" | "with" | "filter", *inner):
            return [one for one in inner if one != "[]"][:-1] in ([], ["fields"])
        case _:
            return False
