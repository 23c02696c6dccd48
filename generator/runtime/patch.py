"""Applies what an update changes: records field by field, maps key by key (RFC 7396)."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

import msgspec
from msgspec import UNSET
from msgspec import inspect as types

from .errors import InvalidArgument, Violation
from .shape import record, without_none
from .shared import shared
from .validation.violations import LIMIT, pointer
from .values import PatchBase

# What a caller hears of a ``Whole`` where the style has no words for it.
NOT_WHOLE = "cannot be replaced as a whole here: say which keys are set or None"

T = TypeVar("T")
Path = tuple[str | int, ...]


@shared
class Whole(dict[str, Any]):
    """A map, or an object in an ``any``, that replaces the one before instead of changing it.

    A service gets one where a gRPC client names a map as a whole; it is a dict like any other.
    """


class Update(dict[str, Any]):
    """The input of an update as plain JSON data, with the paths of what is a ``Whole`` in it."""

    whole: tuple[Path, ...] = ()


def merge(
    current: T,
    patch: msgspec.Struct | Mapping[str, Any] | None = None,
    /,
    **values: Any,
) -> T:
    """A copy of a value with what an update changes of it.

    current: a record as it is now (or plain JSON data, which merges as RFC 7396 says).
    patch: what to change of it, a ``…Patch`` or values by the names of Python's attributes.
    values: more of the same, as a service gets them: UNSET leaves a value as it is, None clears
    it (a default takes its place), a patch is merged into what is there, a dict key by key where
    None removes one; anything else replaces.

    Raises InvalidArgument if the result lacks what it must have: with the pointers of the
    update's input where ``current`` is what the operation updates. TypeError for a name that the
    record does not have, and for a new record with fields that no caller can set.
    """
    if not isinstance(current, msgspec.Struct):
        data: T = merge_json(current, values if patch is None else patch)
        return data
    merging = _Merging()
    changes = {**_by_name(patch, current), **values}
    known = current.__struct_fields__
    unknown = [name for name in changes if name not in known]
    if unknown:
        text = f"{type(current).__name__} has no {', '.join(unknown)} to change"
        raise TypeError(text)
    merged: T = merging.struct(current, type(current), changes, set(known), ())
    if merging.found:
        raise InvalidArgument(violations=merging.found[:LIMIT])
    return merged


def merge_json(current: Any, patch: Any) -> Any:
    """MergePatch of RFC 7396, section 2: plain JSON data in, plain JSON data out."""
    if isinstance(patch, Whole) or not isinstance(patch, Mapping):
        return dict(patch) if isinstance(patch, Whole) else patch
    merged = dict(current) if isinstance(current, Mapping) else {}
    for name, value in patch.items():
        if value is None:
            merged.pop(name, None)
        elif value is not UNSET:
            merged[name] = merge_json(merged.get(name), value)
    return merged


def wholes(values: Any, path: Path = ()) -> Iterable[Path]:
    """Where something replaces a map as a whole."""
    match values:
        case Whole():
            yield path
        case dict():
            for name, value in values.items():
                yield from wholes(value, (*path, name))
        case PatchBase():
            for field in msgspec.structs.fields(values):
                value = getattr(values, field.name)
                yield from wholes(value, (*path, field.encode_name))
        case _:
            pass


def mark(
    arguments: dict[str, Any],
    request: type[msgspec.Struct],
    paths: Iterable[Path],
) -> None:
    """Make a ``Whole`` of what is one: ``paths`` are by JSON names, from the request on."""
    names = {field.encode_name: field.name for field in msgspec.structs.fields(request)}
    for first, *rest in paths:
        owner: Any = arguments
        step: str | int = names[str(first)]
        for name in rest:
            owner = _item(owner, step)
            step = _attribute(owner, name)
        found = _item(owner, step)
        if isinstance(owner, dict):
            owner[step] = Whole(found)
        else:
            setattr(owner, str(step), Whole(found))


def _item(owner: Any, step: str | int) -> Any:
    return owner[step] if isinstance(owner, dict) else getattr(owner, str(step))


def _attribute(owner: Any, name: str | int) -> str | int:
    if isinstance(owner, dict):
        return name
    return next(f.name for f in msgspec.structs.fields(owner) if f.encode_name == name)


def _by_name(
    patch: msgspec.Struct | Mapping[str, Any] | None, current: msgspec.Struct
) -> dict[str, Any]:
    """What to change, by attributes; a patch may have write-only fields, which no record has."""
    match patch:
        case None:
            return {}
        case msgspec.Struct():
            shared = set(patch.__struct_fields__) & set(current.__struct_fields__)
            return {name: getattr(patch, name) for name in sorted(shared)}
        case _:
            return dict(patch)


class _Merging:
    """One merge, and what it found wrong."""

    def __init__(self) -> None:
        self.found: list[Violation] = []

    def struct(
        self,
        current: msgspec.Struct | None,
        kind: type[msgspec.Struct],
        changes: Mapping[str, Any],
        able: set[str],
        path: Path,
    ) -> Any:
        """A record; able: the fields that a caller can give."""
        values: dict[str, Any] = {}
        for field in record(kind).fields:
            change = changes.get(field.name, UNSET)
            before = UNSET if current is None else getattr(current, field.name)
            where = (*path, field.encode_name)
            if change is UNSET:
                value = before
            elif change is None:
                value = None if field.required and _takes_none(field.type) else UNSET
            else:
                value = self.value(before, change, field.type, where)
            if value is not UNSET:
                values[field.name] = value
            elif field.required and field.name in able:
                self.found.append(Violation(pointer(where), "is required"))
            elif field.required:
                text = f"a new {kind.__name__} needs {field.name}, which only the server sets"
                raise TypeError(text)
        return None if self.found else kind(**values)

    def value(self, before: Any, change: Any, info: types.Type, path: Path) -> Any:
        """What becomes of one value that is changed."""
        kinds, _ = without_none(info)
        match change:
            case PatchBase():
                return self._patched(before, change, kinds, path)
            case dict() if isinstance(kinds[0], types.DictType):
                return self._map(before, change, kinds[0].value_type, path)
            case dict() if isinstance(kinds[0], types.AnyType):
                return merge_json(before, change)
            case _:
                return change

    def _map(
        self, before: Any, change: dict[str, Any], item: types.Type, path: Path
    ) -> dict[str, Any]:
        whole = isinstance(change, Whole)
        merged = dict(before) if isinstance(before, dict) and not whole else {}
        for key, entry in change.items():
            if entry is not None:
                old = merged.get(key, UNSET)
                merged[key] = self.value(old, entry, item, (*path, key))
            elif whole and _takes_none(item):
                merged[key] = None
            else:
                merged.pop(key, None)
        return merged

    def _patched(
        self,
        before: Any,
        patch: PatchBase,
        kinds: list[types.Type],
        path: Path,
    ) -> Any:
        tag = patch.__struct_config__.tag
        for kind in kinds:
            if isinstance(kind, types.StructType) and kind.tag == tag:
                same = before if type(before) is kind.cls else None
                fields = patch.__struct_fields__
                changes = {name: getattr(patch, name) for name in fields}
                return self.struct(same, kind.cls, changes, set(fields), path)
        text = f"there is nothing at {pointer(path)} for a {type(patch).__name__}"
        raise TypeError(text)


def _takes_none(info: types.Type) -> bool:
    _, nullable = without_none(info)
    return nullable or isinstance(info, types.AnyType)
