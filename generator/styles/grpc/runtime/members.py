"""Turns a field of a message into functions that set and get it as one value.

They run for every field of every message, so each closes over what it needs and nothing more.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from msgspec import UNSET

from generator.styles.grpc.runtime.scalars import Convert, Scalar

Get = Callable[[Any], Any]
Set = Callable[[Any, Any], None]

ABSENT: Any = UNSET


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A kind of value that has a message of its own."""

    fill: Set
    read: Get
    raw: Get


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A field of a message; ``get`` and ``raw`` give ABSENT for what is not there."""

    set: Set
    get: Get
    raw: Get


def scalar_member(
    name: str, scalar: Scalar, *, presence: bool, nullable: bool
) -> Member:
    """A field with one scalar. Without presence its zero is a value, or None if it may be."""
    get = _value(name, scalar.read)
    raw = _value(name, scalar.raw)
    if presence:
        get = _when_present(name, get, None if nullable else ABSENT)
    elif nullable:
        get = _unless_zero(name, get, None)
    if scalar.unspecified or (not presence and (scalar.empty or nullable)):
        raw = _unless_zero(name, raw, ABSENT)
    elif presence:
        raw = _when_present(name, raw, ABSENT)
    return Member(set=_set_value(name, scalar.write), get=get, raw=raw)


def part_member(name: str, part: Part, *, nullable: bool) -> Member:
    """A field with one message."""
    fill, read, raw = part.fill, part.read, part.raw

    def set_part(message: Any, value: Any) -> None:
        inner = getattr(message, name)
        inner.SetInParent()  # an empty message is there too
        fill(inner, value)

    return Member(
        set=set_part,
        get=_when_present(name, _value(name, read), None if nullable else ABSENT),
        raw=_when_present(name, _value(name, raw), ABSENT),
    )


def list_member(name: str, item: Scalar | Part) -> Member:
    """A repeated field; it is always there."""
    if isinstance(item, Part):
        fill = item.fill

        def set_parts(message: Any, values: Any) -> None:
            add = getattr(message, name).add
            for value in values:
                fill(add(), value)

        return Member(
            set=set_parts, get=_each(name, item.read), raw=_each(name, item.raw)
        )

    write = item.write or _same

    def set_scalars(message: Any, values: Any) -> None:
        if isinstance(values, str | bytes):
            raise TypeError("a text is not a list")
        getattr(message, name).extend([write(value) for value in values])

    return Member(
        set=set_scalars, get=_each(name, item.read), raw=_each(name, item.raw)
    )


def map_member(name: str, value: Scalar | Part) -> Member:
    """A map field; it is always there."""
    if isinstance(value, Part):
        fill = value.fill

        def set_parts(message: Any, items: Any) -> None:
            entries = getattr(message, name)
            for key, item in items.items():
                fill(entries[key], item)

        return Member(
            set=set_parts, get=_entries(name, value.read), raw=_entries(name, value.raw)
        )

    write = value.write or _same

    def set_scalars(message: Any, items: Any) -> None:
        entries = getattr(message, name)
        for key, item in items.items():
            entries[key] = write(item)

    return Member(
        set=set_scalars, get=_entries(name, value.read), raw=_entries(name, value.raw)
    )


def _same(value: Any) -> Any:
    return value


def _set_value(name: str, write: Convert | None) -> Set:
    def set_plain(message: Any, value: Any) -> None:
        setattr(message, name, value)

    if write is None:
        return set_plain
    convert = write

    def set_converted(message: Any, value: Any) -> None:
        setattr(message, name, convert(value))

    return set_converted


def _value(name: str, convert: Convert | None) -> Get:
    def get_plain(message: Any) -> Any:
        return getattr(message, name)

    if convert is None:
        return get_plain
    converted = convert

    def get_converted(message: Any) -> Any:
        return converted(getattr(message, name))

    return get_converted


def _when_present(name: str, get: Get, absent: Any) -> Get:
    def get_present(message: Any) -> Any:
        return get(message) if message.HasField(name) else absent

    return get_present


def _unless_zero(name: str, get: Get, absent: Any) -> Get:
    def get_nonzero(message: Any) -> Any:
        return get(message) if getattr(message, name) else absent

    return get_nonzero


def _each(name: str, convert: Convert | None) -> Get:
    def get_plain(message: Any) -> list[Any]:
        return list(getattr(message, name))

    if convert is None:
        return get_plain
    converted = convert

    def get_converted(message: Any) -> list[Any]:
        return [converted(item) for item in getattr(message, name)]

    return get_converted


def _entries(name: str, convert: Convert | None) -> Get:
    convert = convert or _same

    def get_entries(message: Any) -> dict[str, Any]:
        return {key: convert(item) for key, item in getattr(message, name).items()}

    return get_entries
