"""What msgspec knows of types, in the words that all who walk them share."""

from msgspec import inspect as types

from .unions import is_unknown


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
