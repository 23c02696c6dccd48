"""Tells whether what is written as one type reads as another, as JSON does or otherwise."""

from collections.abc import Callable, Mapping

from generator.kinds.kind import STR, Carrier, ScalarKind
from generator.kinds.registry import kind_of
from generator.model import (
    Api,
    Constraints,
    Enum,
    Field,
    ListRef,
    MapRef,
    NamedRef,
    NullableRef,
    Record,
    ScalarRef,
    TypeDef,
    TypeRef,
    Union,
)
from generator.model.demands import Step, differences
from generator.model.refs import followed

# Whether all values of the first kind, as they are written, are read as the second one; strict: by
# a server, which refuses texts that are none of the kind where clients take any.
Fits = Callable[[ScalarKind, ScalarKind, bool], bool]

Types = Mapping[str, TypeDef]

# What a float64 holds exactly, and so does every reader of JSON.
_EXACT = 2**53


def text_fits(read: ScalarKind, strict: bool) -> bool:
    """Whether any text reads as a kind."""
    return read.is_free_text or (not strict and read.python == STR)


def within(written: ScalarKind, read: ScalarKind) -> bool:
    """Whether the range of a kind of number lies within that of another one."""
    if written.range is None or read.range is None:
        return read.range is None
    return read.range[0] <= written.range[0] and written.range[1] <= read.range[1]


def is_exact(kind: ScalarKind) -> bool:
    """Whether all its numbers are exact as a float64."""
    return kind.range is not None and max(-kind.range[0], kind.range[1]) <= _EXACT


class Reading:
    """Reads values of one contract as those of another. strict: as a server does."""

    def __init__(self, written: Api, read: Api, fits: Fits, *, strict: bool) -> None:
        self.written, self.read = written.types, read.types
        self.fits = fits
        self.strict = strict
        self._assumed: set[tuple[str, str]] = set()

    def reads(self, written: TypeRef, read: TypeRef) -> bool:
        """Whether all that is written as the first type reads as the second.

        What the aliases that these types are themselves demand is judged on its own.
        """
        written, _ = followed(self.written, written)
        read, _ = followed(self.read, read)
        return self.core(written, read)

    def inner(self, written: TypeRef, read: TypeRef) -> bool:
        """The same inside of a container, with what aliases demand there."""
        before, demanded = followed(self.written, written)
        after, demands = followed(self.read, read)
        if not self.core(before, after):
            return False
        whole = isinstance(after, ScalarRef) and kind_of(after).is_whole
        found = differences(demanded, demands, whole=whole)
        return not self.strict or all(each.step is Step.LOOSENED for each in found)

    def core(self, written: TypeRef, read: TypeRef) -> bool:
        """The same of types that are no aliases."""
        match written, read:
            case _, ScalarRef() if kind_of(read).carrier is Carrier.JSON:
                return True
            case ScalarRef(), ScalarRef():
                return self.fits(kind_of(written), kind_of(read), self.strict)
            case NullableRef(item=before), NullableRef(item=after):
                return self.inner(before, after)
            case _, NullableRef(item=after):
                return self.inner(written, after)
            case ListRef(), ListRef():
                repeats = not written.unique and read.unique
                return not (repeats and self.strict) and self.inner(written.item, read.item)
            case MapRef(), MapRef():
                return self.inner(written.value, read.value)
            case NamedRef(), NamedRef():
                return self.named(self.written[written.name], self.read[read.name])
            case NamedRef(), ScalarRef():  # an enum is written as the name of a value
                enum = isinstance(self.written[written.name], Enum)
                return enum and kind_of(read).is_free_text
            case ScalarRef(), NamedRef():  # clients keep values that they do not know
                enum = isinstance(self.read[read.name], Enum)
                text = kind_of(written).carrier is Carrier.TEXT
                return enum and text and not self.strict
            case _:
                return False

    def named(self, written: TypeDef, read: TypeDef) -> bool:
        """The same of declared types."""
        names = (written.name, read.name)
        if names in self._assumed:
            return True
        self._assumed.add(names)
        if same(written, read):
            return True
        match written, read:
            case Enum(), Enum():
                return self.enum(written, read)
            case Record(), Record():
                return self.record(written, read)
            case Union(), Union():
                return self.union(written, read)
            case _:
                return False

    def enum(self, written: Enum, read: Enum) -> bool:
        """Whether all values are known; clients keep those that are not."""
        before = {value.name for value in written.values}
        return not self.strict or before <= {value.name for value in read.values}

    def record(self, written: Record, read: Record) -> bool:
        """The same of records; a discriminator is passed over by clients, and not by servers."""
        if self.strict and written.tag != read.tag:
            return False
        if read.tag is not None and written.tag is not None and written.tag != read.tag:
            return False
        return self.members(written, read)

    def members(self, written: Record, read: Record) -> bool:
        """The same of the members of records."""
        before = {field.json_name: field for field in written.fields}
        after = {field.json_name: field for field in read.fields}
        if self.strict and not before.keys() <= after.keys():
            return False
        return all(self.member(before.get(name), field) for name, field in after.items())

    def member(self, written: Field | None, read: Field) -> bool:
        """The same of a member, None where it is not written."""
        if written is None:
            return not read.required
        if read.required and written.may_be_absent:
            return False
        demands = differences(
            _demanded(self.written, written), _demanded(self.read, read), whole=False
        )
        if self.strict and any(each.step is not Step.LOOSENED for each in demands):
            return False
        return self.reads(written.type, read.type)

    def union(self, written: Union, read: Union) -> bool:
        """The same of unions; clients keep variants that they do not know."""
        return written.discriminator == read.discriminator and self.variants(written, read)

    def variants(self, written: Union, read: Union) -> bool:
        """The same of the variants of unions."""
        after = {variant.tag: variant.record for variant in read.variants}
        return all(
            self.core(NamedRef(name=variant.record), NamedRef(name=after[variant.tag]))
            if variant.tag in after
            else not self.strict
            for variant in written.variants
        )


def same(written: TypeDef, read: TypeDef) -> bool:
    """Whether it is one type before and after: what changed in it is told there."""
    if type(written) is not type(read):
        return False
    return written.name in (read.name, read.renamed_from) or read.name == written.renamed_from


def _demanded(types: Types, field: Field) -> list[Constraints]:
    return [field.constraints, *followed(types, field.type)[1]]
