"""Answers what every visitor of the shape of a record asks, as JSON's, protobuf's and XML's do.

The shape is what msgspec knows of a type: frozen, found once (see ``type_info``), with the names
on the wire, the defaults and the bounds of each field.
"""

from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import inspect as types

from .long_stack import type_info
from .unions import is_unknown


def record(cls: type[msgspec.Struct]) -> types.StructType:
    """The shape of a struct."""
    info = type_info(cls)
    assert isinstance(info, types.StructType)
    return info


def records(type_: Any) -> Iterator[types.StructType]:
    """The structs that a type consists of, however deep, each of them once."""
    seen: set[type] = set()
    todo = [type_info(type_)]
    while todo:
        match todo.pop():
            case types.StructType() as info if info.cls not in seen:
                seen.add(info.cls)
                todo += [field.type for field in info.fields]
                yield info
            case types.ListType(item_type=inner) | types.DictType(value_type=inner):
                todo.append(inner)
            case types.UnionType(types=branches):
                todo += branches
            case types.Metadata(type=inner):
                todo.append(inner)
            case _:
                pass


def has_value(field: types.Field) -> bool:
    """Whether a field has a default other than null (and than being left out)."""
    made = field.default_factory is not msgspec.NODEFAULT
    return made or field.default not in (msgspec.NODEFAULT, None)


def bounds(info: types.IntType) -> tuple[int | None, int | None]:
    """The least and the most of whole numbers; msgspec itself cannot hold the most of a uint64."""
    return info.ge, 2**64 - 1 if info.ge == 0 and info.le is None else info.le


def without_none(info: types.Type) -> tuple[list[types.Type], bool]:
    """The types that a value can have besides None and Unknown, and whether it can be None."""
    if isinstance(info, types.Metadata):
        return without_none(info.type)
    if not isinstance(info, types.UnionType):
        return [info], False
    known = [one for one in info.types if not is_unknown(one)]
    rest = [one for one in known if not isinstance(one, types.NoneType)]
    return rest, len(rest) < len(known)
