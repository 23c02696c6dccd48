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
            imports.name(".._support.values", _RANGES[kind])
            return Annotation(_RANGES[kind])
        case ScalarRef(kind=kind):
            _scalar_import(kind, imports)
            return Annotation(_SCALARS[kind])
        case ListRef(item=item):
            return Annotation(f"list[{annotation(item, imports, types=types, ranges=ranges)}]")
        case MapRef(value=value):
            inner = annotation(value, imports, types=types, ranges=ranges)
            return Annotation(f"dict[str, {inner}]")
        case NullableRef(item=item):
            return optional(annotation(item, imports, types=types, ranges=ranges))
        case NamedRef(name=name):
            imports.name(types, name)
            return Annotation(name)
        case _:
            assert_never(ref)


def optional(inner: Annotation) -> Annotation:
    """``T | None``; ``Any`` holds None already."""
    return inner if inner == "Any" or inner.endswith("| None") else Annotation(f"{inner} | None")


def left_out(inner: Annotation, *, nullable: bool) -> Annotation:
    """``T | UnsetType``, for what may be left out; formatters want None last."""
    both = f"{inner.removesuffix(' | None')} | UnsetType"
    return optional(Annotation(both)) if nullable and inner != "Any" else Annotation(both)


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


def _scalar_import(kind: ScalarKind, imports: Imports) -> None:
    text = _SCALARS[kind]
    if text.startswith("datetime."):
        imports.module("datetime")
    elif text == "Decimal":
        imports.name("decimal", "Decimal")
    elif text == "UUID":
        imports.name("uuid", "UUID")
    elif text == "Any":
        imports.name("typing", "Any")
