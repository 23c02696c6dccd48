"""The field mask of an update: its paths from what a caller changes, and what they mean on a server.

A path names a field of a record at any depth (``home.city``), and whatever it ends at is replaced
as a whole: a record, a list, a map, a union. What a generated client changes *in* a map or union it
names further: the key (``labels.colour``, in backticks where it is no identifier: AIP-161), the
variant and its fields (``payment.card.number``), unless it says them all.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from msgspec import UNSET

from generator.runtime.errors import InvalidArgument, Violation
from generator.runtime.patch import Path, Whole
from generator.runtime.values import Patch
from generator.runtime.violations import pointer
from generator.styles.grpc.runtime.functions import ABSENT
from generator.styles.grpc.runtime.known import Known
from generator.styles.grpc.runtime.scalars import Scalar
from generator.styles.grpc.runtime.shapes import (
    ManyOf,
    Member,
    OneOf,
    Record,
    Shapes,
    Single,
    Union,
    Wrapped,
)

_SEGMENT = re.compile(r"(?:([A-Za-z0-9_*]+)|`((?:[^`]|``)*)`)(?:\.(?=.)|$)", re.DOTALL)
_PLAIN = re.compile(r"[A-Za-z0-9_]+")
_DEEPEST = 100


@dataclass(slots=True)
class Node:
    """What a mask says of one place: ``whole``, or what lies below."""

    whole: bool = False
    below: "dict[str, Node]" = field(default_factory=dict)


def parse(paths: Iterable[str]) -> Node:
    """The paths as a tree; a path within one that is named as a whole says nothing more."""
    root = Node()
    found: list[Violation] = []
    for path in paths:
        steps = _steps(path)
        if steps is None:
            found.append(_wrong(f"{path!r} is no path of fields"))
            continue
        node = root
        for step in steps:
            node = node.below.setdefault(step, Node())
        node.whole = True
    if found:
        raise InvalidArgument(violations=found)
    return root


def _steps(path: str) -> list[str] | None:
    steps: list[str] = []
    start = 0
    while start < len(path) and len(steps) <= _DEEPEST:
        match = _SEGMENT.match(path, start)
        if match is None:
            return None
        name, key = match.groups()
        steps.append(name if key is None else key.replace("``", "`"))
        start = match.end()
    return steps if 0 < len(steps) <= _DEEPEST else None


def _step(key: str) -> str:
    return key if _PLAIN.fullmatch(key) else f"`{key.replace('`', '``')}`"


def _wrong(detail: str) -> Violation:
    return Violation("/updateMask", detail)


class Masks:
    """The masks of the messages of one service."""

    def __init__(self, shapes: Shapes) -> None:
        self._shapes = shapes

    def paths(self, member: Member, value: Any, at: Path) -> Iterator[str]:
        """The paths of what a caller gives for one field; ``at`` is where it stands in JSON."""
        for path in self._changed(member, value, at):
            yield f"{member.name}{path}"

    def _changed(self, member: Member, value: Any, at: Path) -> Iterator[str]:
        match value, member:
            case Whole(), _:
                yield ""
            case dict(), ManyOf(keyed=True, shape=shape):
                if not value:
                    raise InvalidArgument(violations=[_nothing(at)])
                for key, entry in value.items():
                    for path in self._inside(shape, entry, (*at, key)):
                        yield f".{_step(key)}{path}"
            case _, OneOf(shape=shape):
                yield from self._inside(shape, value, at)
            case _:
                yield ""

    def _inside(self, shape: Single, value: Any, at: Path) -> Iterator[str]:
        match shape, value:
            case Record(), Patch():
                yield from self._fields(shape, value, at)
            case Union(), Patch():
                member = dict(shape.variants)[type(value)]
                assert isinstance(member.shape, Record)
                if _says_all(value):
                    yield ""
                    return
                for path in self._fields(member.shape, value, at):
                    yield f".{member.name}{path}"
            case Wrapped(member=ManyOf() as inner), dict():
                for path in self.paths(inner, value, at):
                    yield f".{path}" if path != inner.name else ""
            case _:
                yield ""

    def _fields(self, record: Record, patch: Patch, at: Path) -> Iterator[str]:
        count = 0
        for declared, member in self._shapes.members(record):
            value = getattr(patch, declared.name)
            if value is not UNSET:
                count += 1
                for path in self.paths(member, value, (*at, declared.encode_name)):
                    yield f".{path}"
        if not count:
            raise InvalidArgument(violations=[_nothing(at)])


def _says_all(patch: Patch) -> bool:
    """Whether nothing stays of what was there before."""
    values = (getattr(patch, name) for name in patch.__struct_fields__)
    return not any(value is UNSET or isinstance(value, dict | Patch) for value in values)


def _nothing(at: Path) -> Violation:
    detail = "changes nothing, which a field mask cannot say: leave it out"
    return Violation(pointer(at), detail)


class Selection:
    """What the message of one update says, by its mask: plain JSON data, as REST would have it.

    whole: the paths of the maps (and objects in an ``any``) that replace those before.
    """

    def __init__(self, shapes: Shapes) -> None:
        self._shapes = shapes
        self._found: list[Violation] = []
        self.whole: list[Path] = []

    def named(
        self, record: Record, raw: Mapping[str, Any], node: Node
    ) -> dict[str, Any]:
        """What a mask names: null where the message lacks it. InvalidArgument for no such path."""
        return self._checked(self._named(record, raw, node, (), ""))

    def populated(self, record: Record, raw: Mapping[str, Any]) -> dict[str, Any]:
        """What is populated, which counts where there is no mask (AIP-134)."""
        return self._checked(self._populated(record, raw, ()))

    def _checked(self, selected: dict[str, Any]) -> dict[str, Any]:
        if self._found:
            raise InvalidArgument(violations=self._found)
        return selected

    def _named(
        self, record: Record, raw: Mapping[str, Any], node: Node, at: Path, path: str
    ) -> dict[str, Any]:
        selected: dict[str, Any] = _tag(record)
        unknown = dict(node.below)
        for declared, member in self._shapes.members(record):
            below = unknown.pop(member.name, None)
            if below is not None:
                name = declared.encode_name
                item = raw.get(name, ABSENT)
                selected[name] = self._field(
                    member, item, below, (*at, name), f"{path}{member.name}"
                )
        for name in sorted(unknown):
            self._refuse(f"{path}{name}", "is no field that can be updated")
        return selected

    def _refuse(self, path: str, why: str) -> None:
        self._found.append(_wrong(f"{path!r} {why}"))

    def _field(self, member: Member, item: Any, node: Node, at: Path, path: str) -> Any:
        if node.whole:
            return self._member(member, item, at)
        match member:
            case ManyOf(keyed=True, shape=shape):
                entries = {} if item is ABSENT else item
                return {
                    key: self._inside(
                        shape, entries.get(key), below, (*at, key), f"{path}.{key}"
                    )
                    for key, below in node.below.items()
                }
            case ManyOf():
                self._refuse(
                    _first(path, node), "goes through a list, which is replaced whole"
                )
            case OneOf(shape=shape):
                return self._inside(
                    shape, None if item is ABSENT else item, node, at, path
                )
        return None

    def _inside(self, shape: Single, item: Any, node: Node, at: Path, path: str) -> Any:
        """What a mask names of a value; None where there is none."""
        match shape:
            case _ if node.whole:
                return None if item is None else self._complete(shape, item, at)
            case Record():
                return self._named(shape, item or {}, node, at, f"{path}.")
            case Union():
                return self._variant(shape, item or {}, node, at, path)
            case Wrapped(member=inner) if [*node.below] == [inner.name]:
                below = node.below[inner.name]
                return self._field(inner, item or {}, below, at, f"{path}.{inner.name}")
            case _:
                self._refuse(
                    _first(path, node), f"goes into '{path}', which has no such field"
                )
                return None

    def _variant(
        self, union: Union, item: Mapping[str, Any], node: Node, at: Path, path: str
    ) -> Any:
        members = {member.name: member for _, member in union.variants}
        name, *more = node.below
        if more:
            self._refuse(path, "has one variant, and the mask names several")
        elif name not in members:
            self._refuse(f"{path}.{name}", "is no variant that can be updated")
        elif node.below[name].whole:
            why = f"names a variant: to replace the union, name {path!r}"
            self._refuse(f"{path}.{name}", why)
        else:
            record = members[name].shape
            assert isinstance(record, Record)
            tag = _tag(record)
            given = item if tag.items() <= item.items() else {}
            return self._inside(
                record, given or None, node.below[name], at, f"{path}.{name}"
            )
        return None

    def _member(self, member: Member, item: Any, at: Path) -> Any:
        """The value of a field that is replaced as a whole; None clears it."""
        match member:
            case _ if item is ABSENT or item is None:
                return None
            case ManyOf(keyed=True, shape=shape):
                self.whole.append(at)
                return {
                    key: self._complete(shape, one, (*at, key))
                    for key, one in item.items()
                }
            case ManyOf():
                return item
            case OneOf(shape=shape):
                return self._complete(shape, item, at)

    def _complete(self, shape: Single, item: Any, at: Path) -> Any:
        """A value with null for all that it lacks, so that nothing stays of the one before."""
        match shape:
            case Record() if issubclass(shape.info.cls, Patch):
                return self._whole_record(shape, item, at)
            case Union():
                for _, member in shape.variants:
                    record = member.shape
                    assert isinstance(record, Record)
                    if _tag(record).items() <= item.items():
                        return self._complete(record, item, at)
                return item
            case Wrapped(member=ManyOf() as inner):
                return self._member(inner, item, at)
            case Known(null=True) if isinstance(item, dict):
                self.whole.append(at)
                return item
            case _:
                return item

    def _whole_record(
        self, record: Record, raw: Mapping[str, Any], at: Path
    ) -> dict[str, Any]:
        selected: dict[str, Any] = _tag(record)
        for declared, member in self._shapes.members(record):
            name = declared.encode_name
            nullable = not isinstance(member, OneOf) or member.nullable
            if name not in raw and not nullable and not isinstance(member.shape, Known):
                self._found.append(Violation(pointer((*at, name)), "is required"))
            else:
                selected[name] = self._member(
                    member, raw.get(name, ABSENT), (*at, name)
                )
        return selected

    def _populated(
        self, record: Record, raw: Mapping[str, Any], at: Path
    ) -> dict[str, Any]:
        selected: dict[str, Any] = _tag(record)
        for declared, member in self._shapes.members(record):
            name = declared.encode_name
            item = raw.get(name, ABSENT)
            told = isinstance(member, OneOf) and member.presence
            if item is ABSENT or not (told or item):
                continue
            match member.shape:
                case Record(info=info) as inner if told and issubclass(info.cls, Patch):
                    selected[name] = self._populated(inner, item, (*at, name))
                case Known():
                    selected[name] = item
                case _:
                    selected[name] = self._member(member, item, (*at, name))
        return selected


def _tag(record: Record) -> dict[str, Any]:
    info = record.info
    return {} if info.tag_field is None else {info.tag_field: info.tag}


def _first(path: str, node: Node) -> str:
    return f"{path}.{next(iter(node.below))}"
