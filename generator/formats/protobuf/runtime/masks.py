"""The field mask of an update: its paths, from what a caller changes, and as a tree.

A path names a field of a record at any depth (``home.city``), and whatever it ends at is replaced
as a whole: a record, a list, a map, a union. What a generated client changes *in* a map or union it
names further: the key (``labels.colour``, in backticks where it is not an identifier: AIP-161), the
variant and its fields (``payment.card.number``), unless it says them all.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from msgspec import UNSET

from generator.formats.protobuf.runtime.scalars import Scalar
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
from generator.formats.protobuf.runtime.well_known import Known
from generator.runtime.errors import InvalidArgument, Violation
from generator.runtime.patch import NOT_WHOLE, Path, Whole
from generator.runtime.validation.violations import LIMIT, pointer
from generator.runtime.values import PatchBase

_SEGMENT = re.compile(r"(?:([A-Za-z0-9_*]+)|`((?:[^`]|``)*)`)(?:\.(?=.)|$)", re.DOTALL)
_PLAIN = re.compile(r"[A-Za-z0-9_]+")
_DEEPEST = 100
_NOTHING = "names a variant and none of its fields, which a field mask cannot say"
_LONGEST = 100  # what a violation shows of a path


class Mask(msgspec.Struct):
    """What a mask says of one place: ``whole``, or what lies below."""

    whole: bool = False
    below: "dict[str, Mask]" = msgspec.field(default_factory=dict)


def parse(paths: Iterable[str]) -> Mask:
    """The paths as a tree; a path within one that is named as a whole says nothing more."""
    root = Mask()
    found: list[Violation] = []
    for path in paths:
        steps = _steps(path)
        if steps is None:
            if len(found) == LIMIT:
                break
            found.append(wrong(path, "is not a path of fields"))
            continue
        node = root
        for step in steps:
            node = node.below.setdefault(step, Mask())
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


def quoted(key: str) -> str:
    """A step of a path that is no identifier (AIP-161)."""
    return f"`{key.replace('`', '``')}`"


def wrong(path: str, why: str) -> Violation:
    """What is wrong with one path of a mask."""
    shown = path if len(path) <= _LONGEST else f"{path[:_LONGEST]}…"
    return Violation("/updateMask", f"{shown!r} {why}")


def is_flat(member: Member) -> bool:
    """Whether a mask can only name a field as a whole, and nothing has to be completed in it."""
    match member:
        case ManyOf(keyed=keyed):
            return not keyed
        case OneOf(shape=Wrapped(member=inner)):
            return is_flat(inner)
        case OneOf(shape=shape):
            return isinstance(shape, Scalar | Known)


class Masks:
    """The masks of the messages of one service."""

    def __init__(self, shapes: Shapes) -> None:
        self._shapes = shapes

    def paths(self, member: Member, value: Any, at: Path) -> Iterator[str]:
        """The paths of what a caller gives for one field; ``at`` is where it stands in JSON."""
        for path in self._changed(member, value, at):
            yield f"{self.name(member)}{path}"

    def name(self, member: Member) -> str:
        """How a path names a field."""
        return member.name

    def key(self, key: str) -> str:
        """How a path names the key of a map."""
        return key if _PLAIN.fullmatch(key) else quoted(key)

    def _changed(self, member: Member, value: Any, at: Path) -> Iterator[str]:
        match value, member:
            case Whole(), OneOf(shape=Known()):
                raise InvalidArgument(violations=[Violation(pointer(at), NOT_WHOLE)])
            case Whole(), _:
                yield ""
            case dict(), ManyOf(keyed=True, shape=shape):
                for key, entry in value.items():
                    for path in self._inside(shape, entry, (*at, key)):
                        yield f".{self.key(key)}{path}"
            case _, OneOf(shape=shape):
                yield from self._inside(shape, value, at)
            case _:
                yield ""

    def _inside(self, shape: Single, value: Any, at: Path) -> Iterator[str]:
        match shape, value:
            case Record(), PatchBase():
                yield from self._fields(shape, value, at)
            case Union(), PatchBase():
                member = dict(shape.variants)[type(value)]
                assert isinstance(member.shape, Record)
                if _says_all(value):
                    yield ""
                    return
                paths = [*self._fields(member.shape, value, at)]
                if not paths:
                    raise InvalidArgument(violations=[Violation(pointer(at), _NOTHING)])
                yield from (f".{self.name(member)}{path}" for path in paths)
            case Wrapped(member=ManyOf() as inner), dict():
                for path in self.paths(inner, value, at):
                    yield f".{path}" if path != self.name(inner) else ""
            case _:
                yield ""

    def _fields(self, record: Record, patch: PatchBase, at: Path) -> Iterator[str]:
        for declared, member in self._shapes.members(record):
            value = getattr(patch, declared.name)
            if value is not UNSET:
                for path in self.paths(member, value, (*at, declared.encode_name)):
                    yield f".{path}"


def _says_all(patch: PatchBase) -> bool:
    """Whether nothing stays of what was there before."""
    values = [getattr(patch, name) for name in patch.__struct_fields__]
    deep = any(isinstance(value, dict | PatchBase) for value in values)
    return not deep and UNSET not in values
