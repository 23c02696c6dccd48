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
    TypeDef,
    TypeRef,
    Union,
)


def alike(pair: Pair, old: TypeRef, new: TypeRef) -> bool:
    """Whether two references mean the same type, whatever it is called.

    Records that an operation brings along are compared by their fields, and are always alike.
    """
    match old, new:
        case ListRef(item=inner), ListRef(item=other):
            return alike(pair, inner, other)
        case MapRef(value=inner), MapRef(value=other):
            return alike(pair, inner, other)
        case NullableRef(item=inner), NullableRef(item=other):
            return alike(pair, inner, other)
        case NamedRef(name=name), NamedRef(name=second):
            before, after = pair.old.types[name], pair.new.types[second]
            if _is_own(before) and _is_own(after):
                return True
            return pair.type_names.get(_declared(before)) == _declared(after)
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


def _is_own(type_: TypeDef) -> bool:
    origins = {RecordOrigin.PAGE, RecordOrigin.RESULT}
    return isinstance(type_, Record) and type_.origin in origins


def _declared(type_: TypeDef) -> str:
    """The name in the contract, of a view of it too."""
    source = type_.source if isinstance(type_, Record | Union) else None
    return source or type_.name
