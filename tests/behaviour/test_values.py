"""Sends every kind of value there and back, in every style."""

import datetime as dt
import importlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from tests.behaviour.hosting import REMOTE, Caller, Host, Way, reached
from tests.behaviour.services.echo import Mirror

INDIA = dt.timezone(dt.timedelta(hours=5, minutes=30))

VALUES: dict[str, list[Any]] = {
    "a_bool": [True, False],
    "an_int32": [0, -1, 2**31 - 1, -(2**31)],
    "an_int64": [0, 2**53 + 1, 2**63 - 1, -(2**63)],
    "a_uint32": [0, 2**32 - 1],
    "a_uint64": [0, 2**63, 2**64 - 1],
    "a_float32": [0.0, 1.5, -0.25],
    "a_float64": [0.1, -0.0, 1e308, 5e-324, 123456789.123456789],
    "a_decimal": [
        Decimal("22.00"),
        Decimal("0.10"),
        Decimal("-0.001"),
        Decimal("0"),
        Decimal("1234567890123456789012345678901234567890.12345678901234567890"),
    ],
    "a_string": [
        "",
        " ",
        "null",
        "a\tb\nc\r\n",
        "\x00",
        'quote " and \\ and \u2028',
        "\N{SNOWMAN}\N{PILE OF POO}",
    ],
    "some_bytes": [b"", b"\x00", bytes(range(256))],
    "a_timestamp": [
        dt.datetime(2026, 11, 22, 9, 30, tzinfo=dt.UTC),
        dt.datetime(2026, 11, 22, 9, 30, 1, 123456, tzinfo=INDIA),
        dt.datetime(1969, 12, 31, 23, 59, 59, 999999, tzinfo=dt.UTC),
        dt.datetime(1, 1, 2, tzinfo=dt.UTC),
        dt.datetime(9999, 12, 30, tzinfo=dt.UTC),
    ],
    "a_date": [dt.date(1, 1, 1), dt.date(2024, 2, 29), dt.date(9999, 12, 31)],
    "a_time": [dt.time(0), dt.time(9, 30), dt.time(23, 59, 59, 999999)],
    "a_duration": [
        dt.timedelta(0),
        dt.timedelta(microseconds=1),
        dt.timedelta(days=3, hours=25, milliseconds=500),
        -dt.timedelta(seconds=1, microseconds=500000),
    ],
    "a_uuid": [UUID(int=0), UUID("7d444840-9dc0-11d1-b245-5ffdce74fad2")],
    "a_uri": ["https://example.org/a?b=c&d=%20#e", "urn:isbn:0451450523"],
    "an_email": ["ada@example.org"],
    "anything": [
        None,
        True,
        0,
        -1.5,
        "text",
        [],
        {},
        {"a": [1, {"b": None}, "", False]},
    ],
    "a_small": [1, 10],
    "a_list": [[], [""], ["b", "a", "b"]],
    "a_set": [[], [3, 1, 2]],
    "a_map": [{}, {"": 0}, {"a b/c": 2**63 - 1, "\N{SNOWMAN}": -1}],
    "decimals": [[], [Decimal("1.0"), Decimal("-0.00")]],
    "holes": [[None], ["a", None, ""]],
    "grid": [[[]], [[1, 2], [], [3]]],
    "lists": [{"a": []}, {"b": [dt.datetime(2026, 1, 1, tzinfo=dt.UTC)]}],
    "bytes_map": [{"x": b"\xff\x00"}],
}
CASES = [(field, value) for field, values in VALUES.items() for value in [*values, None]]
REQUIRED = {"decimals", "holes", "grid", "lists", "bytes_map"}


@asynccontextmanager
async def _mirror(echo: Any, way: Way) -> AsyncIterator[Caller]:
    async with reached(echo.__name__, way, Mirror(echo)) as caller:
        yield caller


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_a_value_comes_back_as_it_was(way: Way, host: Host, echo: Any) -> None:
    failure = importlib.import_module(f"{echo.__package__[:-4]}_support").ServiceError

    async def send_all() -> list[tuple[str, Any, Any]]:
        changed = []
        async with _mirror(echo, way) as caller:
            for field, value in CASES:
                if value is None and field in REQUIRED:
                    continue
                sent = echo.Everything(**{"anything": 0, field: value})
                try:
                    received = await caller.echo(value=sent)
                except failure as error:
                    changed.append((field, value, [str(error), *error.violations]))
                    continue
                if received != sent or _seen(getattr(received, field)) != _seen(value):
                    changed.append((field, value, getattr(received, field)))
        return changed

    assert host.run(send_all()) == []


def _seen(value: Any) -> str:
    """The value to the last zero; of an instant its offset is not a part, of a map its order."""
    match value:
        case dt.datetime():
            return repr(value.astimezone(dt.UTC))
        case dict():
            return repr(sorted(value.items()))
    return repr(value)


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_records_unions_and_enums_come_back_as_they_were(way: Way, host: Host, echo: Any) -> None:
    leaf = echo.Leaf(name="a", leaf=echo.Leaf(name="b", leaf=echo.Leaf(name="", leaf=None)))
    circle, square = echo.Circle(radius=1.5), echo.Square(side=2, label="")
    colours = list(echo.Colour)
    values = [
        echo.Everything(anything=None, a_leaf=leaf, leaves=[leaf, echo.Leaf(name="c")]),
        echo.Everything(anything=None, a_shape=circle, shapes={"": circle, "s": square}),
        echo.Everything(anything=None, a_colour=colours[2], colours=[*colours, colours[0]]),
        echo.Everything(anything=None, maps=[{}, {"x": leaf}]),
    ]

    async def send_all() -> list[Any]:
        async with _mirror(echo, way) as caller:
            return [await caller.echo(value=value) for value in values]

    assert host.run(send_all()) == values


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_the_server_fills_in_defaults(way: Way, host: Host, echo: Any) -> None:
    async def send() -> Any:
        async with _mirror(echo, way) as caller:
            return await caller.echo_defaults(value=echo.Defaults())

    result = host.run(send())
    assert (result.text, result.words, result.table) == ("here", ["x"], {})
    value = result.value
    assert value.text == "a \"b\" \\ 'c'\n"
    assert (value.number, value.real, str(value.price)) == (-7, 0.1, "1.50")
    assert (value.flag, value.colour.value) == (True, "dark-blue")
    assert value.moment == dt.datetime(2026, 11, 22, 9, 30, tzinfo=INDIA)
    assert (value.day, value.clock) == (dt.date(2026, 11, 22), dt.time(9, 30))
    assert value.span == dt.timedelta(seconds=90)
    assert value.id == UUID("7d444840-9dc0-11d1-b245-5ffdce74fad2")
    assert value.raw == b"\x00\x01\x02"
    assert (value.words, value.table) == (["a", "b"], {"a": 1})
    assert value.leaf == echo.Leaf(name="root")
    assert value.anything == [1, "two", None]


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_what_is_empty_in_a_result_is_told_from_what_is_absent(
    way: Way, host: Host, echo: Any
) -> None:
    results = [
        {"text": "", "number": 0, "words": [], "count": 0},
        {"text": None, "number": None, "words": None, "count": 7},
    ]

    async def send() -> list[Any]:
        async with _mirror(echo, way) as caller:
            return [await caller.echo_optional(**result) for result in results]

    assert host.run(send()) == [echo.EchoOptionalResult(**result) for result in results]


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_parameters_of_a_safe_function_arrive(way: Way, host: Host, echo: Any) -> None:
    when = dt.datetime(2026, 11, 22, 9, 30, tzinfo=INDIA)
    inputs: list[dict[str, Any]] = [
        {},
        {"text": "", "words": [], "small": None},
        {"text": "a&b=c d/é%20+", "words": ["", "x,y", "&"], "small": 3, "when": when},
    ]

    async def send() -> list[str]:
        async with _mirror(echo, way) as caller:
            return [await caller.plain(**arguments) for arguments in inputs]

    assert host.run(send()) == [
        repr((None, [], None, None)),
        repr(("", [], None, None)),
        repr(("a&b=c d/é%20+", ["", "x,y", "&"], 3, when.timestamp())),
    ]


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_parameters_in_headers_arrive(way: Way, host: Host, echo: Any) -> None:
    inputs: list[dict[str, Any]] = [
        {},
        {"text": "", "words": []},
        {"text": "é \N{SNOWMAN}, a:b%20", "words": ["é", "a b"]},
    ]

    async def send() -> list[str]:
        async with _mirror(echo, way) as caller:
            return [await caller.headed(**arguments) for arguments in inputs]

    expected = [(each.get("text"), each.get("words")) for each in inputs]
    assert host.run(send()) == [repr(pair) for pair in expected]


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_an_empty_list_arrives_as_one(way: Way, host: Host, echo: Any) -> None:
    async def send() -> list[str]:
        async with _mirror(echo, way) as caller:
            return [
                await caller.gather(words=[], numbers=[]),
                await caller.gather(words=["", "a"], numbers=[0]),
                await caller.gather_more(numbers=[]),
            ]

    assert host.run(send()) == ["([], [])", "(['', 'a'], [0])", "[]"]
