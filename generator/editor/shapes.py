"""What an operation takes, as far as its declaration and its resource tell."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.editor.outline import Part
from generator.editor.project import Project, at, fields_of, text_at, type_text
from generator.editor.roles import VERBS
from generator.model import Entry, Mapping, Scalar, Sequence
from generator.model.api import Verb
from generator.naming import Name


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A type expression, and the file in which its names mean something."""

    file: Path
    expression: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A field by the name that it has here; ``path`` leads to its declaration in a file.

    key_of: the resource that it names one of; then ``name`` may differ from the field's.
    """

    name: str
    file: Path
    path: tuple[str, ...]
    entry: Entry
    key_of: str = ""

    @property
    def type(self) -> Typed:
        """What its value is."""
        return Typed(file=self.file, expression=type_text(self.entry))


def record_members(project: Project, file: Path, section: str, name: str) -> list[Member]:
    """The fields of a record (of ``types``) or an error (of ``errors``)."""
    found = project.find(file, section, name)
    if found is None:
        return []
    path = section, found.part.name, "fields"
    return [
        Member(name=entry.key, file=found.file, path=(*path, entry.key), entry=entry)
        for entry in fields_of(found.part.mapping)
    ]


def resource_of(operation: Part) -> tuple[Verb, str] | None:
    """The verb of an operation and the resource that it is on."""
    for entry in operation.mapping or ():
        if entry.key in VERBS and isinstance(entry.value, Scalar):
            return Verb(entry.key), entry.value.text
    return None


def resource_members(project: Project, file: Path, resource: str) -> list[Member]:
    """The fields of a resource's record."""
    found = project.find(file, "resources", resource)
    if found is None:
        return []
    name = text_at(found.part.mapping, "type") or resource
    return record_members(project, file, "types", name)


def key_name(resource: str, key: str) -> str:
    """The parameter that names one of a resource: ``product_id`` for its ``id``."""
    return f"{Name.parse(resource).snake}_{key}" if key == "id" else key


def _key_members(project: Project, file: Path, resource: str, *, own: bool) -> Iterator[Member]:
    """The parameters that name one of a resource, ancestors first."""
    chain: list[str] = []
    name: str | None = resource
    while name is not None and name not in chain:
        chain.append(name)
        found = project.find(file, "resources", name)
        name = None if found is None else text_at(found.part.mapping, "parent")
    for each in reversed(chain if own else chain[1:]):
        found = project.find(file, "resources", each)
        key = None if found is None else text_at(found.part.mapping, "key")
        for one in resource_members(project, file, each):
            if one.name == key:
                shown = key_name(each, key)
                yield Member(name=shown, file=one.file, path=one.path, entry=one.entry, key_of=each)


def inputs(project: Project, file: Path, operation: Part) -> list[Member]:
    """What an operation takes, as far as it can be told."""
    found: dict[str, Member] = {}
    verb = resource_of(operation)
    if verb is not None:
        own = verb[0] not in (Verb.CREATE, Verb.LIST)
        own = own and text_at(operation.value, "on") != "collection"
        fields = resource_members(project, file, verb[1])
        taken: set[str] = set(names_at(operation, "filter"))
        writes = verb[0] in (Verb.CREATE, Verb.REPLACE, Verb.UPDATE)
        if writes and at(operation.value, "input") is None:
            taken |= set(names_at(operation, "only")) or {one.name for one in fields}
        keys = _key_members(project, file, verb[1], own=own)
        for one in (*keys, *(one for one in fields if one.name in taken)):
            found.setdefault(one.name, one)
    for one in _written(project, file, operation):
        found[one.name] = one
    return list(found.values())


def _written(project: Project, file: Path, operation: Part) -> Iterator[Member]:
    """The parameters that an operation declares itself, or by naming a record."""
    for key in ("with", "filter", "input"):
        path = "operations", operation.name, key
        match at(operation.value, key):
            case Mapping() as fields:
                yield from fields_at(file, path, fields)
            case Sequence() as items:
                for item in items.items:
                    if isinstance(item, Mapping):
                        yield from fields_at(file, (*path, "[]"), item)
            case Scalar(value=str() as name) if key == "input":
                yield from record_members(project, file, "types", name.strip())
            case _:
                pass


def fields_at(file: Path, path: tuple[str, ...], fields: Mapping) -> Iterator[Member]:
    """The fields that stand in a mapping, or in the ``fields`` of it."""
    if is_body(fields):
        return
    wrapped = fields.get("fields")
    if isinstance(wrapped, Mapping):
        fields, path = wrapped, (*path, "fields")
    for entry in fields:
        yield Member(name=entry.key, file=file, path=(*path, entry.key), entry=entry)


def is_body(fields: Mapping) -> bool:
    """Whether a mapping says what bytes are, and names no fields: ``{bytes, media_type: …}``."""
    return isinstance(fields.get("media_type"), Scalar) and (
        text_at(fields, "bytes") is None and at(fields, "bytes") is not None
    ) | (text_at(fields, "type") is not None)


def names_at(operation: Part, key: str) -> list[str]:
    """The names in a list at a key, or the one that stands for a list."""
    match at(operation.value, key):
        case Scalar(value=str() as name):
            return [name]
        case Sequence() as items:
            return [item.text for item in items.items if isinstance(item, Scalar)]
        case _:
            return []
