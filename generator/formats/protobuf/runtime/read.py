"""Compiles the functions that read messages: as the contract's types, and as raw data.

What a client reads becomes values of the contract's types. What a server reads becomes plain JSON
data by JSON names, as REST would have received it: the contract's schema is the judge of it.
"""

import abc
from collections.abc import Iterator
from typing import Any

from google.protobuf.unknown_fields import UnknownFieldSet
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
from generator.runtime.unions import Unknown


class _Reading(Functions):
    """What both have in common."""

    def member_lines(self, member: Member) -> Iterator[str]:
        """The value of one field, or ABSENT."""
        yield "message"
        yield f"return {self._conditional(member, 'ABSENT')}"

    def wrapped_lines(self, wrapped: Wrapped) -> Iterator[str]:
        """An empty wrapper is None."""
        yield "message"
        yield f"return {self._conditional(wrapped.member, 'None')}"

    def union_lines(self, union: Union) -> Iterator[str]:
        """The branch that is set tells what to read."""
        branches = {member.name: self.of_member(member) for _, member in union.variants}
        yield "message"
        yield f"branch = message.WhichOneof({union.oneof!r})"
        yield f"return {self.bind(branches)}.get(branch, {self.bind(self.no_branch)})(message)"

    @abc.abstractmethod
    def converter(self, shape: Scalar | Known) -> object | None:
        """What turns the content of a field into a value; None where it is the value."""

    @abc.abstractmethod
    def condition(self, member: OneOf) -> str | None:
        """The Python expression that says whether a field is there; None if it always is."""

    @staticmethod
    @abc.abstractmethod
    def no_branch(_message: Any) -> object:
        """What a union without a known branch is."""

    def _conditional(self, member: Member, absent: str) -> str:
        """An expression for a field that may not be there."""
        condition = self.condition(member) if isinstance(member, OneOf) else None
        value = self._value(member)
        return value if condition is None else f"{value} if {condition} else {absent}"

    def _value(self, member: Member) -> str:
        """An expression for a field that is there."""
        field = attribute("message", member.name)
        convert = self._named_converter(member.shape)
        entry = "entry" if convert is None else f"{convert}(entry)"
        match member:
            case OneOf():
                return field if convert is None else f"{convert}({field})"
            case ManyOf(keyed=True):
                return f"{{key: {entry} for key, entry in {field}.items()}}"
            case ManyOf():
                if convert is None:
                    return f"[*{field}]"
                return f"[{entry} for entry in {field}]"

    def _named_converter(self, shape: Single) -> str | None:
        match shape:
            case Scalar() | Known():
                convert = self.converter(shape)
                return None if convert is None else self.bind(convert)
            case Record() | Union() | Wrapped():
                return self.named(shape)


class Read(_Reading):
    """``function(message)`` gives the value; a branch or a field that it needs must be there."""

    def record_lines(self, record: Record) -> Iterator[str]:
        """What is not there is left to the struct's defaults, but for what may be None."""
        yield "message"
        arguments: list[str] = []
        optional: list[str] = []
        for declared, member in self.shapes.members(record):
            condition = self.condition(member) if isinstance(member, OneOf) else None
            if declared.required and _is_told(member):
                # A server may be older than `optional`, and send no zeros.
                arguments.append(f"{declared.name}={self._value(member)}")
            elif condition is None or _may_be_none(declared, member):
                arguments.append(f"{declared.name}={self._conditional(member, 'None')}")
            else:
                optional.append(f"if {condition}:")
                value = self._value(member)
                optional.append(f"    values[{declared.name!r}] = {value}")
        cls = self.bind(record.info.cls)
        if optional:
            yield "values = {}"
            yield from optional
            arguments.append("**values")
        yield f"return {cls}({', '.join(arguments)})"

    def converter(self, shape: Scalar | Known) -> object | None:
        """Decimal, UUID, datetime, …"""
        return shape.read

    def condition(self, member: OneOf) -> str | None:
        """Without presence a zero is the value, or None where None may be."""
        if member.presence:
            return f"message.HasField({member.name!r})"
        return attribute("message", member.name) if member.nullable else None

    @staticmethod
    def no_branch(message: Any) -> object:
        """A branch that this program does not know: only the number of its field is known."""
        fields = UnknownFieldSet(message)
        if len(fields) == 0:
            raise ValueError("a union without a variant")
        return Unknown(None, {}, fields[len(fields) - 1].field_number)


class Raw(_Reading):
    """``function(message)`` gives JSON data, without the members that are not there."""

    def record_lines(self, record: Record) -> Iterator[str]:
        """A dict by JSON names, with the tag if the struct is the variant of a union."""
        yield "message"
        info = record.info
        tag = f"{info.tag_field!r}: {info.tag!r}"
        entries = [] if info.tag_field is None else [tag]
        optional: list[str] = []
        told: list[tuple[str, str, str]] = []
        for declared, member in self.shapes.members(record):
            condition = self.condition(member) if isinstance(member, OneOf) else None
            if declared.required and _is_told(member):
                item = f"item{len(told)}"
                convert = self._named_converter(member.shape)
                value = item if convert is None else f"{convert}({item})"
                entries.append(f"{declared.encode_name!r}: {value}")
                told.append((item, member.name, declared.encode_name))
            elif condition is None:
                entries.append(f"{declared.encode_name!r}: {self._value(member)}")
            else:
                optional.append(f"if {condition}:")
                value = self._value(member)
                optional.append(f"    raw[{declared.encode_name!r}] = {value}")
        for item, name, _ in told:
            yield f"{item} = {attribute('message', name)}"
        yield f"raw = {{{', '.join(entries)}}}"
        if told:  # most are no zeros: it is quicker to ask of those only
            yield f"if not ({' and '.join(item for item, _, _ in told)}):"
            for item, name, member_name in told:
                yield f"    if not {item} and not message.HasField({name!r}):"
                yield f"        del raw[{member_name!r}]"
        yield from optional
        yield "return raw"

    def converter(self, shape: Scalar | Known) -> object | None:
        """Text, numbers, base64."""
        return shape.raw

    def condition(self, member: OneOf) -> str | None:
        """An enum's zero says that nothing was set; so does "" where it is not a value."""
        unset = isinstance(member.shape, Scalar) and (
            member.shape.unspecified
            or (not member.presence and (member.shape.empty or member.nullable))
        )
        if unset:
            return attribute("message", member.name)
        return f"message.HasField({member.name!r})" if member.presence else None

    @staticmethod
    def no_branch(_message: Any) -> object:
        """Nothing that the schema would take for a variant."""
        return {}


def _is_told(member: Member) -> bool:
    """Whether a scalar of protobuf is told from its zero."""
    scalar = isinstance(member.shape, Scalar) and not member.shape.unspecified
    return isinstance(member, OneOf) and member.presence and scalar


def _may_be_none(declared: inspect.Field, member: Member) -> bool:
    match member:
        case OneOf(shape=Known(null=True)):
            return declared.required or declared.default is None
        case OneOf(nullable=nullable):
            return nullable
        case ManyOf():
            return False
