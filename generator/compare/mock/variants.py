"""Turns one item into others like it, in wire form: with other names, prices and days."""

import re
import uuid
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, assert_never

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
    ScalarKind,
    ScalarRef,
    Union,
)

_LEAST_MAXIMUM = 2**31  # of the kinds of integers
_DIGITS = re.compile(r"\d+$")


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
    found = _identifier(key, number) or _counted(key, number) or f"{key}-{number + 1}"
    return found if _fits(found, constraints) else None


def _identifier(text: str, number: int) -> str | None:
    try:
        return str(uuid.UUID(int=uuid.UUID(text).int + number)) if len(text) == 36 else None
    except ValueError:
        return None


def _counted(text: str, number: int) -> str | None:
    """The text with the number at its end counted up: ``db-1`` → ``db-2``."""
    found = _DIGITS.search(text)
    if found is None:
        return None
    return f"{text[: found.start()]}{int(found[0]) + number:0{len(found[0])}d}"


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
        case ScalarRef(kind=kind):
            try:
                made = _scalar(kind, value, number, field)
            except (ValueError, ArithmeticError):  # the last day of the calendar, 1E+1000, …
                return value
            return value if made is None or not _fits(made, field.constraints) else made
        case _:
            return value


def _scalar(kind: ScalarKind, value: Json, number: int, field: Field) -> Json:
    """Another value of the kind; None where there is none to be had."""
    match kind, value:
        case (ScalarKind.TIMESTAMP, str()):
            moved = datetime.fromisoformat(value) + timedelta(days=number)
            return moved.isoformat().replace("+00:00", "Z")
        case (ScalarKind.DATE, str()):
            return (date.fromisoformat(value) + timedelta(days=number)).isoformat()
        case _ if field.read_only:
            return None
        case (ScalarKind.STRING, str()):
            return _counted(value, number) or f"{value} {number + 1}"
        case (ScalarKind.DECIMAL, str()):
            given = Decimal(value)
            grown = (given * (10 + 3 * number) / 10).quantize(given)
            return None if grown == given else f"{grown:f}"
        case (ScalarKind.INT32 | ScalarKind.INT64 | ScalarKind.UINT32 | ScalarKind.UINT64, int()):
            return value + number if value + number < _LEAST_MAXIMUM else None
        case (ScalarKind.FLOAT32 | ScalarKind.FLOAT64, float()):
            return value + number
        case _:
            return None


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
