"""Compiles the functions that make protobuf's JSON out of Python values.

They give dicts, lists and single values that msgspec writes as protobuf's JSON. What a field
without presence holds when nothing was set is left out, as the standard does.
"""

from collections.abc import Iterator
from typing import Any

from google.protobuf.descriptor import FieldDescriptor
from msgspec import inspect

from generator.formats.protobuf.runtime.fill import kept, may_be_left_out
from generator.formats.protobuf.runtime.functions import Functions
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
from generator.formats.protojson.runtime.read import content
from generator.formats.protojson.runtime.scalars import written
from generator.runtime.values import PatchBase


class Write(Functions):
    """``function(value)`` gives what the message holds."""

    def member_lines(self, member: Member) -> Iterator[str]:
        """What one field holds."""
        yield "value"
        yield f"return {self._held(member, 'value')}"

    def record_lines(self, record: Record) -> Iterator[str]:
        """A dict by JSON names, in the order of the fields."""
        yield "value"
        patch = issubclass(record.info.cls, PatchBase)
        entries: list[str] = []
        others: list[str] = []
        for declared, member in self.shapes.members(record):
            name, value = member.field.json_name, f"value.{declared.name}"
            condition = self._condition(declared, member, patch=patch)
            if condition is None and others:
                others.append(f"data[{name!r}] = {self._held(member, value)}")
            elif condition is None:
                entries.append(f"{name!r}: {self._held(member, value)}")
            else:
                others.append(f"item = {value}")
                others.append(f"if {condition}:")
                others.append(f"    data[{name!r}] = {self._held(member, 'item')}")
        if not others:
            yield f"return {{{', '.join(entries)}}}"
            return
        yield f"data = {{{', '.join(entries)}}}"
        yield from others
        yield "return data"

    def union_lines(self, union: Union) -> Iterator[str]:
        """The class of a value tells the branch."""
        variants = union.variants
        by_class = {cls: (m.field.json_name, self.of_member(m)) for cls, m in variants}
        yield "value"
        yield f"name, write = {self.bind(by_class)}[type(value)]"
        yield "return {name: write(value)}"

    def wrapped_lines(self, wrapped: Wrapped) -> Iterator[str]:
        """None is an empty wrapper."""
        member = wrapped.member
        condition = "value is not None" if wrapped.nullable else ""
        if isinstance(member, ManyOf):
            condition = "value"
        held = f"{{{member.field.json_name!r}: {self._held(member, 'value')}}}"
        otherwise = f" if {condition} else {{}}" if condition else ""
        yield "value"
        yield f"return {held}{otherwise}"

    def _condition(
        self,
        declared: inspect.Field,
        member: Member,
        *,
        patch: bool,
    ) -> str | None:
        """What says whether a field is sent; None if it always is."""
        told = "item is not None and item is not ABSENT"
        match member:
            case ManyOf():
                return f"item and {told}" if patch else "item"
            case _ if patch:
                return told
            case OneOf(shape=Scalar(empty=False), presence=False, nullable=False):
                return "item"
            case _:
                return "item is not None" if may_be_left_out(declared, member) else None

    def _held(self, member: Member, value: str) -> str:
        """An expression for what a field with a value holds."""
        if isinstance(member, OneOf):
            return self._single(member.shape, member.field, value) or value
        if member.sparse:
            value = f"{self.bind(kept)}({value})"
        entry = self._single(member.shape, content(member), "entry")
        if entry is None:
            return value
        if member.keyed:
            return f"{{key: {entry} for key, entry in {value}.items()}}"
        return f"[{entry} for entry in {value}]"

    def _single(self, shape: Single, field: FieldDescriptor, value: str) -> str | None:
        """An expression for one value; None where it stays what it is."""
        match shape:
            case Scalar() | Known():
                convert: Any = written(shape, field)
                if convert is None:
                    return None
                return f"{'str' if convert is str else self.bind(convert)}({value})"
            case Record() | Union() | Wrapped():
                return f"{self.named(shape)}({value})"
