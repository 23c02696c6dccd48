"""Compiles the functions that write Python values into messages."""

import keyword
from collections.abc import Iterator
from typing import Any

from msgspec import inspect

from generator.formats.protobuf.runtime.functions import Functions, attribute
from generator.formats.protobuf.runtime.scalars import Scalar
from generator.formats.protobuf.runtime.shapes import (
    ManyOf,
    Member,
    OneOf,
    Record,
    Single,
    Union,
    Wrapped,
)
from generator.formats.protobuf.runtime.well_known import Known
from generator.runtime.values import PatchBase


class Fill(Functions):
    """``function(message, value)`` sets what the value holds."""

    def record_lines(self, record: Record) -> Iterator[str]:
        """A statement or two for each field of the struct."""
        yield "message, value"
        patch = issubclass(record.info.cls, PatchBase)
        for declared, member in self.shapes.members(record):
            value = f"value.{declared.name}"
            if patch or may_be_left_out(declared, member):
                yield f"item = {value}"
                yield f"if item is not None{' and item is not ABSENT' if patch else ''}:"
                for line in self._set(member, "item"):
                    yield f"    {line}"
            else:
                yield from self._set(member, value)

    def union_lines(self, union: Union) -> Iterator[str]:
        """The class of a value tells the branch."""
        by_class = {cls: self.of_member(member) for cls, member in union.variants}
        yield "message, value"
        yield f"{self.bind(by_class)}[type(value)](message, value)"

    def wrapped_lines(self, wrapped: Wrapped) -> Iterator[str]:
        """None is an empty wrapper."""
        yield "message, value"
        indent = ""
        if wrapped.nullable:
            yield "if value is not None:"
            indent = "    "
        for line in self._set(wrapped.member, "value"):
            yield f"{indent}{line}"

    def member_lines(self, member: Member) -> Iterator[str]:
        """One field, set from a value."""
        yield "message, value"
        yield from self._set(member, "value")

    def _set(self, member: Member, value: str) -> Iterator[str]:
        field = attribute("message", member.name)
        if isinstance(member, ManyOf) and member.sparse:
            value = f"{self.bind(kept)}({value})"
        match member:
            case OneOf(shape=Scalar(write=write)):
                written = value if write is None else f"{self.bind(write)}({value})"
                if keyword.iskeyword(member.name):
                    yield f"setattr(message, {member.name!r}, {written})"
                else:
                    yield f"{field} = {written}"
            case OneOf(shape=Known(fill=fill)):  # which always sets a field
                yield f"{self.bind(fill)}({field}, {value})"
            case OneOf(shape=shape):
                yield f"part = {field}"
                yield "part.SetInParent()"  # an empty message is there too
                yield f"{self._filler(shape)}(part, {value})"
            case ManyOf(shape=Scalar(write=None), keyed=True):
                yield f"{field}.update({value})"
            case ManyOf(shape=Scalar(write=None)):
                yield f"items = {value}"
                yield "if items:"  # a field that is asked for costs as much as one that is set
                yield f"    {field}.extend(items)"
            case ManyOf(shape=Scalar(write=write), keyed=True):
                yield f"entries = {field}"
                yield f"for key, entry in {value}.items():"
                yield f"    entries[key] = {self.bind(write)}(entry)"
            case ManyOf(shape=Scalar(write=write)):
                yield f"{field}.extend([{self.bind(write)}(entry) for entry in {value}])"
            case ManyOf(shape=shape, keyed=True):
                yield f"entries = {field}"
                yield f"for key, entry in {value}.items():"
                yield f"    {self._filler(shape)}(entries[key], entry)"
            case ManyOf(shape=shape):
                yield f"add = {field}.add"
                yield f"for entry in {value}:"
                yield f"    {self._filler(shape)}(add(), entry)"

    def _filler(self, shape: Single) -> str:
        match shape:
            case Known(fill=fill):
                return self.bind(fill)
            case Record() | Union() | Wrapped():
                return self.named(shape)
            case Scalar():
                raise AssertionError("a scalar has no message")


def may_be_left_out(declared: inspect.Field, member: Member) -> bool:
    """Whether None is not sent: it is a value of an `any`, unless that is optional."""
    match member:
        case OneOf(shape=Known(null=True)):
            return declared.default is None
        case OneOf(nullable=nullable):
            return nullable
        case ManyOf():
            return False


def kept(entries: Any) -> Any:
    """The entries of a map that stay: None removes one, and the mask says so."""
    return {key: entry for key, entry in entries.items() if entry is not None}
