"""Turns types of the model into Python annotations.

Every module spells a type alike; ``Imports`` learns what the annotations name.
"""

from typing import assert_never

from generator.emit.python.code import Annotation
from generator.emit.python.imports import Imports
from generator.kinds import PythonType, container_of, kind_of
from generator.model import (
    ListRef,
    MapRef,
    NamedRef,
    NullableRef,
    ScalarRef,
    TypeRef,
)


def annotation(ref: TypeRef, imports: Imports, *, types: str, ranges: bool = False) -> Annotation:
    """The annotation of a reference; ``types`` is the module of the declared types.

    ranges: whether numbers are declared with the ranges that protobuf has.
    """
    match ref:
        case ScalarRef():
            return _scalar(kind_of(ref).python, imports, ranges=ranges)
        case ListRef(item=item) | MapRef(value=item):
            inner = annotation(item, imports, types=types, ranges=ranges)
            return Annotation(container_of(ref).python.format(inner))
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


def _is_any(text: str, imports: Imports) -> bool:
    return text == imports.own("Any")


def _scalar(type_: PythonType, imports: Imports, *, ranges: bool) -> Annotation:
    if ranges and type_.bounded is not None:
        return Annotation(imports.name("_support.values", type_.bounded))
    if type_.module is None:
        return Annotation(type_.spelled)
    if type_.spelled.startswith(f"{type_.module}."):
        imports.module(type_.module)
        return Annotation(type_.spelled)
    return Annotation(imports.name(type_.module, type_.spelled))
