"""Finds the types that a server reads: those that the parameters of an operation reach."""

from typing import assert_never

from generator.model import (
    Alias,
    Api,
    Enum,
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


def read_from_input(api: Api) -> frozenset[str]:
    """The names of the requests, and of every type that occurs in one, or in what it changes."""
    todo = [
        name
        for name, type_def in api.types.items()
        if isinstance(type_def, Record)
        and type_def.origin in {RecordOrigin.REQUEST, RecordOrigin.INPUT_VIEW}
    ]
    todo += [
        name
        for operation in api.operations.values()
        if operation.stream_input is not None
        for name in _named(operation.stream_input)
    ]
    seen: set[str] = set()
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            todo += _mentioned(api.types[name])
    return frozenset(seen)


def _mentioned(type_def: TypeDef) -> list[str]:
    match type_def:
        case Record(fields=fields):
            refs = [ref for field in fields for ref in (field.type, field.whole) if ref is not None]
            return [name for ref in refs for name in _named(ref)]
        case Union(variants=variants):
            return [variant.record for variant in variants]
        case Alias(type=ref):
            return _named(ref)
        case Enum():
            return []
        case _:
            assert_never(type_def)


def _named(ref: TypeRef) -> list[str]:
    match ref:
        case NamedRef(name=name):
            return [name]
        case ListRef(item=inner) | NullableRef(item=inner) | MapRef(value=inner):
            return _named(inner)
        case ScalarRef():
            return []
        case _:
            assert_never(ref)
