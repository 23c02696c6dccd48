"""Whom a change of what travels breaks where values are binary protobuf."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from generator.formats.format import Described as Formats
from generator.formats.json.breaks import promised, suited
from generator.formats.protobuf import PROTOBUF, names
from generator.formats.protobuf.file import ProtoField, ProtoFile
from generator.formats.protobuf.reading import Declared, ProtobufReading, alike
from generator.model import (
    Alias,
    Api,
    Enum,
    EnumValue,
    Field,
    NamedRef,
    Record,
    TypeRef,
    Union,
    Variant,
)
from generator.model.absence import existence
from generator.model.change import FINE, Aspect, Change, Grade, Site, Verdict, Way, worst
from generator.naming import Name


class Sided(Protocol):
    """One of two contracts, as a style has it bound."""

    @property
    def api(self) -> Api:
        """What it means."""

    @property
    def described(self) -> Formats:
        """What it is in the formats of its styles."""


class ProtobufValues:
    """Makes judges of what travels as binary protobuf; it has no state."""

    def judge(self, old: Sided, new: Sided) -> "ProtobufJudge":
        """A judge of the changes from one side to the other."""
        return ProtobufJudge(
            (old.api, old.described.of(PROTOBUF)), (new.api, new.described.of(PROTOBUF))
        )


@dataclass(frozen=True, slots=True)
class _Place:
    """A field before and after in a message that travels one way."""

    way: Way
    old: ProtoField
    new: ProtoField


class ProtobufJudge:
    """Judges the changes of fields, types and what belongs to them: by numbers and wire types."""

    def __init__(self, old: tuple[Api, ProtoFile], new: tuple[Api, ProtoFile]) -> None:
        self._sides = old, new
        self._old, self._new = _Messages(*old), _Messages(*new)

    def verdict(self, change: Change) -> Verdict:
        """Numbers count, names of members and values do not."""
        match change.old, change.new:
            case Field() as old, Field() as new:
                return self._field(change, old, new)
            case EnumValue() as old, EnumValue() as new:
                before = self._old.declared.values(change.owners[0]).get(old.name)
                after = self._new.declared.values(change.owners[1]).get(new.name)
                return _numbers(change, before, after)
            case (Field(), None) | (None, Field()) if change.aspect is Aspect.EXISTENCE:
                return _existence(change)
            case Variant() as old, Variant() as new:
                return self._variant(change, old, new)
            case (Record() | Enum() | Union() | Alias()) as old, (
                Record() | Enum() | Union() | Alias()
            ) as new:
                if change.aspect is Aspect.NAME:  # also of a discriminator: there is a oneof
                    return FINE
                if change.aspect is Aspect.TYPE:
                    return self._flowing(change, NamedRef(name=old.name), NamedRef(name=new.name))
                return change.neutral
            case _:
                return change.neutral

    def _field(self, change: Change, old: Field, new: Field) -> Verdict:
        match change.aspect:
            case Aspect.NAME | Aspect.NUMBER | Aspect.TYPE:
                found = []
            case Aspect.PRESENCE | Aspect.DEFAULT:  # a list that may be absent is a message
                found = [change.neutral]
            case Aspect.EXISTENCE:
                return _existence(change)
            case _:
                return change.neutral
        places = list(self._places(change))
        found += [self._wire(place) for place in places]
        if change.aspect is Aspect.TYPE:
            types = (old.whole or old.type, new.whole or new.type)
            found += [self._read(way, *types) for way in {place.way: None for place in places}]
        return worst(found)

    def _variant(self, change: Change, old: Variant, new: Variant) -> Verdict:
        before = self._old.branch(change.owners[0], old)
        after = self._new.branch(change.owners[1], new)
        found = [_numbers(change, before, after)]
        if change.aspect is Aspect.TYPE:
            types = (NamedRef(name=old.record), NamedRef(name=new.record))
            found.append(self._flowing(change, *types))
        return worst(found)

    def _places(self, change: Change) -> Iterator[_Place]:
        """The messages that hold a field, by where they travel."""
        found: dict[tuple[Way, str, str], tuple[Field, Field]] = {}
        for site in change.sites:
            if site.both is not None:
                found.setdefault((site.way, *self._messages(change, site)), site.both)
        for (way, before, after), copies in found.items():
            first, second = (
                side.declared.fields(message).get(names.field_name(copy.name))
                for side, message, copy in zip(
                    (self._old, self._new), (before, after), copies, strict=True
                )
            )
            if first is not None and second is not None:
                yield _Place(way, first, second)

    def _messages(self, change: Change, site: Site) -> tuple[str, str]:
        before, after = site.operation
        if site.parameter:
            return self._old.request(before), self._new.request(after)
        owner = change.owners[0]
        if owner == before and owner in self._sides[0][0].operations:
            return self._old.response(before), self._new.response(after)
        into = site.way is Way.INTO
        return (
            self._old.form(change.owners[0], into=into),
            self._new.form(change.owners[1], into=into),
        )

    def _wire(self, place: _Place) -> Verdict:
        forth, back = alike(place.old, place.new), alike(place.new, place.old)
        if place.old.number != place.new.number:
            why = f"its number was {place.old.number}, and is {place.new.number}"
        else:
            why = f"{_spelled(place.old)} does not read as {_spelled(place.new)}"
        return replace(suited(place.way, forth=forth, back=back), why="" if forth and back else why)

    def _flowing(self, change: Change, old: TypeRef, new: TypeRef) -> Verdict:
        ways = [Way.INTO] if change.flow.into else []
        ways += [Way.OUT] if change.flow.back else []
        return worst(self._read(way, old, new) for way in ways)

    def _read(self, way: Way, old: TypeRef, new: TypeRef) -> Verdict:
        def reads(strict: bool) -> Verdict:
            before, after = self._sides
            forth = ProtobufReading(before, after, strict=strict).reads(old, new)
            back = ProtobufReading(after, before, strict=strict).reads(new, old)
            return suited(way, forth=forth, back=back)

        return reads(True) if way is Way.INTO else promised(reads(False), reads(True))


def _spelled(field: ProtoField) -> str:
    return f"{field.label} {field.type}" if field.label == "repeated" else field.type


def _existence(change: Change) -> Verdict:
    """Servers pass over what they do not know, and clients read a zero where nothing is.

    So calls do not fail, but what was sent is lost, and what is read was never said.
    """
    found = []
    for site in change.sites:
        verdict = existence([site])
        if site.way is not Way.INTO:
            verdict = replace(verdict, why="it reads as its zero" if verdict.why else "")
        elif site.old is None:
            verdict = replace(verdict, why_new="old servers pass it over")
        else:
            why = "new servers pass it over"
            verdict = replace(verdict, why=why, why_new=verdict.reason_new)
        found.append(verdict)
    return worst(found)


def _numbers(change: Change, old: int | None, new: int | None) -> Verdict:
    """Of a value or variant that is there on both sides, whatever it is called."""
    if old == new or not (change.flow.into or change.flow.back):
        return FINE
    why = f"its number was {old}, and is {new}"
    return Verdict(old=Grade.BREAKS, new=Grade.BREAKS, why=why)


class _Messages:
    """Which messages hold what, in one contract."""

    def __init__(self, api: Api, file: ProtoFile) -> None:
        self._api = api
        self.declared = Declared(file)
        self._rpcs = {rpc.operation: rpc for rpc in file.rpcs}

    def request(self, operation: str) -> str:
        """The message of an operation's parameters."""
        return self._rpcs[operation].request

    def response(self, operation: str) -> str:
        """The message of an operation's answer."""
        return self._rpcs[operation].response

    def form(self, owner: str, *, into: bool) -> str:
        """The message of a record or an error, as inputs or answers have it."""
        type_ = self._api.types.get(owner)
        view = type_.input_view if isinstance(type_, Record) and into else None
        return view or owner

    def branch(self, union: str, variant: Variant) -> int | None:
        """The number of the branch of a variant."""
        field = self.declared.fields(union).get(names.field_name(Name.parse(variant.tag)))
        return None if field is None else field.number


PROTOBUF_VALUES = ProtobufValues()
