"""Tells whether what is written as one type reads as another in binary protobuf."""

from collections.abc import Mapping

from generator.formats.protobuf import names
from generator.formats.protobuf.file import Message, ProtoEnum, ProtoField, ProtoFile
from generator.formats.protobuf.history import is_compatible
from generator.kinds import Carrier, ScalarKind
from generator.kinds.reading import Reading, text_fits, within
from generator.model import (
    Api,
    Enum,
    Field,
    NamedRef,
    NullableRef,
    Record,
    TypeRef,
    Union,
)
from generator.naming import Name


def protobuf_fits(written: ScalarKind, read: ScalarKind, strict: bool) -> bool:
    """Whether the values of a kind in protobuf are values of another one."""
    if written == read:
        return True
    if not is_compatible(written.protobuf.name, read.protobuf.name):
        return False
    match written.carrier, read.carrier:
        case Carrier.INTEGER, Carrier.INTEGER:
            return within(written, read)
        case Carrier.TEXT, Carrier.TEXT:
            return text_fits(read, strict)
        case _:
            return False


def alike(written: ProtoField, read: ProtoField) -> bool:
    """Whether two fields are one on the wire, but for what their messages hold."""
    repeated = (written.label == "repeated", read.label == "repeated")
    return (
        written.number == read.number
        and repeated in ((True, True), (False, False))
        and _alike(written.type, read.type)
    )


def _alike(written: str, read: str) -> bool:
    if written == read or is_compatible(written, read):
        return True
    before, after = (type_.removeprefix("map<string, ") for type_ in (written, read))
    if (before == written) != (after == read):
        return False
    if before != written:
        return _alike(before.removesuffix(">"), after.removesuffix(">"))
    return all(type_[0].isupper() for type_ in (written, read))  # messages, or enums


class ProtobufReading(Reading):
    """Reads values of one .proto as those of another. strict: as a server does."""

    def __init__(
        self, written: tuple[Api, ProtoFile], read: tuple[Api, ProtoFile], *, strict: bool
    ) -> None:
        super().__init__(written[0], read[0], protobuf_fits, strict=strict)
        self._written_file, self._read_file = Declared(written[1]), Declared(read[1])

    def core(self, written: TypeRef, read: TypeRef) -> bool:
        """The same of types that are no aliases; what may be null is a message of its own."""
        match written, read:
            case NullableRef(item=before), NullableRef(item=after):
                return self.inner(before, after)
            case (NullableRef(), _) | (_, NullableRef()):
                return False
            case NamedRef(), NamedRef():
                return super().core(written, read)
            case (NamedRef(), _) | (_, NamedRef()):
                return False
            case _:
                return super().core(written, read)

    def enum(self, written: Enum, read: Enum) -> bool:
        """Whether all numbers are known; clients keep those that are not."""
        before = self._written_file.values(written.name)
        after = self._read_file.values(read.name)
        known = all(after.get(name) == number for name, number in before.items() if name in after)
        return known and (not self.strict or {*before.values()} <= {*after.values()})

    def record(self, written: Record, read: Record) -> bool:
        """The same of records, member by member, which numbers tell apart."""
        before = self._fields(self._written_file, written)
        after = self._fields(self._read_file, read)
        if self.strict and not before.keys() <= after.keys():
            return False
        for number, (there, field) in after.items():
            if number not in before:
                if field.required:
                    return False
                continue
            here, earlier = before[number]
            named = here.name == there.name
            if not named or not alike(here, there) or not self.member(earlier, field):
                return False
        return True

    @staticmethod
    def _fields(file: "Declared", record: Record) -> dict[int, tuple[ProtoField, Field]]:
        fields = file.fields(record.name)
        found = ((fields.get(names.field_name(field.name)), field) for field in record.fields)
        return {proto.number: (proto, field) for proto, field in found if proto is not None}

    def union(self, written: Union, read: Union) -> bool:
        """The same of unions, branch by branch, which numbers tell apart."""
        before, after = self._branches(written), self._branches_read(read)
        if self.strict and not before.keys() <= after.keys():
            return False
        return all(
            self.core(NamedRef(name=before[number]), NamedRef(name=after[number]))
            for number in before
            if number in after
        )

    def _branches(self, union: Union) -> dict[int, str]:
        return _branches(self._written_file, union)

    def _branches_read(self, union: Union) -> dict[int, str]:
        return _branches(self._read_file, union)


def _branches(file: "Declared", union: Union) -> dict[int, str]:
    fields = file.fields(union.name)
    found = (
        (fields.get(names.field_name(Name.parse(variant.tag))), variant.record)
        for variant in union.variants
    )
    return {proto.number: record for proto, record in found if proto is not None}


class Declared:
    """The declarations of a .proto, by name."""

    def __init__(self, file: ProtoFile) -> None:
        self._messages = {one.name: one for one in file.declarations if isinstance(one, Message)}
        self._enums = {one.name: one for one in file.declarations if isinstance(one, ProtoEnum)}
        self._fields: dict[str, dict[str, ProtoField]] = {}

    def fields(self, message: str) -> Mapping[str, ProtoField]:
        """The fields of a message; none where it is not declared."""
        if message not in self._fields:
            found = self._messages.get(message)
            fields = () if found is None else found.fields
            self._fields[message] = {field.name: field for field in fields}
        return self._fields[message]

    def values(self, enum: str) -> Mapping[str | None, int]:
        """The numbers of an enum, by what the contract calls its values."""
        found = self._enums.get(enum)
        return {} if found is None else {value.json: value.number for value in found.values}
