"""Compiles the functions that make plain JSON data, as REST has it, out of protobuf's JSON.

They change the decoded data where it lies: most of a record is the same in both.
"""

import abc
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from google.protobuf.descriptor import FieldDescriptor
from msgspec import inspect

from generator.formats.protobuf.runtime.functions import ABSENT, Functions
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
from generator.formats.protojson.runtime import scalars
from generator.runtime.validation.violations import Flaw

Convert = Callable[[Any], Any]
Names = Mapping[str, str]
Branches = Mapping[str, tuple[str, Convert]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What is done with what is not as usual.

    number: a number in quotes; tidy: changes the members of a message to JSON names, with null
    where that is a value; no_object: what stands for a message that is no object; more: what a
    wrapper message is that has more than its one field; variant: what a union is, given its
    branches and the member that tells them apart in plain JSON.
    """

    number: Convert
    tidy: Callable[[dict[str, Any], Names, frozenset[str]], None]
    no_object: Convert
    more: Callable[[dict[str, Any], str], Any]
    variant: Callable[[dict[str, Any], Branches, str], Any]


class Reading(Functions):
    """``function(data)`` gives the data, changed."""

    rules: ClassVar[Rules]

    def member_lines(self, member: Member) -> Iterator[str]:
        """The value of one field of a message's data, or ABSENT."""
        yield "data"
        yield from self._tidied([member])
        yield from self._field(member, None)
        yield f"return data.get({member.field.json_name!r}, ABSENT)"

    def record_lines(self, record: Record) -> Iterator[str]:
        """The members by JSON names, with the tag if the struct is the variant of a union."""
        yield "data"
        yield "if type(data) is not dict:"
        yield f"    return {self.bind(self.rules.no_object)}(data)"
        members = self.shapes.members(record)
        yield from self._tidied([member for _, member in members])
        for declared, member in members:
            yield from self._field(member, declared)
        info = record.info
        if info.tag_field is not None:
            yield from self.tag(info)
        yield "return data"

    def union_lines(self, union: Union) -> Iterator[str]:
        """The one member tells what to read."""
        branches: dict[str, tuple[str, Convert]] = {}
        for _, member in union.variants:
            found = member.field.json_name, self.of_member(member)
            branches |= {member.name: found, member.field.json_name: found}
        yield "data"
        yield "if type(data) is not dict:"
        yield f"    return {self.bind(self.rules.no_object)}(data)"
        variant = self.bind(self.rules.variant)
        yield f"return {variant}(data, {self.bind(branches)}, {_tag(union)!r})"

    def wrapped_lines(self, wrapped: Wrapped) -> Iterator[str]:
        """An empty wrapper is None, if it is no list or map."""
        member = wrapped.member
        name = member.field.json_name
        yield "data"
        yield "if type(data) is not dict:"
        yield f"    return {self.bind(self.rules.no_object)}(data)"
        yield from self._tidied([member])
        yield from self._field(member, None)
        yield f"if len(data) > ({name!r} in data):"
        yield f"    return {self.bind(self.rules.more)}(data, {name!r})"
        yield f"return data.get({name!r})"

    @abc.abstractmethod
    def scalar(self, shape: Scalar | Known, field: FieldDescriptor) -> Convert | None:
        """What turns a single value into plain JSON; None where it is that."""

    @abc.abstractmethod
    def tag(self, info: inspect.StructType) -> Iterator[str]:
        """Statements that set the member which tells the variants of a union apart."""

    @abc.abstractmethod
    def absent(self, member: OneOf, declared: inspect.Field | None) -> Any:
        """What a field with one value is where it is not there; ABSENT: it is not there."""

    def _tidied(self, members: list[Member]) -> Iterator[str]:
        """Other names than those of JSON, and null, are rare: one look is for all of them."""
        names = {member.name: member.field.json_name for member in members}
        names |= {name: name for name in names.values()}
        any_of = [m for m in members if isinstance(m.shape, Known) and m.shape.null]
        nulls = {member.field.json_name for member in any_of}
        known = self.bind(frozenset(names.values()))
        yield f"if not {known}.issuperset(data) or None in data.values():"
        tidy = self.bind(self.rules.tidy)
        yield f"    {tidy}(data, {self.bind(names)}, {self.bind(frozenset(nulls))})"

    def _field(self, member: Member, declared: inspect.Field | None) -> Iterator[str]:
        name = member.field.json_name
        if isinstance(member, ManyOf):
            yield from self._many(member, name)
            return
        converted = self._converted(member.shape, member, "item")
        absent = self.absent(member, declared)
        shape = member.shape
        is_enum = isinstance(shape, Scalar) and shape.unspecified
        is_unset = isinstance(shape, Scalar) and (
            not is_enum and not member.presence and (shape.empty or member.nullable)
        )
        if converted is None and absent is ABSENT and not is_unset:
            return
        yield f"item = data.get({name!r})"
        if is_unset:
            empty = zero(member)
            yield f"if item == {empty!r} and type(item) is {type(empty).__name__}:"
            yield f"    del data[{name!r}]"
            yield "    item = None"
        if converted is not None:
            condition, value = converted
            yield f"if item is not None{condition}:"
            if is_enum:
                yield f"    item = {value}"
                yield "    if item == '0':"
                yield f"        del data[{name!r}]"
                yield "    else:"
                yield f"        data[{name!r}] = item"
            else:
                yield f"    data[{name!r}] = {value}"
        if absent is not ABSENT:
            yield f"if {name!r} not in data:"
            yield f"    data[{name!r}] = {absent!r}"

    def _many(self, member: ManyOf, name: str) -> Iterator[str]:
        converted = self._converted(member.shape, member, "entry")
        kind, empty = ("dict", "{}") if member.keyed else ("list", "[]")
        yield f"items = data.get({name!r})"
        yield "if items is None:"
        yield f"    data[{name!r}] = {empty}"
        if converted is None and not member.sparse:
            return
        condition, value = ("", "entry") if converted is None else converted
        if condition:
            value = f"{value} if {condition.removeprefix(' and ')} else entry"
        if member.sparse:
            flaw = self.bind(Flaw("must not be null"))
            value = f"{flaw} if entry is None else {value}"
        yield f"elif type(items) is {kind}:"
        if member.keyed:
            yield f"    data[{name!r}] = {{key: {value} for key, entry in items.items()}}"
        else:
            yield f"    data[{name!r}] = [{value} for entry in items]"

    def _converted(
        self,
        shape: Single,
        member: Member,
        item: str,
    ) -> tuple[str, str] | None:
        """A condition, and an expression for what is there if that holds."""
        match shape:
            case Scalar() | Known():
                field = content(member)
                if field.type in scalars.WHOLE:
                    return (
                        f" and type({item}) is str",
                        f"{self.bind(scalars.whole)}({item})",
                    )
                if field.type in scalars.FLOATS:
                    return (
                        f" and type({item}) is str",
                        f"{self.bind(self.rules.number)}({item})",
                    )
                convert = self.scalar(shape, field)
                if convert is None:
                    return None
                return "", f"{self.bind(convert)}({item})"
            case Record() | Union() | Wrapped():
                return "", f"{self.named(shape)}({item})"


def content(member: Member) -> Any:
    """The field that says what a value is: in a map that of its entries."""
    if isinstance(member, ManyOf) and member.keyed:
        assert member.field.message_type is not None
        return member.field.message_type.fields_by_name["value"]
    return member.field


def zero(member: OneOf) -> Any:
    """The zero of a scalar, in JSON."""
    value = member.field.default_value
    return "" if isinstance(value, bytes) else value


def _tag(union: Union) -> str:
    _, branch = union.variants[0]
    assert isinstance(branch.shape, Record)
    return str(branch.shape.info.tag_field)
