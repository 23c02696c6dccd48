"""Compares and spells references to types, of two contracts."""

from typing import assert_never

from generator.check.diff.pairs import Pair
from generator.model import (
    ListRef,
    MapRef,
    NamedRef,
    NullableRef,
    Record,
    RecordOrigin,
    ScalarRef,
    TypeRef,
)


def alike(pair: Pair, old: TypeRef, new: TypeRef) -> bool:
    """Whether two references mean the same type, whatever it is called.

    Records that an operation brings along are compared by their fields, and are always alike.
    """
    match old, new:
        case ListRef(), ListRef():
            return old.unique == new.unique and alike(pair, old.item, new.item)
        case MapRef(value=before), MapRef(value=after):
            return alike(pair, before, after)
        case NullableRef(item=before), NullableRef(item=after):
            return alike(pair, before, after)
        case NamedRef(name=name), NamedRef(name=other):
            if _own(pair.old.types[name]) and _own(pair.new.types[other]):
                return True
            was = pair.type_names.get(pair.old_uses.declared(name))
            return was == pair.new_uses.declared(other)
        case _:
            return old == new


def spelled(ref: TypeRef) -> str:
    """A reference as contracts write it; what an operation brings along has no name there."""
    match ref:
        case ScalarRef(kind=name) | NamedRef(name=name):
            return name
        case ListRef(item=item, unique=unique):
            return f"{'set' if unique else 'list'}<{spelled(item)}>"
        case MapRef(value=value):
            return f"map<{spelled(value)}>"
        case NullableRef(item=item):
            return f"{spelled(item)}?"
        case _:
            assert_never(ref)


def _own(type_: object) -> bool:
    origins = {RecordOrigin.PAGE, RecordOrigin.RESULT}
    return isinstance(type_, Record) and type_.origin in origins
