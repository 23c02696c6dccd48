"""Gives clients and services values that are not of their types: refused alike, never changed."""

import datetime as dt
import importlib
import logging
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from generated._support import Code, ServiceError
from generated.blog import AlreadyPublished, Post
from tests.behaviour.hosting import REMOTE, Host, Way, in_protobuf, reached
from tests.behaviour.services.blog import Press
from tests.behaviour.services.echo import Mirror

NAIVE = dt.datetime(2026, 11, 22, 9, 30)
ODD = dt.datetime(2026, 11, 22, 9, 30, tzinfo=dt.timezone(dt.timedelta(seconds=3661)))
ODD_TEXT = "must be a timestamp with an offset of whole minutes, as astimezone(UTC) gives"
NAN, INFINITE = float("nan"), float("inf")

INTEGER = "must be a whole number"
NUMBER = "must be a number"
FINITE = "must be a finite number"
LARGE = "must be a number that a float64 can hold"
DECIMAL = "must be a decimal number such as 12.50"
STRING = "must be a string"
STAMP = "must be a timestamp with an offset, such as 2026-11-22T09:30:00Z"
KEYS = "must have texts as keys"

Given = tuple[str, Callable[[Any], Any], str, str]


def _same(value: Any) -> Callable[[Any], Any]:
    return lambda _: value


WRONG: list[Given] = [
    ("a_bool", _same(1), "/aBool", "must be true or false"),
    ("a_bool", _same("true"), "/aBool", "must be true or false"),
    ("an_int32", _same(True), "/anInt32", INTEGER),
    ("an_int32", _same(1.5), "/anInt32", INTEGER),
    ("an_int32", _same("1"), "/anInt32", INTEGER),
    ("an_int32", _same(NAN), "/anInt32", INTEGER),
    ("a_float64", _same(True), "/aFloat64", NUMBER),
    ("a_float64", _same("1"), "/aFloat64", NUMBER),
    ("a_float64", _same(NAN), "/aFloat64", FINITE),
    ("a_float64", _same(-INFINITE), "/aFloat64", FINITE),
    ("a_float64", _same(10**400), "/aFloat64", LARGE),
    ("a_float64", _same(Decimal("1.5")), "/aFloat64", NUMBER),
    ("a_float32", _same(NAN), "/aFloat32", FINITE),
    ("a_decimal", _same(5), "/aDecimal", DECIMAL),
    ("a_decimal", _same(0.1), "/aDecimal", DECIMAL),
    ("a_decimal", _same(True), "/aDecimal", DECIMAL),
    ("a_string", _same(b"abc"), "/aString", STRING),
    ("a_string", _same(5), "/aString", STRING),
    ("a_string", _same(UUID(int=0)), "/aString", STRING),
    ("a_string", _same("\ud800"), "/aString", "must be a text that UTF-8 can hold"),
    ("some_bytes", _same("YWJj"), "/someBytes", "must be bytes"),
    ("a_timestamp", _same(NAIVE), "/aTimestamp", STAMP),
    ("a_timestamp", _same(NAIVE.date()), "/aTimestamp", STAMP),
    ("a_timestamp", _same(ODD), "/aTimestamp", ODD_TEXT),
    ("a_date", _same(NAIVE), "/aDate", "must be a date such as 2026-11-22"),
    ("a_time", _same(dt.timedelta(1)), "/aTime", "must be a time of day such as 09:30:00"),
    ("a_duration", _same(5), "/aDuration", "must be a duration such as PT1H30M"),
    ("a_uuid", _same(5), "/aUuid", "must be a UUID"),
    ("a_uri", _same(b"urn:a"), "/aUri", STRING),
    ("a_colour", _same(1), "/aColour", "must be one of RED, GREEN, dark-blue"),
    ("a_leaf", _same("leaf"), "/aLeaf", "must be an object"),
    ("a_leaf", lambda echo: echo.Leaf(name=None), "/aLeaf/name", STRING),
    ("a_shape", lambda echo: echo.Leaf(name=""), "/aShape", "must be Circle or Square"),
    ("a_shape", lambda echo: echo.Circle(radius=True), "/aShape/radius", NUMBER),
    ("a_list", _same("abc"), "/aList", "must be a list"),
    ("a_list", _same(iter("abc")), "/aList", "must be a list"),
    ("a_list", _same(["a", 1]), "/aList/1", STRING),
    ("a_list", _same([None]), "/aList/0", STRING),
    ("a_map", _same([1]), "/aMap", "must be an object"),
    ("a_map", _same({1: 2}), "/aMap", KEYS),
    ("a_map", _same({"a/b": True}), "/aMap/a~1b", INTEGER),
    ("grid", _same([[], [1, True]]), "/grid/1/1", INTEGER),
    ("lists", _same({"a": [NAIVE]}), "/lists/a/0", STAMP),
    ("maps", _same([{"x": 5}]), "/maps/0/x", "must be an object"),
    ("anything", _same(NAN), "/anything", FINITE),
    ("anything", _same({"a": [1, INFINITE]}), "/anything/a/1", FINITE),
    ("anything", _same(({"a": NAN},)), "/anything/0/a", FINITE),
    ("anything", _same({1: 2}), "/anything", KEYS),
    ("anything", _same(object()), "/anything", "must be a value of JSON"),
]


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_what_is_not_of_its_type_is_refused_where_it_stands(
    way: Way, host: Host, echo: Any
) -> None:
    failure = _support(echo).ServiceError

    async def send_all() -> list[tuple[str, Any, Any]]:
        wrong = []
        async with reached(echo.__name__, way, Mirror(echo)) as caller:
            for field, make, pointer, detail in WRONG:
                value = make(echo)
                try:
                    told: Any = await caller.echo(
                        value=echo.Everything(**{"anything": 0, field: value})
                    )
                except failure as error:
                    told = [(one.pointer, one.detail) for one in error.violations]
                if told not in ([(f"/value{pointer}", detail)],):
                    wrong.append((field, value, told))
        return wrong

    assert host.run(send_all()) == []


LIKE: list[tuple[str, Any, Any]] = [
    ("an_int32", 1.0, 1),
    ("a_float64", 3, 3.0),
    ("a_decimal", "1.50", Decimal("1.50")),
    ("a_timestamp", "2026-11-22T09:30:00Z", NAIVE.replace(tzinfo=dt.UTC)),
    ("a_date", "2026-11-22", dt.date(2026, 11, 22)),
    ("a_uuid", str(UUID(int=7)), UUID(int=7)),
    ("some_bytes", bytearray(b"abc"), b"abc"),
    ("a_list", ("a", "b"), ["a", "b"]),
    ("a_leaf", {"name": "a"}, None),
    ("anything", (1, Decimal("1.0"), UUID(int=7)), [1, "1.0", str(UUID(int=7))]),
    ("anything", 3.0, 3),
]


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_any_sequence_is_a_list_wherever_it_travels(way: Way, host: Host, echo: Any) -> None:
    async def send() -> list[str]:
        async with reached(echo.__name__, way, Mirror(echo)) as caller:
            return [
                await caller.plain(words=("a", "b")),
                await caller.gather(words={"a"}, numbers=(1, 2)),
                await caller.headed(words=("a", "b")),
            ]

    assert host.run(send()) == [
        repr((None, ["a", "b"], None, None)),
        repr((["a"], [1, 2])),
        repr((None, ["a", "b"])),
    ]


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_what_spells_its_type_arrives_as_it(way: Way, host: Host, echo: Any) -> None:
    async def send_all() -> list[tuple[str, Any, Any]]:
        changed = []
        async with reached(echo.__name__, way, Mirror(echo)) as caller:
            for field, value, expected in LIKE:
                wanted = echo.Leaf(name="a") if field == "a_leaf" else expected
                sent = echo.Everything(**{"anything": 0, field: value})
                received = getattr(await caller.echo(value=sent), field)
                if received != wanted:
                    changed.append((field, value, received))
        return changed

    assert host.run(send_all()) == []


REQUIRED_VALUE = ("/value", "is required")
OTHER_CLASS = [
    ("/value/aLeaf/label", "is not a known member"),
    ("/value/aLeaf/side", "is not a known member"),
    ("/value/aLeaf/name", "is required"),
]


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_parameters_are_looked_at_wherever_they_travel(way: Way, host: Host, echo: Any) -> None:
    calls: list[tuple[str, dict[str, Any], list[tuple[str, str]]]] = [
        ("check", {"value": None, "colour": None}, [REQUIRED_VALUE, ("/colour", "is required")]),
        ("echo", {"value": echo.Everything(anything=0, a_leaf=echo.Square(side=1))}, OTHER_CLASS),
        ("plain", {"small": True}, [("/small", INTEGER)]),
        ("plain", {"when": NAIVE}, [("/when", STAMP)]),
        ("plain", {"when": ODD}, [("/when", ODD_TEXT)]),
        ("plain", {"words": "abc"}, [("/words", "must be a list")]),
        ("plain", {"text": b"a", "words": [1]}, [("/text", STRING), ("/words/0", STRING)]),
        ("plain", {"text": "\ud800"}, [("/text", "must be a text that UTF-8 can hold")]),
    ]

    async def told() -> list[list[tuple[str, str]]]:
        found = []
        async with reached(echo.__name__, way, Mirror(echo)) as caller:
            for method, arguments, _ in calls:
                with pytest.raises(_support(echo).InvalidArgument) as caught:
                    await getattr(caller, method)(**arguments)
                found.append([(one.pointer, one.detail) for one in caught.value.violations])
        return found

    assert host.run(told()) == [expected for _, _, expected in calls]


UNCARRIABLE: list[tuple[str, Any, str]] = [
    ("a_timestamp", NAIVE, f"/aTimestamp {STAMP}"),
    ("a_timestamp", ODD, f"/aTimestamp {ODD_TEXT}"),
    ("lists", {"a": [NAIVE]}, f"/lists/a/0 {STAMP}"),
    ("a_float64", NAN, f"/aFloat64 {FINITE}"),
    ("a_float32", INFINITE, f"/aFloat32 {FINITE}"),
    ("anything", {"a": [NAN]}, f"/anything/a/0 {FINITE}"),
]


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_what_a_service_returns_and_no_style_can_carry_is_masked_and_logged(
    way: Way, host: Host, echo: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    answers = iter([echo.Everything(**{"anything": 0, field: v}) for field, v, _ in UNCARRIABLE])

    class Answering(Mirror):
        async def echo(self, *, value: Any) -> Any:
            del value
            return next(answers)

    async def call_all() -> list[tuple[Code, str]]:
        found = []
        async with reached(echo.__name__, way, Answering(echo)) as caller:
            for _ in UNCARRIABLE:
                with pytest.raises(_support(echo).ServiceError) as caught:
                    await caller.echo(value=echo.Everything(anything=0))
                found.append((caught.value.code, caught.value.message))
        return found

    told = host.run(call_all())
    assert {code for code, _ in told} == {Code.INTERNAL}
    assert not any("must be" in message for _, message in told)
    logged = [str(r.exc_info[1]) for r in caplog.records if r.exc_info]
    texts = [f"echo returned what no style can carry: {text}" for _, _, text in UNCARRIABLE]
    assert logged == texts


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_so_is_a_declared_error_with_such_a_field(way: Way, host: Host) -> None:
    class Forgetful(Press):
        def publish_post(self, **_: Any) -> Post:
            raise AlreadyPublished(published_at=NAIVE)

    async def call() -> ServiceError:
        async with reached("generated.blog", way, Forgetful()) as caller:
            with pytest.raises(ServiceError) as caught:
                await caller.publish_post(slug="a")
            return caught.value

    assert host.run(call()).code is Code.INTERNAL


@pytest.mark.parametrize("way", REMOTE, ids=str)
@pytest.mark.parametrize("name", ["pink", "1", "0", "-0", "007"])
def test_an_enum_name_that_protobuf_has_no_number_for_is_masked_there_and_never_another(
    way: Way, name: str, host: Host, echo: Any
) -> None:
    class Answering(Mirror):
        async def echo(self, *, value: Any) -> Any:
            del value
            return echo.Everything(anything=0, a_colour=echo.Colour(name))

    async def call() -> object:
        async with reached(echo.__name__, way, Answering(echo)) as caller:
            try:
                answer = await caller.echo(value=echo.Everything(anything=0))
            except _support(echo).ServiceError as error:
                return error.code
            return answer.a_colour.value

    assert host.run(call()) == (Code.INTERNAL if in_protobuf(way) else name)


def _support(echo: Any) -> Any:
    return importlib.import_module(f"{echo.__name__.rpartition('.')[0]}._support")
