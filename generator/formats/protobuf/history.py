"""Tells what the contract's parts were called before, and which types protobuf reads as which."""

from generator.model import NEW, Alias, Api, Enum, Record, TypeDef, Union

# Their values are written alike, and read as each other (protobuf, "Updating A Message Type").
_WHOLE = frozenset({"bool", "int32", "int64", "uint32", "uint64"})


def old_name(type_: TypeDef) -> str | None:
    """What a type was called before, also one that is derived from a renamed one; "none": new."""
    old = type_.renamed_from
    source = None if isinstance(type_, Enum | Alias) else type_.source
    if old is None or source is None:
        return old
    return None if old == NEW else type_.name.replace(source, old, 1)


def old_names(api: Api) -> dict[str, str]:
    """The old names of messages and enums, by the new ones."""
    found = {
        name: old_name(type_)
        for name, type_ in api.types.items()
        if isinstance(type_, Record | Union | Enum)
    }
    return {name: old for name, old in found.items() if old is not None and old != NEW}


def sources(api: Api) -> dict[str, str]:
    """The declared records and unions of which inputs have a form of their own, by that form."""
    return {
        name: type_.source
        for name, type_ in api.types.items()
        if isinstance(type_, Record | Union) and type_.source is not None
    }


def wire_type(type_: str, label: str) -> str:
    """What the lock keeps of a field: its type, and whether it repeats. Presence is not written."""
    return f"repeated {type_}" if label == "repeated" else type_


def is_compatible(old: str, new: str) -> bool:
    """Whether what was written as the first type reads as the second."""
    return old == new or {old, new} <= _WHOLE or (old, new) == ("string", "bytes")
