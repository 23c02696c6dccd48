"""Follows references to types: what is declared within, behind aliases, and at any depth."""

from collections.abc import Iterable, Iterator, Mapping
from typing import assert_never

from generator.model.types import (
    Alias,
    Constraints,
    Enum,
    ListRef,
    MapRef,
    NamedRef,
    NullableRef,
    Record,
    ScalarRef,
    TypeDef,
    TypeRef,
    Union,
)


def leaf(ref: TypeRef) -> str | None:
    """The declared type at the bottom of a reference: an expression has at most one."""
    while True:
        match ref:
            case ScalarRef():
                return None
            case NamedRef(name=name):
                return name
            case ListRef(item=inner) | MapRef(value=inner) | NullableRef(item=inner):
                ref = inner
            case _:
                assert_never(ref)


def behind(types: Mapping[str, TypeDef], ref: TypeRef) -> TypeRef:
    """What a reference stands for behind all aliases."""
    return followed(types, ref)[0]


def followed(types: Mapping[str, TypeDef], ref: TypeRef) -> tuple[TypeRef, tuple[Constraints, ...]]:
    """What a reference stands for behind all aliases, and what each of these demands."""
    demands: list[Constraints] = []
    while isinstance(ref, NamedRef) and isinstance(known := types[ref.name], Alias):
        demands.append(known.constraints)
        ref = known.type
    return ref, tuple(demands)


def reached(
    types: Mapping[str, TypeDef], starts: Iterable[TypeRef], *, patches: bool = True
) -> Iterator[str]:
    """The names of all types within references, at any depth: each once, before what it holds.

    patches: whether those are among them that only say what to change of a value.
    """
    todo, seen = [*starts][::-1], set[str]()
    while todo:
        name = leaf(todo.pop())
        if name is not None and name not in seen:
            seen.add(name)
            yield name
            todo += [*_held(types[name], patches)][::-1]


def _held(type_: TypeDef, patches: bool) -> Iterator[TypeRef]:
    match type_:
        case Record(fields=fields):
            for field in fields:
                if patches or field.whole is None:
                    yield field.type
                if field.whole is not None:
                    yield field.whole
        case Union(variants=variants):
            yield from (NamedRef(name=variant.record) for variant in variants)
        case Alias(type=ref):
            yield ref
        case Enum():
            pass
        case _:
            assert_never(type_)
