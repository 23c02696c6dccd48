"""Turns the filters of a list into tests of its items, where names and types tell what they mean.

A name that is a field's asks for equality, a list of values for any of them; ``topic`` asks whether
it is among the ``topics``, ``states`` whether the ``state`` is among them. ``min_price``,
``created_since``, ``not_before`` and their kin bound a field, ``name_prefix`` and ``name_contains``
say what is in a text. Fields of a record within the item count where the item has none that fits.
"""

import datetime
import operator
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from generator.emit.python.code import member
from generator.kinds import DATE, TIMESTAMP, Order, ScalarKind, kind_of
from generator.model import (
    Alias,
    Api,
    Enum,
    Field,
    ListRef,
    NamedRef,
    NullableRef,
    Record,
    ScalarRef,
    TypeRef,
)
from generator.naming import Name, plural

# Whether an item passes, given the value that is asked for.
Matcher = Callable[[Any, Any], bool]
_Words = tuple[str, ...]
_Kind = ScalarKind | str | None  # a string: the name of an enum; None: nothing to compare


# The words before or after a field's name, and how its value and the wanted one compare.
_BOUNDS: dict[_Words, Matcher] = {
    ("min",): operator.ge,
    ("from",): operator.ge,
    ("since",): operator.ge,
    ("not", "before"): operator.ge,
    ("after",): operator.gt,
    ("max",): operator.le,
    ("to",): operator.le,
    ("until",): operator.le,
    ("not", "after"): operator.le,
    ("before",): operator.lt,
}
_PARTS: dict[str, Matcher] = {
    "prefix": lambda found, wanted: str(found).startswith(str(wanted)),
    "suffix": lambda found, wanted: str(found).endswith(str(wanted)),
    "contains": lambda found, wanted: str(wanted) in str(found),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Something in an item that can be compared; path: the attributes that lead there."""

    name: Name
    path: tuple[str, ...]
    kind: _Kind
    many: bool

    def test(self, compare: Matcher) -> Matcher:
        def passes(item: Any, wanted: Any) -> bool:
            found = item
            for attribute in self.path:
                found = getattr(found, attribute, None)
            return found is not None and compare(found, wanted)

        return passes


def filter_test(api: Api, record: Record, asked: Field) -> Matcher | None:
    """What a filter asks of an item of a record; None where nothing tells."""
    kind, many = _kind(api, asked.type)
    own = list(_places(api, record))
    for places in (own, list(_within(api, record))):
        found = _named(places, asked.name, many) or _bounded(places, asked.name, kind)
        if found is not None:
            return found
    return None


def _named(places: Sequence[_Place], name: Name, many: bool) -> Matcher | None:
    """Equality, or membership on either side."""
    for place in places:
        if place.name.words == name.words:
            if many and place.many:
                return place.test(lambda found, wanted: bool({*found} & {*wanted}))
            return place.test(_is_among if many else _has if place.many else operator.eq)
    for place in places:
        if place.many and not many and place.name.words == plural(name).words:
            return place.test(_has)
        if many and not place.many and plural(place.name).words == name.words:
            return place.test(_is_among)
    return None


def _is_among(found: Any, wanted: Any) -> bool:
    return not wanted or found in wanted


def _has(found: Any, wanted: Any) -> bool:
    return wanted in found


def _bounded(places: Sequence[_Place], name: Name, kind: _Kind) -> Matcher | None:
    """A bound of a field, or a part of its text."""
    *head, last = name.words
    if last in _PARTS and head and _order(kind) is Order.TEXT:
        for place in places:
            if place.name.words == (*head,) and _order(place.kind) is Order.TEXT and not place.many:
                return place.test(_PARTS[last])
    for words, compare in _BOUNDS.items():
        for rest in _without(name.words, words):
            chosen = [p for p in places if _is_meant(p, rest) and _compares(p, kind)]
            if len(chosen) == 1:
                return chosen[0].test(_by_date(compare) if _mixed(chosen[0], kind) else compare)
    return None


def _without(words: _Words, bound: _Words) -> Iterator[_Words]:
    """What is left of a name without the words of a bound, at its beginning or its end."""
    size = len(bound)
    if words[:size] == bound:
        yield words[size:]
    if words[-size:] == bound and len(words) > size:
        yield words[:-size]


def _is_meant(place: _Place, rest: _Words) -> bool:
    """Whether a bound names a field: itself, without its ``_at``, or, of times, not at all."""
    if not rest:
        return _order(place.kind) is Order.TIME
    words = place.name.words
    return words == rest or (words[:-1] == rest and words[-1] in ("at", "on"))


def _compares(place: _Place, kind: _Kind) -> bool:
    if place.many or kind is None:
        return False
    return (
        (_order(kind) is Order.NUMBER and _order(place.kind) is Order.NUMBER)
        or (_order(kind) is Order.TIME and place.kind is kind)
        or _mixed(place, kind)
    )


def _mixed(place: _Place, kind: _Kind) -> bool:
    return kind is DATE and place.kind is TIMESTAMP


def _order(kind: _Kind) -> Order | None:
    return kind.order if isinstance(kind, ScalarKind) else None


def _by_date(compare: Matcher) -> Matcher:
    """Compare the day of a timestamp, as it is in UTC."""
    return lambda found, wanted: compare(found.astimezone(datetime.UTC).date(), wanted)


def _places(api: Api, record: Record, path: tuple[str, ...] = ()) -> Iterator[_Place]:
    for field in record.fields:
        kind, many = _kind(api, field.type)
        yield _Place(name=field.name, path=(*path, member(field.name)), kind=kind, many=many)


def _within(api: Api, record: Record) -> Iterable[_Place]:
    """What is in the records of an item; a name that comes twice tells nothing."""
    found: dict[_Words, list[_Place]] = {}
    for field in record.fields:
        inner = api.types.get(field.type.name) if isinstance(field.type, NamedRef) else None
        if isinstance(inner, Record):
            for place in _places(api, inner, (member(field.name),)):
                found.setdefault(place.name.words, []).append(place)
    return [places[0] for places in found.values() if len(places) == 1]


def _kind(api: Api, ref: TypeRef) -> tuple[_Kind, bool]:
    """What values there are, and whether there are many of them."""
    match ref:
        case NullableRef():
            return _kind(api, ref.item)
        case ListRef():
            return _kind(api, ref.item)[0], True
        case ScalarRef():
            return kind_of(ref), False
        case NamedRef():
            match api.types[ref.name]:
                case Alias() as alias:
                    return _kind(api, alias.type)
                case Enum() as enum:
                    return enum.name, False
                case _:
                    return None, False
        case _:
            return None, False
