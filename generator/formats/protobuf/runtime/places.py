"""Turns the pointer of a violation into the dotted path of proto fields, and back.

``/entry/bookedAt`` is ``entry.booked_at``, ``/tags/3`` is ``tags[3]`` and ``/labels/a~1b`` is
``labels["a/b"]``, as ``google.rpc.BadRequest`` has them. A branch of a oneof and the field of a
wrapper message are steps of the path only; the member that tells branches apart is the oneof.
"""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from google.protobuf.descriptor import Descriptor, FieldDescriptor

from generator.formats.protobuf.runtime.shapes import (
    ManyOf,
    Member,
    OneOf,
    Record,
    Shapes,
    Single,
    Union,
    Wrapped,
)

_STEP = re.compile(r'\.?([A-Za-z_]\w*)|\[([0-9]+)\]|\[("(?:[^"\\]|\\.)*")\]')

Steps = Sequence[str]


class Places:
    """The places in the requests of one service."""

    def __init__(self, shapes: Shapes) -> None:
        self._shapes = shapes

    def path(self, record: Record, pointer: str, message: Any = None) -> str:
        """A JSON Pointer → the path; ``message``, the request, tells which branch is meant."""
        steps = self._path(record, _steps_to(pointer), message)
        return "".join(steps).removeprefix(".")

    def item_path(
        self,
        shape: Member | Record | Union,
        pointer: str,
        message: Any = None,
    ) -> str:
        """A pointer within an item of a stream → the path in the message around it, or that is."""
        steps = _steps_to(pointer)
        if isinstance(shape, Record | Union):
            return "".join(self._path(shape, steps, message)).removeprefix(".")
        return "".join((shape.name, *self._into(shape, steps, message)))

    def item_pointer(self, shape: Member | Record | Union, path: str) -> str:
        """A path in the message of an item → the pointer within the item."""
        steps = _steps_of(path)
        if isinstance(shape, Record | Union):
            found = self._steps(shape, steps)
        else:
            found = self._out_of(shape, steps[1:])
        return "".join(f"/{_escaped(step)}" for step in found)

    def pointer(self, record: Record, path: str) -> str:
        """A path → the JSON Pointer; one that is a pointer already stays."""
        if path.startswith("/"):
            return path
        found = self._steps(record, _steps_of(path))
        return "".join(f"/{_escaped(step)}" for step in found)

    def _path(self, shape: Single, steps: Steps, value: Any) -> Iterator[str]:
        if not steps:
            return
        match shape:
            case Record():
                member = self._members(shape).get(steps[0])
                if member is None:
                    yield f".{_field_name(shape, steps[0])}"
                else:
                    yield f".{member.name}"
                    yield from self._into(member, steps[1:], value)
            case Union():
                branch = self._branch(shape, steps[0], value)
                if branch is None:
                    yield f".{shape.oneof}"
                else:
                    yield f".{branch.name}"
                    yield from self._into(branch, steps, value)
            case Wrapped(member=member):
                yield f".{member.name}"
                yield from self._into(member, steps, value)
            case _:
                yield from (_index(step, keyed=not step.isdecimal()) for step in steps)

    def _into(self, member: Member, steps: Steps, value: Any) -> Iterator[str]:
        inner = getattr(value, member.name, None)
        if isinstance(member, OneOf):
            yield from self._path(member.shape, steps, inner)
        elif steps:
            yield _index(steps[0], keyed=member.keyed)
            item = _item(inner, steps[0], member)
            yield from self._path(member.shape, steps[1:], item)

    def _steps(self, shape: Single, steps: Steps) -> Iterator[str]:
        if not steps:
            return
        match shape:
            case Record():
                members = self._members(shape)
                named = {each.name: (name, each) for name, each in members.items()}
                if steps[0] in named:
                    name, member = named[steps[0]]
                    yield name
                    yield from self._out_of(member, steps[1:])
                else:
                    yield _json_name(shape, steps[0])
            case Union():
                branches = {branch.name: branch for _, branch in shape.variants}
                if steps[0] in branches:
                    yield from self._out_of(branches[steps[0]], steps[1:])
                else:
                    yield _tag(shape)
            case Wrapped(member=member):
                yield from self._out_of(member, steps[1:])
            case _:
                yield from steps

    def _out_of(self, member: Member, steps: Steps) -> Iterator[str]:
        if isinstance(member, OneOf):
            yield from self._steps(member.shape, steps)
        elif steps:
            yield steps[0]
            yield from self._steps(member.shape, steps[1:])

    def _members(self, record: Record) -> dict[str, Member]:
        members = self._shapes.members(record)
        return {declared.encode_name: member for declared, member in members}

    def _branch(self, union: Union, step: str, value: Any) -> Member | None:
        """The branch that is set, or else the first that has such a member; None for the tag."""
        if step == _tag(union):
            return None
        branches = [branch for _, branch in union.variants]
        if value is not None:
            chosen = value.WhichOneof(union.oneof)
            return next((each for each in branches if each.name == chosen), None)
        return next((each for each in branches if self._has(each, step)), None)

    def _has(self, branch: Member, step: str) -> bool:
        return isinstance(branch.shape, Record) and step in self._members(branch.shape)


def field_at(record: Record, path: str) -> FieldDescriptor | None:
    """The field that a path ends at; None where there is no such field."""
    message: Descriptor | None = record.message
    field: FieldDescriptor | None = None
    for name in (name for name, _, _ in _STEP.findall(path) if name):
        field = None if message is None else message.fields_by_name.get(name)
        if field is None:
            return None
        message = field.message_type
        if message is not None and message.GetOptions().map_entry:
            field = message.fields_by_name["value"]
            message = field.message_type
    return field


def _steps_to(pointer: str) -> list[str]:
    """The steps of a JSON Pointer (RFC 6901 §3)."""
    raw = pointer.split("/")[1:]
    return [step.replace("~1", "/").replace("~0", "~") for step in raw]


def _steps_of(path: str) -> list[str]:
    found = _STEP.findall(path)
    return [name or index or json.loads(key) for name, index, key in found]


def _escaped(step: str) -> str:
    """A step of a JSON Pointer (RFC 6901 §3)."""
    return step.replace("~", "~0").replace("/", "~1")


def _index(step: str, *, keyed: bool) -> str:
    return f"[{json.dumps(step, ensure_ascii=False)}]" if keyed else f"[{step}]"


def _item(many: Any, step: str, member: ManyOf) -> Any:
    if many is None:
        return None
    if member.keyed:
        return many.get(step)
    return many[int(step)] if step.isdecimal() and int(step) < len(many) else None


def _tag(union: Union) -> str:
    """The JSON member that tells the branches apart."""
    _, branch = union.variants[0]
    assert isinstance(branch.shape, Record)
    return str(branch.shape.info.tag_field)


def _field_name(record: Record, json_name: str) -> str:
    """What the message has besides the members of the struct: the mask of an update."""
    names = {field.json_name: field.name for field in record.message.fields}
    return names.get(json_name, json_name)


def _json_name(record: Record, name: str) -> str:
    field = record.message.fields_by_name.get(name)
    return name if field is None else field.json_name
