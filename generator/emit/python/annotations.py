"""Turns types of the model into Python annotations.

Every module spells a type alike; ``Imports`` learns what the annotations name.
"""

from typing import assert_never

from generator.emit.python.code import Annotation
from generator.emit.python.imports import Imports
from generator.model import (
    Alias,
    Api,
    ListRef,
    MapRef,
    NamedRef,
    NullableRef,
    ScalarKind,
    ScalarRef,
    TypeRef,
)

_SCALARS: dict[ScalarKind, str] = {
    ScalarKind.BOOL: "bool",
    ScalarKind.INT32: "int",
    ScalarKind.INT64: "int",
    ScalarKind.UINT32: "int",
    ScalarKind.UINT64: "int",
    ScalarKind.FLOAT32: "float",
    ScalarKind.FLOAT64: "float",
    ScalarKind.DECIMAL: "Decimal",
    ScalarKind.STRING: "str",
    ScalarKind.BYTES: "bytes",
    ScalarKind.TIMESTAMP: "datetime.datetime",
    ScalarKind.DATE: "datetime.date",
    ScalarKind.TIME: "datetime.time",
    ScalarKind.DURATION: "datetime.timedelta",
    ScalarKind.UUID: "UUID",
    ScalarKind.URI: "str",
    ScalarKind.EMAIL: "str",
    ScalarKind.ANY: "Any",
}

_MODULES = {"Any": "typing", "Decimal": "decimal", "UUID": "uuid"}

# The numbers that have a range: what travels is declared with it, signatures are plain.
_RANGES: dict[ScalarKind, str] = {
    ScalarKind.INT32: "Int32",
    ScalarKind.INT64: "Int64",
    ScalarKind.UINT32: "UInt32",
    ScalarKind.UINT64: "UInt64",
    ScalarKind.FLOAT32: "Float32",
}


def annotation(ref: TypeRef, imports: Imports, *, types: str, ranges: bool = False) -> Annotation:
    """The annotation of a reference; ``types`` is the module of the declared types.

    ranges: whether numbers are declared with the ranges that protobuf has.
    """
    match ref:
        case ScalarRef(kind=kind) if ranges and kind in _RANGES:
            return Annotation(imports.name(".._support.values", _RANGES[kind]))
        case ScalarRef(kind=kind):
            return Annotation(_scalar(kind, imports))
        case ListRef(item=item):
            return Annotation(f"list[{annotation(item, imports, types=types, ranges=ranges)}]")
        case MapRef(value=value):
            inner = annotation(value, imports, types=types, ranges=ranges)
            return Annotation(f"dict[str, {inner}]")
        case NullableRef(item=item):
            return optional(annotation(item, imports, types=types, ranges=ranges), imports)
        case NamedRef(name=name):
            return Annotation(imports.declared(types, name))
        case _:
            assert_never(ref)


def optional(inner: Annotation, imports: Imports) -> Annotation:
    """``T | None``; ``Any`` holds None already."""
    holds_none = _is_any(inner, imports) or inner.endswith("| None")
    return inner if holds_none else Annotation(f"{inner} | None")


def left_out(inner: Annotation, imports: Imports, *, nullable: bool) -> Annotation:
    """``T | UnsetType``, for what may be left out; formatters want None last."""
    unset = imports.name("msgspec", "UnsetType")
    both = Annotation(f"{inner.removesuffix(' | None')} | {unset}")
    return optional(both, imports) if nullable and not _is_any(inner, imports) else both


def scalar_kind(api: Api, ref: TypeRef) -> ScalarKind | None:
    """The scalar behind a reference, through aliases; None for everything else."""
    ref = resolved(api, ref)
    return ref.kind if isinstance(ref, ScalarRef) else None


def resolved(api: Api, ref: TypeRef) -> TypeRef:
    """The reference with aliases replaced by what they stand for."""
    while isinstance(ref, NamedRef):
        type_def = api.types[ref.name]
        if not isinstance(type_def, Alias):
            break
        ref = type_def.type
    return ref


def _is_any(text: str, imports: Imports) -> bool:
    return text == imports.own("Any")


def _scalar(kind: ScalarKind, imports: Imports) -> str:
    text = _SCALARS[kind]
    if text.startswith("datetime."):
        imports.module("datetime")
    return imports.name(_MODULES[text], text) if text in _MODULES else text
