"""Finds the types that a server reads and those that it writes, at any depth."""

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
        for name in mentioned(operation.stream_input)
    ]
    return _reached(api, todo)


def written_in_output(api: Api) -> frozenset[str]:
    """The names of the types that occur in what operations answer, and in the fields of errors."""
    outputs = [o.output for o in api.operations.values() if o.output is not None]
    fields = [field.type for error in api.errors.values() for field in error.fields]
    return _reached(api, [name for ref in (*outputs, *fields) for name in mentioned(ref)])


def _reached(api: Api, todo: list[str]) -> frozenset[str]:
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
            return [name for ref in refs for name in mentioned(ref)]
        case Union(variants=variants):
            return [variant.record for variant in variants]
        case Alias(type=ref):
            return mentioned(ref)
        case Enum():
            return []
        case _:
            assert_never(type_def)


def mentioned(ref: TypeRef) -> list[str]:
    """The name of the declared type that a reference holds, if it holds one."""
    match ref:
        case NamedRef(name=name):
            return [name]
        case ListRef(item=inner) | NullableRef(item=inner) | MapRef(value=inner):
            return mentioned(inner)
        case ScalarRef():
            return []
        case _:
            assert_never(ref)
