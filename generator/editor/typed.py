"""Follows values by their types: what a member of an example, or of a default, is."""

from collections.abc import Iterator
from pathlib import Path

from generator.editor.outline import Part
from generator.editor.project import Declared, Project, at
from generator.editor.shapes import (
    Member,
    Typed,
    fields_at,
    inputs,
    record_members,
    resource_members,
    resource_of,
)
from generator.model import Entry, Mapping, Node, Scalar, Sequence
from generator.model.api import Verb

_CONTAINERS = ("list", "set", "map", "stream")
_WHOLE = frozenset({Verb.CREATE, Verb.GET, Verb.REPLACE, Verb.UPDATE})


def plain(typed: Typed) -> str:
    """The expression without what makes it optional."""
    return typed.expression.strip().removesuffix("?").strip()


def item_of(typed: Typed) -> Typed | None:
    """What stands in a container; None for what is none."""
    text = plain(typed)
    for name in _CONTAINERS:
        inner = text.removeprefix(name).strip()
        if inner != text and inner.startswith("<") and inner.endswith(">"):
            return Typed(file=typed.file, expression=inner[1:-1])
    return None


def declared(project: Project, typed: Typed) -> Declared | None:
    """The declaration that an expression without containers names."""
    return project.find(typed.file, "types", plain(typed))


def members(project: Project, typed: Typed) -> list[Member]:
    """The members of a record."""
    return record_members(project, typed.file, "types", plain(typed))


def values_of(mapping: Node | None) -> Iterator[tuple[str, Entry | Scalar]]:
    """The values of an enum, with their names: entries of a mapping, or scalars of a list."""
    match at(mapping, "enum"):
        case Mapping() as entries:
            yield from ((entry.key, entry) for entry in entries)
        case Sequence() as items:
            yield from ((one.text, one) for one in items.items if isinstance(one, Scalar))
        case _:
            pass


def choices(project: Project, typed: Typed) -> list[str]:
    """The values of an enum, or of what a boolean is."""
    if plain(typed) == "bool":
        return ["true", "false"]
    found = declared(project, typed)
    return [] if found is None else [name for name, _ in values_of(found.part.mapping)]


def step(project: Project, typed: Typed, key: str) -> Typed | None:
    """The type of what stands at a key of a value, or (``[]``) of its items."""
    inner = item_of(typed)
    if inner is not None:
        return inner
    return next((m.type for m in members(project, typed) if m.name == key), None)


def outputs(project: Project, file: Path, operation: Part) -> list[Member]:
    """The members of what an operation gives, as far as they are declared."""
    match at(operation.value, "output"):
        case Scalar(value=str() as text):
            return members(project, Typed(file=file, expression=text))
        case Mapping() as fields:
            return [*fields_at(file, ("operations", operation.name, "output"), fields)]
        case _:
            pass
    verb = resource_of(operation)
    if verb is None or verb[0] not in _WHOLE:
        return []
    return resource_members(project, file, verb[1])


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
            found = record_members(project, file, "errors", inside.pop(0))
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
