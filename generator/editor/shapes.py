"""What an operation takes and gives, as far as its declaration and its resource tell."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.editor.outline import Part
from generator.editor.project import Declared, Project, fields_of, text_at
from generator.editor.roles import VERBS
from generator.model import Entry, Mapping, Scalar, Sequence
from generator.model.api import Verb
from generator.naming import Name


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """An input of an operation; ``owner`` declares the field that it is, ``entry`` in it.

    key_of: the resource that it names one of; then ``name`` may differ from the field's.
    """

    name: str
    owner: Declared
    entry: Entry
    key_of: str = ""


def resource_of(operation: Part) -> tuple[Verb, str] | None:
    """The verb of an operation and the resource that it is on."""
    for entry in operation.mapping or ():
        if entry.key in VERBS and isinstance(entry.value, Scalar):
            return Verb(entry.key), entry.value.text
    return None


def record_fields(project: Project, file: Path, resource: str) -> Iterator[tuple[Declared, Entry]]:
    """The fields of a resource's record."""
    record = project.record_of(file, resource)
    if record is not None:
        yield from ((record, entry) for entry in fields_of(record.part.mapping))


def key_name(resource: str, key: str) -> str:
    """The parameter that names one of a resource: ``product_id`` for its ``id``."""
    return f"{Name.parse(resource).snake}_{key}" if key == "id" else key


def key_parameters(
    project: Project, file: Path, resource: str, *, own: bool = True
) -> Iterator[Parameter]:
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
        for record, entry in record_fields(project, file, each):
            if entry.key == key:
                yield Parameter(name=key_name(each, key), owner=record, entry=entry, key_of=each)


def parameters(project: Project, file: Path, operation: Part) -> list[Parameter]:
    """What an operation takes, as far as it can be told."""
    found: dict[str, Parameter] = {}
    here = Declared(file=file, part=operation)
    verb = resource_of(operation)
    if verb is not None:
        own = verb[0] not in (Verb.CREATE, Verb.LIST) and (
            text_at(operation.mapping, "on") != "collection"
        )
        for key in key_parameters(project, file, verb[1], own=own):
            found[key.name] = key
        plain = "input" not in _keys(operation)
        if plain and verb[0] in (Verb.CREATE, Verb.REPLACE, Verb.UPDATE):
            only = set(names_at(operation, "only"))
            for record, entry in record_fields(project, file, verb[1]):
                if not only or entry.key in only:
                    found.setdefault(
                        entry.key, Parameter(name=entry.key, owner=record, entry=entry)
                    )
        filters = set(names_at(operation, "filter"))
        for record, entry in record_fields(project, file, verb[1]):
            if entry.key in filters:
                found.setdefault(entry.key, Parameter(name=entry.key, owner=record, entry=entry))
    for owner, entry in written(project, file, operation):
        found[entry.key] = Parameter(name=entry.key, owner=owner or here, entry=entry)
    return list(found.values())


def written(
    project: Project, file: Path, operation: Part
) -> Iterator[tuple[Declared | None, Entry]]:
    """The parameters that an operation declares itself (None), or by naming a record."""
    mapping = operation.mapping
    if mapping is None:
        return
    for key in ("with", "filter", "input"):
        match mapping.get(key):
            case Mapping() as fields if key == "input" and isinstance(
                fields.get("fields"), Mapping
            ):
                yield from ((None, entry) for entry in fields_of(fields))
            case Mapping() as fields:
                yield from ((None, entry) for entry in fields)
            case Sequence() as items:
                for item in items.items:
                    if isinstance(item, Mapping):
                        yield from ((None, entry) for entry in item)
            case Scalar(value=str() as name) if key == "input":
                record = project.find(file, "types", name.strip())
                if record is not None:
                    yield from ((record, entry) for entry in fields_of(record.part.mapping))
            case _:
                pass


def names_at(operation: Part, key: str) -> list[str]:
    """The names in a list at a key, or the one that stands for a list."""
    node = None if operation.mapping is None else operation.mapping.get(key)
    match node:
        case Scalar(value=str() as name):
            return [name]
        case Sequence() as items:
            return [item.text for item in items.items if isinstance(item, Scalar)]
        case _:
            return []


def _keys(operation: Part) -> set[str]:
    return {entry.key for entry in operation.mapping or ()}
