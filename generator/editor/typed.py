"""Follows values by their types: what a member of an example, or of a default, is."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.editor.outline import Part
from generator.editor.project import Declared, Project, fields_of, type_text
from generator.editor.shapes import Parameter, parameters, record_fields, resource_of
from generator.model import Entry, Mapping, Scalar
from generator.model.api import Verb

_CONTAINERS = ("list", "set", "map", "stream")
_WHOLE = frozenset({Verb.CREATE, Verb.GET, Verb.REPLACE, Verb.UPDATE})


@dataclass(frozen=True, kw_only=True)
class Typed:
    """A type expression, and the file in which its names mean something."""

    file: Path
    expression: str


@dataclass(frozen=True, kw_only=True)
class Member:
    """A named part of a value, and where it is declared."""

    name: str
    owner: Declared
    entry: Entry
    key_of: str = ""

    @property
    def type(self) -> Typed:
        """What its value is."""
        return Typed(file=self.owner.file, expression=type_text(self.entry))


def item_of(typed: Typed) -> Typed | None:
    """What stands in a container; None for what is none."""
    text = typed.expression.strip().rstrip("?").strip()
    for name in _CONTAINERS:
        inner = text.removeprefix(name).strip()
        if inner != text and inner.startswith("<") and inner.endswith(">"):
            return Typed(file=typed.file, expression=inner[1:-1])
    return None


def declared(project: Project, typed: Typed) -> Declared | None:
    """The declaration that an expression without containers names."""
    return project.find(typed.file, "types", typed.expression.strip().rstrip("?").strip())


def members(project: Project, typed: Typed) -> list[Member]:
    """The members of a record."""
    found = declared(project, typed)
    if found is None:
        return []
    return [
        Member(name=entry.key, owner=found, entry=entry) for entry in fields_of(found.part.mapping)
    ]


def choices(project: Project, typed: Typed) -> list[tuple[Declared, Entry | Scalar]]:
    """The values of an enum, as they are declared; also of an alias of one."""
    found = declared(project, typed)
    mapping = None if found is None else found.part.mapping
    if found is None or mapping is None:
        return []
    return [(found, value) for value in values_of(mapping)]


def values_of(mapping: Mapping) -> Iterator[Entry | Scalar]:
    """The values of an enum: scalars of a list, or entries of a mapping."""
    node = mapping.get("enum")
    if isinstance(node, Mapping):
        yield from node
    elif node is not None and not isinstance(node, Scalar):
        yield from (item for item in node.items if isinstance(item, Scalar))


def step(project: Project, typed: Typed, key: str) -> Typed | None:
    """The type of what stands at a key of a value, or (``[]``) of its items."""
    inner = item_of(typed)
    if inner is not None:
        return inner
    return next((m.type for m in members(project, typed) if m.name == key), None)


def inputs(project: Project, file: Path, operation: Part) -> list[Member]:
    """What an operation takes, as members of its example's input."""
    return [_member(one) for one in parameters(project, file, operation)]


def _member(one: Parameter) -> Member:
    return Member(name=one.name, owner=one.owner, entry=one.entry, key_of=one.key_of)


def outputs(project: Project, file: Path, operation: Part) -> list[Member]:
    """The members of what an operation gives, as far as they are declared."""
    node = None if operation.mapping is None else operation.mapping.get("output")
    here = Declared(file=file, part=operation)
    match node:
        case Scalar(value=str() as text):
            return members(project, Typed(file=file, expression=text))
        case Mapping() as fields:
            own = fields_of(fields) or fields.entries
            return [Member(name=entry.key, owner=here, entry=entry) for entry in own]
        case _:
            pass
    verb = resource_of(operation)
    if verb is None or verb[0] not in _WHOLE:
        return []
    return [
        Member(name=entry.key, owner=owner, entry=entry)
        for owner, entry in record_fields(project, file, verb[1])
    ]


def errors(project: Project, file: Path, name: str) -> list[Member]:
    """The fields of an error."""
    found = project.find(file, "errors", name)
    if found is None:
        return []
    return [
        Member(name=entry.key, owner=found, entry=entry) for entry in fields_of(found.part.mapping)
    ]


def example_members(
    project: Project, file: Path, operation: Part, path: tuple[str, ...]
) -> list[Member]:
    """The members that stand at a path within an example: ``("input", "address")``."""
    which, *inside = path
    match which:
        case "input":
            found = inputs(project, file, operation)
        case "output":
            found = outputs(project, file, operation)
        case _:
            if not inside:
                return []
            found = errors(project, file, inside.pop(0))
    typed: Typed | None = None
    for key in inside:
        if typed is None:
            typed = next((member.type for member in found if member.name == key), None)
        else:
            typed = step(project, typed, key)
        if typed is None:
            return []
    return found if typed is None else members(project, typed)


def example_type(
    project: Project, file: Path, operation: Part, path: tuple[str, ...]
) -> Typed | None:
    """The type of the value at a path within an example."""
    items = 0
    while len(path) > 1 and path[-1] == "[]":
        path, items = path[:-1], items + 1
    if len(path) < 2:
        return None
    found = example_members(project, file, operation, path[:-1])
    typed = next((member.type for member in found if member.name == path[-1]), None)
    for _ in range(items):
        typed = None if typed is None else item_of(typed)
    return typed
