"""Values as the code that makes them: evaluating it gives the value back."""

import datetime as dt
import enum
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
import pytest

from generator.emit.python.expression import call, expression, layout, one_line


class Colour(enum.Enum):
    RED = "red"


class Point(msgspec.Struct, kw_only=True):
    x: int
    label: str | None = None
    tags: list[str] = []


VALUES: list[Any] = [
    None,
    True,
    3,
    1.5,
    'he said "hi" \\ \n \u202e',
    b"\x00'\"",
    Decimal("22.00"),
    UUID(int=7),
    dt.datetime(2026, 1, 31, 12, 30, tzinfo=dt.UTC),
    dt.date(2026, 1, 31),
    dt.time(12, 30),
    dt.timedelta(days=1, seconds=0.5),
    [1, [2, "three"]],
    {"a": {"b": [Decimal("1")]}},
    Colour.RED,
    Point(x=1),
    Point(x=1, label="a", tags=["b"]),
]

NAMES = {
    "Colour": Colour,
    "Decimal": Decimal,
    "Point": Point,
    "UUID": UUID,
    "date": dt.date,
    "datetime": dt.datetime,
    "time": dt.time,
    "timedelta": dt.timedelta,
}


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("width", [1, 200])
def test_the_code_gives_the_value_back(value: Any, width: int) -> None:
    code = layout(expression(value), width=width)
    assert code.isascii()
    assert eval(code, dict(NAMES)) == value


def test_a_short_call_stands_on_one_line() -> None:
    code = call("client.get", {"id": "1", "colour": Colour.RED})
    assert layout(code) == one_line(code) == 'client.get(id="1", colour=Colour.RED)'


def test_a_long_call_has_one_argument_a_line() -> None:
    code = call("client.add", {"points": [Point(x=1), Point(x=2, label="a" * 30)], "id": "1"})
    assert layout(code, width=50) == (
        "client.add(\n"
        "    points=[\n"
        "        Point(x=1),\n"
        "        Point(\n"
        "            x=2,\n"
        '            label="aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",\n'
        "        ),\n"
        "    ],\n"
        '    id="1",\n'
        ")"
    )


def test_what_has_its_default_is_left_out() -> None:
    assert one_line(expression(Point(x=1, label=None, tags=[]))) == "Point(x=1)"
