"""Compares the types that two contracts give a thing, by what they call them."""

from generator.check.diff.pairs import Pair
from generator.kinds import container_of
from generator.model import ListRef, MapRef, NamedRef, NullableRef, ScalarRef, TypeRef


def same_type(pair: Pair, old: TypeRef, new: TypeRef) -> bool:
    """Whether two types are the same; what changed within a declared one is told there."""
    match old, new:
        case ScalarRef(), ScalarRef():
            return old == new
        case NamedRef(), NamedRef():
            before, after = pair.old_declared(old.name), pair.new_declared(new.name)
            return pair.type_names.get(before) == after
        case ListRef(), ListRef():
            return old.unique == new.unique and same_type(pair, old.item, new.item)
        case MapRef(), MapRef():
            return same_type(pair, old.value, new.value)
        case NullableRef(), NullableRef():
            return same_type(pair, old.item, new.item)
        case _:
            return False


def spelled(ref: TypeRef) -> str:
    """A type as a contract spells it."""
    match ref:
        case ScalarRef(kind=kind):
            return kind
        case NamedRef(name=name):
            return name
        case ListRef(item=inner) | MapRef(value=inner):
            return f"{container_of(ref).name}<{spelled(inner)}>"
        case NullableRef(item=item):
            return f"{spelled(item)}?"
