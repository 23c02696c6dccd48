"""What the message of an update says by its mask: plain JSON data, as REST would have it."""

from collections.abc import Container, Mapping
from typing import Any

from generator.formats.protobuf.runtime.functions import ABSENT
from generator.formats.protobuf.runtime.masks import Mask, wrong
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
from generator.runtime.patch import Path
from generator.runtime.validation.violations import LIMIT, pointer
from generator.runtime.values import PatchBase


class Selection:
    """What one message says.

    whole: the paths of the maps (and objects in an ``any``) that replace those before.
    """

    def __init__(self, shapes: Shapes, filled: Container[object] = ()) -> None:
        """filled: the fields of the request whose default is not empty."""
        self._shapes = shapes
        self._filled = filled
        self._found: list[Violation] = []
        self.whole: list[Path] = []

    def named(
        self,
        record: Record,
        raw: Mapping[str, Any],
        node: Mask,
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
        self, record: Record, raw: Mapping[str, Any], node: Mask, at: Path, path: str
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
            self._refuse(f"{path}{name}", "is not a field that can be updated")
        return selected

    def _refuse(self, path: str, why: str) -> None:
        if len(self._found) < LIMIT:
            self._found.append(wrong(path, why))

    def _field(self, member: Member, item: Any, node: Mask, at: Path, path: str) -> Any:
        single = isinstance(member, OneOf)
        if node.whole and not (single and isinstance(member.shape, Known)):
            return self._member(member, item, at)
        match member:
            case ManyOf(keyed=True, shape=shape):
                entries = {} if item is ABSENT else item
                return {
                    key: self._inside(
                        shape,
                        entries.get(key),
                        below,
                        (*at, key),
                        f"{path}.{key}",
                    )
                    for key, below in node.below.items()
                }
            case ManyOf():
                why = "goes through a list, which is replaced whole"
                self._refuse(_first(path, node), why)
            case OneOf(shape=shape):
                value = None if item is ABSENT else item
                return self._inside(shape, value, node, at, path)
        return None

    def _inside(self, shape: Single, item: Any, node: Mask, at: Path, path: str) -> Any:
        """What a mask names of a value; None where there is none."""
        match shape:
            case Known() if node.whole:  # JSON says what to change of JSON: RFC 7396
                return item
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
                why = f"goes into '{path}', which has no such field"
                self._refuse(_first(path, node), why)
                return None

    def _variant(
        self, union: Union, item: Mapping[str, Any], node: Mask, at: Path, path: str
    ) -> Any:
        members = {member.name: member for _, member in union.variants}
        name, *more = node.below
        if more:
            self._refuse(path, "has one variant, and the mask names several")
        elif name not in members:
            self._refuse(f"{path}.{name}", "is not a variant that can be updated")
        elif node.below[name].whole:
            why = f"names a variant: to replace the union, name {path!r}"
            self._refuse(f"{path}.{name}", why)
        else:
            record = members[name].shape
            assert isinstance(record, Record)
            tag = _tag(record)
            given = item if tag.items() <= item.items() else {}
            below = node.below[name]
            return self._inside(record, given or None, below, at, f"{path}.{name}")
        return None

    def _member(self, member: Member, item: Any, at: Path) -> Any:
        """The value of a field that is replaced as a whole; None clears it."""
        match member:
            case _ if item is ABSENT or item is None:
                return None
            case ManyOf(keyed=True, nullable=True) if self._cleared(item, at):
                return None
            case ManyOf(keyed=True, shape=shape):
                self.whole.append(at)
                entries = item.items()
                return {k: self._complete(shape, one, (*at, k)) for k, one in entries}
            case ManyOf():
                return item
            case OneOf(shape=shape):
                return self._complete(shape, item, at)

    def _cleared(self, item: Any, at: Path) -> bool:
        """Whether an empty map is as good as none: its default is empty, too."""
        return not item and at[0] not in self._filled

    def _complete(self, shape: Single, item: Any, at: Path) -> Any:
        """A value with null for all that it lacks, so that nothing stays of the one before."""
        match shape:
            case Record() if _is_patch(shape):
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
        self,
        record: Record,
        raw: Mapping[str, Any],
        at: Path,
    ) -> dict[str, Any]:
        selected: dict[str, Any] = _tag(record)
        for declared, member in self._shapes.members(record):
            name = declared.encode_name
            nullable = not isinstance(member, OneOf) or member.nullable
            if name not in raw and not nullable and not isinstance(member.shape, Known):
                self._found.append(Violation(pointer((*at, name)), "is required"))
            else:
                item = raw.get(name, ABSENT)
                selected[name] = self._member(member, item, (*at, name))
        return selected

    def _populated(
        self,
        record: Record,
        raw: Mapping[str, Any],
        at: Path,
    ) -> dict[str, Any]:
        selected: dict[str, Any] = _tag(record)
        for declared, member in self._shapes.members(record):
            name = declared.encode_name
            item = raw.get(name, ABSENT)
            told = isinstance(member, OneOf) and member.presence
            if item is ABSENT or not (told or item):
                continue
            match member.shape:
                case Record() as inner if told and _is_patch(inner):
                    selected[name] = self._populated(inner, item, (*at, name))
                case Known():
                    selected[name] = item
                case _:
                    selected[name] = self._member(member, item, (*at, name))
        return selected


def _is_patch(record: Record) -> bool:
    return issubclass(record.info.cls, PatchBase)


def _tag(record: Record) -> dict[str, Any]:
    info = record.info
    return {} if info.tag_field is None else {info.tag_field: info.tag}


def _first(path: str, node: Mask) -> str:
    return f"{path}.{next(iter(node.below))}"
