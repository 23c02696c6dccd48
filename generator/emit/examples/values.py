"""Turns types into values that satisfy them, in wire form, the same every time.

For operations without examples, which the pages show all the same. Optional fields are left out.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import msgspec

from generator.emit.examples.pattern import matching
from generator.kinds import STRING, Carrier, Order, ScalarKind, kind_of
from generator.model import (
    NO_CONSTRAINTS,
    Alias,
    Api,
    Constraints,
    Enum,
    Field,
    FieldRole,
    Json,
    ListRef,
    MapRef,
    NamedRef,
    NullableRef,
    Operation,
    Record,
    RecordOrigin,
    ScalarRef,
    TypeRef,
    Union,
)

_KEY = "123"  # of an item, where any text is one
_MAX_DEPTH = 20
_MAX_ITEMS = 100


class Underivable(Exception):
    """No value could be found: the contract should give an example."""


def converted(value: Any, kind: Any) -> Any:
    """JSON of the model as a value of an emitted type."""
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError:
        return msgspec.convert(_plain(value), kind, strict=False)


def _plain(value: Any) -> Any:
    """Numbers as JSON would bring them: int or float."""
    match value:
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case dict():
            return {key: _plain(item) for key, item in value.items()}
        case list():
            return [_plain(item) for item in value]
        case _:
            return value


class ExampleValues:
    """Makes values of one contract's types: inputs, or outputs (the other view of records)."""

    def __init__(self, api: Api, *, output: bool = False) -> None:
        self._api = api
        self._output = output

    def arguments(self, operation: Operation) -> dict[str, Json]:
        """An input by JSON names: what is required, and in an update one change."""
        fields = self._api.request(operation).fields
        made = {f.json_name: self.field(f) for f in fields if f.required and not f.patch}
        change = next((field for field in fields if field.patch), None)
        if change is not None:
            made[change.json_name] = self.field(change)
        return made

    def field(self, field: Field, depth: int = 0) -> Json:
        """A value of a field: its first example, else one that its type and constraints allow."""
        if field.examples:
            return field.examples[0]
        if field.role is FieldRole.KEY and _is_free_text(field):
            return _KEY
        return self.of(field.type, field.constraints, word=field.name.title, depth=depth)

    def of(
        self,
        ref: TypeRef,
        constraints: Constraints = NO_CONSTRAINTS,
        *,
        word: str = "Text",
        depth: int = 0,
    ) -> Json:
        """A value of a type; ``word`` is what free text says."""
        if depth > _MAX_DEPTH:
            raise Underivable
        match ref:
            case ScalarRef():
                return _scalar(kind_of(ref), constraints, word)
            case NullableRef():
                return self.of(ref.item, constraints, word=word, depth=depth + 1)
            case ListRef():
                return self._list(ref, constraints, word, depth)
            case MapRef():
                return {} if depth else {"key": self.of(ref.value, word=word, depth=depth + 1)}
            case NamedRef():
                return self._named(ref.name, constraints, word, depth)

    def _list(self, ref: ListRef, constraints: Constraints, word: str, depth: int) -> Json:
        least = constraints.min_items or 0
        if least == 0 and (depth or constraints.max_items == 0):
            return []
        count = max(least, 1)
        if count > _MAX_ITEMS:
            raise Underivable
        unique = ref.unique or constraints.unique_items
        if not unique or count == 1:
            return [self.of(ref.item, word=word, depth=depth + 1) for _ in range(count)]
        return self._different(ref.item, count, word)

    def _different(self, item: TypeRef, count: int, word: str) -> Json:
        """Several values, no two of them alike."""
        match item:
            case NamedRef() if isinstance(found := self._api.types[item.name], Enum):
                if len(found.values) >= count:
                    return [value.name for value in found.values[:count]]
            case ScalarRef() if kind_of(item).is_free_text:
                return [f"{word} {number}" for number in range(1, count + 1)]
            case ScalarRef() if kind_of(item).is_whole:
                return list(range(1, count + 1))
            case _:
                pass
        raise Underivable

    def _named(self, name: str, constraints: Constraints, word: str, depth: int) -> Json:
        match self._api.types[name]:
            case Enum() as enum:
                return enum.values[0].name
            case Alias() as alias:
                if alias.examples:
                    return alias.examples[0]
                both = _merge(alias.constraints, constraints)
                return self.of(alias.type, both, word=word, depth=depth)
            case Union() as union:
                if union.input_view is not None and not self._output:
                    return self._named(union.input_view, constraints, word, depth)
                return self._variant(union, depth)
            case Record() as record:
                if record.input_view is not None and not self._output:
                    return self._named(record.input_view, constraints, word, depth)
                return self._record(record, depth)

    def _variant(self, union: Union, depth: int) -> Json:
        """The first variant that a finite value exists for."""
        for variant in union.variants:
            try:
                record = self._named(variant.record, NO_CONSTRAINTS, "", depth + 1)
            except Underivable:
                continue
            assert isinstance(record, dict)
            return {union.discriminator: variant.tag} | record
        raise Underivable

    def _record(self, record: Record, depth: int) -> Json:
        made: dict[str, Json] = {}
        if record.tag is not None:
            made[record.tag.member] = record.tag.value
        for field in self._told(record):
            made[field.json_name] = self.field(field, depth + 1)
        return made

    def _told(self, record: Record) -> list[Field]:
        """The fields that a value has: what is required, in a patch what a new record needs."""
        required = [field for field in record.fields if field.required]
        if record.origin is not RecordOrigin.PATCH:
            return required
        whole = self._api.types[record.source or ""]
        assert isinstance(whole, Record)
        needed = {field.json_name for field in whole.fields if field.required}
        told = [field for field in record.fields if field.json_name in needed]
        return told or [field for field in record.fields if field.whole is None][:1]


def _is_free_text(field: Field) -> bool:
    if field.type != STRING.ref or field.constraints.pattern is not None:
        return False
    least, most = field.constraints.min_length, field.constraints.max_length
    return (least is None or least <= len(_KEY)) and (most is None or most >= len(_KEY))


def _merge(inner: Constraints, outer: Constraints) -> Constraints:
    """Both constraints, where each says something of its own; the outer one wins."""
    names = Constraints.__dataclass_fields__
    chosen = {name: getattr(outer, name) or getattr(inner, name) for name in names}
    return Constraints(**chosen)


def _scalar(kind: ScalarKind, constraints: Constraints, word: str) -> Json:
    if kind.is_free_text:
        return _string(constraints, word)
    if kind.order is not Order.NUMBER:
        return kind.example
    step = Decimal(1) if kind.is_whole else None
    number = _number(constraints, Decimal(str(kind.example)), step=step, limits=kind.range)
    if kind.is_whole:
        return int(number)
    return f"{number:f}" if kind.carrier is Carrier.TEXT else float(number)


def _string(constraints: Constraints, word: str) -> str:
    least, most = constraints.min_length or 0, constraints.max_length
    if constraints.pattern is not None:
        found = matching(constraints.pattern, shortest=least, longest=most)
        if found is None:
            raise Underivable
        return found
    text = word or "Text"
    while len(text) < least:
        text += f" {word}"
    return text[: max(least, len(word))] if most is None else text[:most]


def _number(
    constraints: Constraints,
    wish: Decimal,
    *,
    step: Decimal | None = None,
    limits: tuple[Decimal, Decimal] | None = None,
) -> Decimal:
    """The number nearest to a wish that bounds and steps allow."""
    least, most = limits or (None, None)
    low = _strictest(max, constraints.minimum, least)
    high = _strictest(min, constraints.maximum, most)
    above, below = constraints.exclusive_minimum, constraints.exclusive_maximum
    multiple = constraints.multiple_of or step
    candidates = [wish]
    nudge = multiple or Decimal("0.01")
    for bound, toward in ((low, 0), (above, 1), (high, 0), (below, -1)):
        if bound is not None:
            candidates += [bound, bound + toward * nudge]
    if low is not None and high is not None:
        candidates.append((low + high) / 2)
    if above is not None and below is not None:
        candidates.append((above + below) / 2)
    for candidate in candidates:
        for value in (candidate, *_rounded(candidate, multiple)):
            fits = (
                (low is None or value >= low)
                and (high is None or value <= high)
                and (above is None or value > above)
                and (below is None or value < below)
                and (multiple is None or value % multiple == 0)
                and (step is None or value % step == 0)
            )
            if fits:
                return value
    raise Underivable


def _rounded(value: Decimal, multiple: Decimal | None) -> list[Decimal]:
    """The multiples around a value."""
    if multiple is None:
        return []
    floor = (value // multiple) * multiple
    return [floor, floor + multiple, floor - multiple]


def _strictest(
    choose: Callable[[Decimal, Decimal], Decimal], one: Decimal | None, other: Decimal | None
) -> Decimal | None:
    if one is None or other is None:
        return one if other is None else other
    return choose(one, other)
