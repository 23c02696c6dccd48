"""Tells how deep values are: objects and lists in each other, of which there is a bound."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from msgspec import inspect as types

from .violations import DEEPEST

_PLAIN = frozenset({str, int, float, bool, type(None)})


def is_shallow(value: Any, room: int = DEEPEST) -> bool:
    """Whether no more objects and lists are in each other than may be."""
    kind = type(value)
    if kind in _PLAIN:
        return True
    items: Iterable[Any]
    if isinstance(value, msgspec.Struct):
        items = [getattr(value, name) for name in value.__struct_fields__]
    elif isinstance(value, Mapping):
        items = value.values()
    elif isinstance(value, list | tuple | set | frozenset):
        items = value
    else:
        return True
    return room > 0 and all(is_shallow(item, room - 1) for item in items)


def may_be_deep(infos: Iterable[types.Type]) -> bool:
    """Whether nothing but a limit ends how deep a value of one of these types is."""
    above: set[type] = set()
    done: set[type] = set()

    def nests(info: types.Type) -> bool:
        match info:
            case types.AnyType():
                return True
            case types.StructType(cls=cls, fields=fields):
                if cls in above or cls in done:
                    return cls in above
                above.add(cls)
                found = any(nests(field.type) for field in fields)
                above.remove(cls)
                done.add(cls)
                return found
            case types.UnionType(types=kinds):
                return any(map(nests, kinds))
            case types.Metadata(type=inner):
                return nests(inner)
            case types.ListType(item_type=item) | types.DictType(value_type=item):
                return nests(item)
            case _:
                return False

    return any(map(nests, infos))


def too_deep(value: Any) -> tuple[str | int, ...] | None:
    """The place, in JSON names, of the first object or list below all that may be."""
    if is_shallow(value):
        return None
    path: list[str | int] = []
    while len(path) < DEEPEST:
        room = DEEPEST - len(path) - 1
        pairs = _items(value)
        step, value = next(pair for pair in pairs if not is_shallow(pair[1], room))
        path.append(step)
    return tuple(path)


def _items(value: Any) -> Iterable[tuple[str | int, Any]]:
    if isinstance(value, msgspec.Struct):
        fields = msgspec.structs.fields(value)
        return [(field.encode_name, getattr(value, field.name)) for field in fields]
    if isinstance(value, Mapping):
        return [(str(name), item) for name, item in value.items()]
    return enumerate(value)
