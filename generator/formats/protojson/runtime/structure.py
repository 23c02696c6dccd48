"""Says what is wrong with the structure of an update before its mask chooses parts of it.

What the mask leaves out, nobody else looks at.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from generator.formats.protobuf.runtime.shapes import (
    ManyOf,
    Member,
    Record,
    Shapes,
    Single,
    Union,
    Wrapped,
)
from generator.runtime.errors import Violation
from generator.runtime.validation.violations import DEEPEST, TOO_DEEP, TYPES, Flaw, pointer

Path = tuple[str | int, ...]


def violations(record: Record, raw: Any, shapes: Shapes) -> Iterator[Violation]:
    """Flaws, unknown members, and what is no object or list where there has to be one."""
    return _single(record, raw, (), shapes)


def _single(shape: Single, raw: Any, at: Path, shapes: Shapes) -> Iterator[Violation]:
    match raw, shape:
        case Flaw(), _:
            yield Violation(pointer(at), raw.text)
        case ((dict() | list()), _) if len(at) >= DEEPEST:
            yield Violation(pointer(at), TOO_DEEP)
        case dict(), Record():
            yield from _members(shape, raw, at, shapes)
        case dict(), Union():
            for _, member in shape.variants:
                record = member.shape
                assert isinstance(record, Record)
                info = record.info
                if info.tag_field is not None and raw.get(info.tag_field) == info.tag:
                    yield from _members(record, raw, at, shapes)
        case None, Wrapped(nullable=True):
            pass
        case _, Wrapped(member=member):
            yield from _member(member, raw, at, shapes)
        case _, (Record() | Union()):
            yield Violation(pointer(at), f"must be {TYPES['object']}")
        case _:
            pass


def _members(
    record: Record,
    raw: Mapping[str, Any],
    at: Path,
    shapes: Shapes,
) -> Iterator[Violation]:
    pairs = shapes.members(record)
    members = {declared.encode_name: member for declared, member in pairs}
    for name, item in raw.items():
        if name in members:
            yield from _member(members[name], item, (*at, name), shapes)
        elif isinstance(item, Flaw):
            yield Violation(pointer((*at, name)), item.text)
        elif name != record.info.tag_field:
            yield Violation(pointer((*at, name)), "is not a known member")


def _member(member: Member, raw: Any, at: Path, shapes: Shapes) -> Iterator[Violation]:
    if not isinstance(member, ManyOf):
        yield from _single(member.shape, raw, at, shapes)
        return
    match raw:
        case Flaw():
            yield Violation(pointer(at), raw.text)
        case dict() if member.keyed:
            for key, entry in raw.items():
                yield from _single(member.shape, entry, (*at, key), shapes)
        case list() if not member.keyed:
            for index, entry in enumerate(raw):
                yield from _single(member.shape, entry, (*at, index), shapes)
        case _:
            kind = TYPES["object" if member.keyed else "array"]
            yield Violation(pointer(at), f"must be {kind}")
