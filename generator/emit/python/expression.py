"""Turns Python values into the code that makes them, laid out as a formatter would."""

import dataclasses
import datetime as dt
import enum
import uuid
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import msgspec

from generator.emit.python.code import literal

WIDTH = 72

# Code that is one piece, or a bracket with items: opening, items, closing. One that opens with "("
# alone, or behind a "=", is a tuple.
Code = str | tuple[str, Sequence["Code"], str]


class Dots:
    """Stands for a value that is left out."""

    def __repr__(self) -> str:
        return "..."


def call(function: str, arguments: dict[str, Any]) -> Code:
    """``function(name=value, …)``"""
    return _with_names(function, arguments)


def layout(code: Code, *, indent: int = 0, prefix: str = "", width: int = WIDTH) -> str:
    """The code on one line where it fits, else one item a line with a trailing comma."""
    flat = prefix + one_line(code)
    match code:
        case (opening, items, closing) if items and indent + len(flat) > width:
            inner = indent + 4
            lines = [
                f"{' ' * inner}{layout(item, indent=inner, width=width - 1)},\n" for item in items
            ]
            return f"{prefix}{opening}\n{''.join(lines)}{' ' * indent}{closing}"
        case _:
            return flat


def one_line(code: Code) -> str:
    """The code without line breaks."""
    match code:
        case str():
            return code
        case (opening, items, closing):
            of_one = len(items) == 1 and (opening == "(" or opening.endswith("=("))
            return f"{opening}{', '.join(map(one_line, items))}{',' if of_one else ''}{closing}"


def expression(value: Any) -> Code:
    """The code of a value as it stands in ``types.py``, or in plain data."""
    match value:
        case enum.Enum():
            return f"{type(value).__name__}.{value.name}"
        case str() | None | bool() | int():
            return str(literal(value))
        case float():
            return repr(value)
        case bytes():
            return f"b{_quoted(repr(value)[1:])}"
        case Decimal():
            return f'Decimal("{value}")'
        case uuid.UUID():
            return f'UUID("{value}")'
        case dt.timedelta():
            return f"timedelta(seconds={value.total_seconds():g})"
        case dt.datetime():
            return f'datetime.fromisoformat("{value.isoformat()}")'
        case dt.date():
            return f'date.fromisoformat("{value.isoformat()}")'
        case dt.time():
            return f'time.fromisoformat("{value.isoformat()}")'
        case list() | tuple() | set():
            return ("[", [expression(item) for item in value], "]")
        case dict():
            return ("{", [_entry(key, item) for key, item in value.items()], "}")
        case msgspec.Struct():
            return _with_names(type(value).__name__, _given(value))
        case _ if dataclasses.is_dataclass(value):  # CallOptions
            return _with_names(type(value).__name__, _changed(value))
        case _:
            return repr(value)


def _with_names(function: str, values: dict[str, Any]) -> Code:
    return (f"{function}(", [_prefixed(f"{n}=", expression(v)) for n, v in values.items()], ")")


def _given(struct: msgspec.Struct) -> dict[str, Any]:
    """The fields of a struct that say something besides their defaults."""
    found = {}
    for field in msgspec.structs.fields(struct):
        value = getattr(struct, field.name)
        default = field.default
        if field.default_factory is not msgspec.NODEFAULT:
            default = field.default_factory()
        if value is not msgspec.UNSET and (default is msgspec.NODEFAULT or value != default):
            found[field.name] = value
    return found


def _changed(value: Any) -> dict[str, Any]:
    """The fields of a dataclass that differ from those of one that was told nothing."""
    plain = type(value)()
    found = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    return {name: item for name, item in found.items() if item != getattr(plain, name)}


def _entry(key: Any, value: Any) -> Code:
    return _prefixed(f"{one_line(expression(key))}: ", expression(value))


def _prefixed(prefix: str, code: Code) -> Code:
    match code:
        case str():
            return prefix + code
        case (opening, items, closing):
            return (prefix + opening, items, closing)


def _quoted(text: str) -> str:
    """A literal in double quotes, as formatters prefer."""
    inner = text[1:-1]
    return f'"{inner}"' if '"' not in inner else text
