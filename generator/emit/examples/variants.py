"""Turns one item into others like it, in wire form: with other names, prices and days."""

import re
import uuid
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, assert_never

from generator.kinds import Order, kind_of
from generator.kinds.string import counted
from generator.model import (
    Alias,
    Api,
    Constraints,
    Enum,
    Field,
    Json,
    NamedRef,
    Record,
    Resource,
    ScalarRef,
    Union,
)


def variant(api: Api, record: Record, document: Mapping[str, Any], number: int) -> dict[str, Json]:
    """A document whose free text, numbers and times differ from the given one's.

    Enumerations, booleans, lists and what only the server counts stay, so that what a filter
    lets pass still passes more often than not.
    """
    return {
        field.json_name: _value(api, field, document[field.json_name], number)
        for field in record.fields
        if field.json_name in document
    } | {name: value for name, value in document.items() if name == _tag(record)}


def sibling(api: Api, record: Record, document: Mapping[str, Any], number: int) -> dict[str, Json]:
    """A variant that has a key of its own, where the record is that of a resource."""
    made = variant(api, record, document, number)
    for resource in api.resources.values():
        own = key_field(api, resource) if resource.record == record.name else None
        if own is not None and own.json_name in document:
            key = next_key(document[own.json_name], number, constraints_of(api, own))
            return made if key is None else {**made, own.json_name: key}
    return made


def key_field(api: Api, resource: Resource) -> Field | None:
    """The field that tells an item from its siblings; a singleton has none."""
    record = api.types[resource.record]
    assert isinstance(record, Record)
    return next((field for field in record.fields if field.name.text == resource.key), None)


def constraints_of(api: Api, field: Field) -> Constraints:
    """What a field's value has to be like; an alias brings its own constraints."""
    named = api.types[field.type.name] if isinstance(field.type, NamedRef) else None
    return named.constraints if isinstance(named, Alias) else field.constraints


def next_key(key: str | int, number: int, constraints: Constraints) -> str | int | None:
    """A key so many after another one, None where its pattern leaves no such key."""
    if isinstance(key, int):
        return key + number
    found = _identifier(key, number) or counted(key, number) or f"{key}-{number + 1}"
    return found if _fits(found, constraints) else None


def _identifier(text: str, number: int) -> str | None:
    try:
        return str(uuid.UUID(int=uuid.UUID(text).int + number)) if len(text) == 36 else None
    except ValueError:
        return None


def _tag(record: Record) -> str | None:
    return record.tag.member if record.tag is not None else None


def _value(api: Api, field: Field, value: Json, number: int) -> Json:
    if value is None:
        return None
    match field.type:
        case NamedRef(name=name):
            match api.types[name]:
                case Record() as record if isinstance(value, dict):
                    return variant(api, record, value, number)
                case Record() | Enum() | Union() | Alias():
                    return value
                case other:
                    assert_never(other)
        case ScalarRef() as scalar:
            kind = kind_of(scalar)
            if field.read_only and kind.order is not Order.TIME:
                return value
            try:
                made = kind.another(value, number)
            except (ValueError, ArithmeticError):  # the last day of the calendar, 1E+1000, …
                return value
            return value if made is None or not _fits(made, field.constraints) else made
        case _:
            return value


def _fits(value: Json, constraints: Constraints) -> bool:
    if isinstance(value, str) and not _is_number(constraints):
        longest = constraints.max_length
        pattern = constraints.pattern
        return (longest is None or len(value) <= longest) and (
            pattern is None or re.search(pattern, value) is not None
        )
    if not isinstance(value, str | int | float):
        return False
    amount, multiple = Decimal(str(value)), constraints.multiple_of
    most = [constraints.maximum, constraints.exclusive_maximum]
    least = [constraints.minimum, constraints.exclusive_minimum]
    return (
        all(amount < bound for bound in most if bound is not None)
        and all(amount > bound for bound in least if bound is not None)
        and (multiple is None or amount % multiple == 0)
    )


def _is_number(constraints: Constraints) -> bool:
    """Whether they are those of a number, which a decimal is although its text is a string."""
    names = ("minimum", "maximum", "exclusive_minimum", "exclusive_maximum", "multiple_of")
    return any(getattr(constraints, name) is not None for name in names)
