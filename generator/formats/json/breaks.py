"""Whom a change of what travels breaks where values are JSON."""

from collections.abc import Iterator
from typing import Protocol

from generator.kinds import Carrier, ScalarKind
from generator.kinds.kind import Order
from generator.kinds.reading import Fits, Reading, is_exact, text_fits, within
from generator.model import (
    Alias,
    Api,
    Enum,
    Field,
    NamedRef,
    Operation,
    Record,
    TypeRef,
    Union,
    Variant,
)
from generator.model.change import (
    FINE,
    Aspect,
    Change,
    Flow,
    Grade,
    Site,
    Verdict,
    Way,
    worst,
)


class Sided(Protocol):
    """One of two contracts, as a style has it bound."""

    @property
    def api(self) -> Api:
        """What it means."""


def json_fits(written: ScalarKind, read: ScalarKind, strict: bool) -> bool:
    """Whether the values of a kind in JSON are values of another one."""
    if written == read or read.carrier is Carrier.JSON:
        return True
    texts = (Carrier.TEXT, Carrier.BYTES)
    match written.carrier, read.carrier:
        case Carrier.INTEGER, Carrier.INTEGER:
            return within(written, read)
        case Carrier.INTEGER, Carrier.FLOAT:
            return read.name == "float64" and is_exact(written)
        case Carrier.FLOAT, Carrier.FLOAT:
            return within(written, read)
        case ((Carrier.INTEGER | Carrier.FLOAT), Carrier.TEXT):
            return not strict and read.order is Order.NUMBER
        case _:
            return written.carrier in texts and read.carrier in texts and text_fits(read, strict)


class JsonValues:
    """Makes judges of what travels as JSON; it has no state."""

    def judge(self, old: Sided, new: Sided) -> "JsonJudge":
        """A judge of the changes from one side to the other."""
        return JsonJudge(old.api, new.api)


class JsonJudge:
    """Judges the changes of fields, types and what belongs to them."""

    fits: Fits = staticmethod(json_fits)
    reading = Reading

    def __init__(self, old: Api, new: Api) -> None:
        self.old, self.new = old, new

    def verdict(self, change: Change) -> Verdict:
        """Names of members count, numbers do not; types are judged by what is written."""
        match change.aspect:
            case Aspect.NUMBER | Aspect.ORDER:
                return FINE
            case Aspect.TYPE if isinstance(change.old, Field) and isinstance(change.new, Field):
                return worst(self.at(site) for site in change.sites)
            case Aspect.TYPE:
                old, new = _refs(change)
                if old is None or new is None:
                    return change.neutral
                return worst(self._flowing(change.flow, old, new))
            case _:
                return change.neutral

    def at(self, site: Site) -> Verdict:
        """What a field of another type means where it travels."""
        if site.both is None:
            return FINE
        old, new = (field.whole or field.type for field in site.both)
        return self._read(site.way, old, new)

    def _flowing(self, flow: Flow, old: TypeRef, new: TypeRef) -> Iterator[Verdict]:
        if flow.into:
            yield self._read(Way.INTO, old, new)
        if flow.back:
            yield self._read(Way.OUT, old, new)

    def _read(self, way: Way, old: TypeRef, new: TypeRef) -> Verdict:
        def reads(strict: bool) -> Verdict:
            forth = self.reading(self.old, self.new, self.fits, strict=strict).reads(old, new)
            back = self.reading(self.new, self.old, self.fits, strict=strict).reads(new, old)
            return suited(way, forth=forth, back=back)

        return reads(True) if way is Way.INTO else promised(reads(False), reads(True))


def suited(way: Way, *, forth: bool, back: bool) -> Verdict:
    """Whom it breaks that values do not read.

    forth: the old ones as the new type; back: the new ones as the old type. Into a server the old
    client's values must read as the new type; out of it, the new ones as the old type.
    """
    suits_old, suits_new = (forth, back) if way is Way.INTO else (back, forth)
    return Verdict(
        old=Grade.FINE if suits_old else Grade.BREAKS,
        new=Grade.FINE if suits_new else Grade.BREAKS,
        why="" if forth and back else "values of one type do not read as the other",
    )


def promised(read: Verdict, schema: Verdict) -> Verdict:
    """What generated clients read, although the schema of their contract has other values."""

    def grade(lax: Grade, strict: Grade) -> Grade:
        return Grade.WEAKER if lax is Grade.FINE and strict is not Grade.FINE else lax

    return Verdict(old=grade(read.old, schema.old), new=grade(read.new, schema.new), why=schema.why)


def _refs(change: Change) -> tuple[TypeRef | None, TypeRef | None]:
    """What a change of types is between; None where neutral says it all."""
    match change.old, change.new:
        case Operation() as old, Operation() as new:
            if change.flow.into:
                return old.stream_input, new.stream_input
            if old.stream_output == new.stream_output:
                return old.output, new.output
            return None, None
        case old, new:
            return _ref(old), _ref(new)


def _ref(thing: object) -> TypeRef | None:
    match thing:
        case Record() | Enum() | Union() | Alias():
            return NamedRef(name=thing.name)
        case Variant(record=record):
            return NamedRef(name=record)
        case _:
            return None


JSON_VALUES = JsonValues()
