"""Looks at the bytes of a message before it is parsed: lists that are too long, and depth.

To parse a list of five million empty messages takes hundreds of megabytes, and protobuf's parsers
stop at 100 messages within each other without a word of where. The wire format is that of
https://protobuf.dev/programming-guides/encoding; fields that nobody knows are passed over.
"""

import contextlib
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from google.protobuf.descriptor import FieldDescriptor

from generator.formats.protobuf.runtime.shapes import (
    ManyOf,
    Member,
    OneOf,
    Record,
    Shapes,
    Single,
    Union,
    Wrapped,
)
from generator.formats.protobuf.runtime.well_known import VALUE
from generator.runtime.errors import Violation
from generator.runtime.validation.definitions import resolved
from generator.runtime.validation.violations import DEEPEST, LIMIT, TOO_DEEP, detail, pointer

Path = tuple[str | int, ...]
Schema = Mapping[str, Any]

NOTHING: Schema = {}
# Fields that are looked at after the first violation: some 0.2 seconds.
_STEPS = 200_000
_WIDTHS = {1: 8, 5: 4}
_HIGH = bytes(range(128, 256))
_FIXED = {
    FieldDescriptor.CPPTYPE_FLOAT: 4,
    FieldDescriptor.CPPTYPE_DOUBLE: 8,
}
_TEXTS = {FieldDescriptor.CPPTYPE_STRING, FieldDescriptor.CPPTYPE_MESSAGE}


class _Field(msgspec.Struct, kw_only=True):
    """A field: the step to it in JSON, and what is in it.

    step: None where JSON has no level of its own for it. width: of a packed number in bytes,
    0 where its bytes tell; None for what is never packed.
    """

    step: str | None = None
    many: bool = False
    keyed: bool = False
    most: int | None = None
    width: int | None = None
    inner: "_Table | None" = None


class _Table(msgspec.Struct, kw_only=True):
    """The fields of a message by number; ``is_value``: it is an object or a list in JSON."""

    is_value: bool = False
    fields: dict[int, _Field] = msgspec.field(default_factory=dict)


def _any() -> _Table:
    """google.protobuf.Value, with Struct and ListValue."""
    value = _Table()
    struct = _Table(is_value=True, fields={1: _Field(keyed=True, inner=value)})
    items = _Table(is_value=True, fields={1: _Field(many=True, inner=value)})
    value.fields = {5: _Field(inner=struct), 6: _Field(inner=items)}
    return value


_ANY = _any()


class Scan:
    """What is known of the request message of one operation."""

    def __init__(
        self,
        record: Record,
        shapes: Shapes,
        definitions: Schema,
        item: Member | Record | Union | None = None,
        schema: Schema = NOTHING,
    ) -> None:
        """item: of a client's stream, a member of the message or all of it; schema: of the item."""
        self._shapes = shapes
        self._definitions = definitions
        self._tables: dict[tuple[str, str], _Table] = {}
        self._todo: list[Record] = []
        match item:
            case Record() | Union():
                self._root = self._inner(item, schema) or _Table()
            case _:
                self._root = self._record(record)
        self._fill_all()
        if isinstance(item, OneOf | ManyOf):
            found = self._member(item, record, schema)
            found.step = item.name
            self._root.fields[record.message.fields_by_name[item.name].number] = found
            self._fill_all()

    def _fill_all(self) -> None:
        while self._todo:  # one after another: chains may be long
            self._fill(self._todo.pop())

    def violations(self, data: bytes) -> list[Violation]:
        """What is too long, or too deep; as far as the bytes are a message."""
        search = _Search(data)
        with contextlib.suppress(_Enough, IndexError):
            search.message(0, len(data), self._root, ())
        return search.found

    def _record(self, record: Record) -> _Table:
        key = (record.message.full_name, record.info.cls.__name__)
        if key not in self._tables:
            self._tables[key] = _Table(is_value=True)
            self._todo.append(record)
        return self._tables[key]

    def _fill(self, record: Record) -> None:
        table = self._record(record)
        schema = self._definitions.get(record.info.cls.__name__, {})
        properties = schema.get("properties", {})
        for declared, member in self._shapes.members(record):
            number = record.message.fields_by_name[member.name].number
            schema = properties.get(declared.encode_name, {})
            found = self._member(member, record, schema)
            found.step = declared.encode_name
            table.fields[number] = found

    def _member(
        self,
        member: Member,
        holder: Record | Union | Wrapped,
        schema: Schema,
    ) -> _Field:
        schema = resolved(self._definitions, schema)
        match member:
            case OneOf(shape=shape):
                return _Field(inner=self._inner(shape, schema))
            case ManyOf(shape=shape, keyed=keyed):
                of = "additionalProperties" if keyed else "items"
                kind = holder.message.fields_by_name[member.name].cpp_type
                return _Field(
                    many=not keyed,
                    keyed=keyed,
                    most=schema.get("maxItems"),
                    width=None if keyed or kind in _TEXTS else _FIXED.get(kind, 0),
                    inner=self._inner(shape, schema.get(of, {})),
                )

    def _inner(self, shape: Single, schema: Schema) -> _Table | None:
        match shape:
            case Record():
                return self._record(shape)
            case Union(variants=variants):
                by_number = {}
                for _, member in variants:
                    number = shape.message.fields_by_name[member.name].number
                    by_number[number] = self._member(member, shape, {})
                return _Table(fields=by_number)
            case Wrapped(member=member):
                number = shape.message.fields_by_name[member.name].number
                return _Table(fields={number: self._member(member, shape, schema)})
            case _:
                return _ANY if shape is VALUE else None


class _Enough(Exception):
    """So much has been found that the rest does not matter, or it is no message."""


class _Search:
    """One message, looked at."""

    def __init__(self, data: bytes) -> None:
        self.found: list[Violation] = []
        self._data = data
        self._steps = _STEPS

    def message(self, at: int, end: int, table: _Table, path: Path) -> None:
        if table.is_value and len(path) >= DEEPEST:
            self._add(path, TOO_DEEP)
            return
        counts: dict[int, int] = {}
        for number, start, stop in self._fields(at, end):
            if self.found:
                self._steps -= 1
                if self._steps < 0:
                    raise _Enough
            found = table.fields.get(number)
            if found is None:
                continue
            step = path if found.step is None else (*path, found.step)
            if found.many:
                count = counts.get(number, 0)
                counts[number] = count + self._count(found, start, stop)
                if found.most is not None and counts[number] > found.most:
                    if count <= found.most:
                        self._add(step, detail("maxItems", found.most, {}))
                    continue
                step = (*step, count)
            if found.keyed:
                self._entry(start, stop, found, step)
            elif found.inner is not None and stop > start >= 0:
                self.message(start, stop, found.inner, step)

    def _entry(self, at: int, end: int, found: _Field, path: Path) -> None:
        if found.inner is None:
            return
        key, value = "", (0, 0)
        for number, start, stop in self._fields(at, end):
            if number == 1:
                key = self._data[start:stop].decode("utf-8", "replace")
            elif number == 2:
                value = start, stop
        self.message(*value, found.inner, (*path, key))

    def _count(self, found: _Field, start: int, stop: int) -> int:
        """How many elements a field holds: a packed one many, any other one."""
        if found.width is None or start < 0:
            return 1
        if found.width:
            return (stop - start) // found.width
        return len(self._data[start:stop].translate(None, _HIGH))

    def _add(self, path: Path, text: str) -> None:
        violation = Violation(pointer(path[:DEEPEST]), text)
        if violation not in self.found:
            self.found.append(violation)
        if text == TOO_DEEP or len(self.found) == LIMIT:
            raise _Enough

    def _fields(self, at: int, end: int) -> Iterator[tuple[int, int, int]]:
        """Number, start and stop of each field; start is -1 for a number that is alone."""
        data, groups = self._data, 0
        while at < end:
            tag = data[at]
            at += 1
            if tag > 127:
                tag, at = self._varint(at - 1)
            start, kind = -1, tag & 7
            if kind == 2:
                length = data[at]
                at += 1
                if length > 127:
                    length, at = self._varint(at - 1)
                start = at
                at += length
            elif kind == 0:
                while data[at] > 127:
                    at += 1
                at += 1
            elif kind in _WIDTHS:
                at += _WIDTHS[kind]
            elif kind == 3:  # a group, which no contract has
                groups += 1
                continue
            elif kind == 4 and groups:
                groups -= 1
                continue
            else:  # what is not a message
                raise _Enough
            if not groups:
                yield tag >> 3, start, min(at, end)

    def _varint(self, at: int) -> tuple[int, int]:
        byte = self._data[at]
        if byte < 128:
            return byte, at + 1
        value, shift = byte & 127, 7
        while byte >= 128 and shift < 70:
            at += 1
            byte = self._data[at]
            value |= (byte & 127) << shift
            shift += 7
        return value, at + 1
