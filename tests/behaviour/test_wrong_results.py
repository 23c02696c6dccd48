"""Services that return what is not of its type: `internal` in every style, told in the log."""

import datetime as dt
import importlib
import logging
import uuid
from collections import deque
from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any

import pytest
from msgspec.structs import fields

from generated._support import Code, ServiceError
from generated.blog import AlreadyPublished, Post
from generated.products import Product
from tests.behaviour.hosting import REMOTE, Host, Way, reached
from tests.behaviour.services.blog import Press
from tests.behaviour.services.echo import Mirror
from tests.behaviour.services.products import ProductList

NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
EAST = dt.timezone(dt.timedelta(hours=5))
Make = Callable[[Any], Any]


def _same(value: Any) -> Make:
    return lambda _: value


WRONG: list[tuple[str, Make]] = [
    ("a_bool", _same("yes")),
    ("a_bool", _same(1)),
    ("an_int32", _same(True)),
    ("an_int32", _same("1")),
    ("an_int32", _same(1.0)),
    ("an_int32", _same(2**31)),
    ("an_int32", _same(-(2**31) - 1)),
    ("an_int64", _same(2**63)),
    ("a_uint32", _same(-1)),
    ("a_uint32", _same(2**32)),
    ("a_uint64", _same(-1)),
    ("a_uint64", _same(2**64)),
    ("a_float32", _same(1e39)),
    ("a_float64", _same(float("nan"))),
    ("a_float64", _same(Decimal("1.5"))),
    ("a_float64", _same("1.5")),
    ("a_decimal", _same("1.5")),
    ("a_decimal", _same(1.5)),
    ("a_decimal", _same(Decimal("NaN"))),
    ("a_decimal", _same(Decimal("Infinity"))),
    ("a_string", _same(5)),
    ("a_string", _same(b"abc")),
    ("some_bytes", _same("YWJj")),
    ("a_timestamp", _same("2026-11-22T09:30:00Z")),
    ("a_timestamp", _same(NOON.replace(tzinfo=None))),
    ("a_timestamp", _same(dt.datetime.min.replace(tzinfo=EAST))),
    ("a_timestamp", _same(NOON.date())),
    ("a_date", _same("2026-11-22")),
    ("a_date", _same(NOON)),
    ("a_time", _same(dt.time(9, 30, tzinfo=dt.UTC))),
    ("a_time", _same("09:30:00")),
    ("a_duration", _same(5)),
    ("a_duration", _same(dt.timedelta(days=3_660_000))),
    ("a_uuid", _same(str(uuid.UUID(int=7)))),
    ("a_uri", _same(b"urn:a")),
    ("an_email", _same(0)),
    ("anything", _same(float("inf"))),
    ("anything", _same({1: 2})),
    ("anything", _same(object())),
    ("a_colour", _same("pink")),
    ("a_colour", _same(1)),
    ("a_leaf", _same({"name": "a"})),
    ("a_leaf", lambda echo: echo.Leaf(name=None)),
    ("a_leaf", lambda echo: echo.Leaf(name="a", leaf=echo.Leaf(name=1))),
    ("a_leaf", lambda echo: echo.Square(side=1.0)),
    ("a_shape", lambda echo: echo.Leaf(name="a")),
    ("a_shape", lambda echo: echo.Circle(radius="1")),
    ("a_small", _same("3")),
    ("a_list", _same("abc")),
    ("a_list", _same([None])),
    ("a_list", _same(["a", 1])),
    ("a_set", _same([2**31])),
    ("a_set", _same([True])),
    ("a_map", _same({1: 1})),
    ("a_map", _same({"a": "1"})),
    ("decimals", _same(None)),
    ("decimals", _same(["1.5"])),
    ("colours", _same(["pink"])),
    ("leaves", lambda echo: [echo.Leaf(name="a"), echo.Leaf(name=b"b")]),
    ("holes", _same([None, 1])),
    ("grid", _same([[1], [2**40]])),
    ("lists", _same({"a": [NOON, None]})),
    ("maps", lambda echo: [{"x": echo.Leaf(name=None)}]),
    ("shapes", lambda echo: {"x": echo.Leaf(name="a")}),
    ("bytes_map", _same({"x": "YWJj"})),
]


@pytest.mark.parametrize("how", ["def", "async def"])
@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_a_result_of_another_type_is_internal_wherever_it_stands(
    way: Way, how: str, host: Host, echo: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    failure = importlib.import_module("mirrored._support").ServiceError
    pointers = {field.name: field.encode_name for field in fields(echo.Everything)}

    async def call_all() -> list[Any]:
        unexpected = []
        async with reached(echo.__name__, way, _answering(how)) as caller:
            for index, (field, make) in enumerate(WRONG):
                answer = echo.Everything(**{"anything": 0, field: make(echo)})
                try:
                    got = await caller.echo(value=echo.Everything(anything=index))
                    unexpected.append((field, answer, got))
                except failure as error:
                    if error.code != "internal" or "Correlation id" not in error.message:
                        unexpected.append((field, answer, error))
        return unexpected

    def _answering(how: str) -> Any:
        def answer(value: Any) -> Any:
            field, make = WRONG[value.anything]
            return echo.Everything(**{"anything": 0, field: make(echo)})

        class Plain(Mirror):
            def echo(self, *, value: Any) -> Any:  # type: ignore[override]
                return answer(value)

        class Asynchronous(Mirror):
            async def echo(self, *, value: Any) -> Any:
                return answer(value)

        return (Plain if how == "def" else Asynchronous)(echo)

    assert host.run(call_all()) == []
    logged = [str(r.exc_info[1]) for r in caplog.records if r.exc_info]
    texts = zip(logged, WRONG, strict=True)
    assert [(text, field) for text, (field, _) in texts if f"/{pointers[field]}" not in text] == []


class Text(StrEnum):
    A = "a"


class OtherUuid(uuid.UUID):
    """As drivers of databases have them."""


class Frozen(dt.datetime):
    """As libraries that stop the clock have them."""


class Real(float):
    """As libraries of numbers have them."""


LIKE: list[tuple[str, Make, Make]] = [
    ("a_float64", _same(1), _same(1.0)),
    ("a_float64", _same(Real(1.5)), _same(1.5)),
    ("a_string", _same(Text.A), _same("a")),
    ("some_bytes", _same(bytearray(b"abc")), _same(b"abc")),
    ("a_timestamp", _same(Frozen(2026, 11, 22, 12, tzinfo=dt.UTC)), _same(NOON)),
    ("a_uuid", _same(OtherUuid(int=7)), _same(uuid.UUID(int=7))),
    ("a_colour", _same("dark-blue"), lambda echo: echo.Colour("dark-blue")),
    ("a_list", _same(("a", "b")), _same(["a", "b"])),
    ("a_set", _same({1}), _same([1])),
    ("a_list", _same(deque(["a"])), _same(["a"])),
    ("a_map", _same(MappingProxyType({"a": 1})), _same({"a": 1})),
    ("anything", _same({"a": Decimal("1.0")}), _same({"a": "1.0"})),
]


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_what_is_equal_in_another_class_arrives(way: Way, host: Host, echo: Any) -> None:
    class Answering(Mirror):
        async def echo(self, *, value: Any) -> Any:
            field, make, _ = LIKE[value.anything]
            return echo.Everything(**{"anything": 0, field: make(echo)})

    async def call_all() -> list[Any]:
        wrong = []
        async with reached(echo.__name__, way, Answering(echo)) as caller:
            for index, (field, _, expected) in enumerate(LIKE):
                got = getattr(await caller.echo(value=echo.Everything(anything=index)), field)
                if got != expected(echo):
                    wrong.append((field, got))
        return wrong

    assert host.run(call_all()) == []


@pytest.mark.parametrize("way", REMOTE, ids=str)
@pytest.mark.parametrize("value", [None, 5, {"name": "a"}, [], "text"], ids=repr)
def test_a_result_that_is_no_record_is_internal(way: Way, value: object, host: Host) -> None:
    class Odd(ProductList):
        async def get_product(self, *, product_id: str) -> Product:
            del product_id
            return value  # type: ignore[return-value]

    async def call() -> Code:
        async with reached("generated.products", way, Odd()) as caller:
            with pytest.raises(ServiceError) as caught:
                await caller.get_product(product_id="1")
            return caught.value.code

    assert host.run(call()) is Code.INTERNAL


@pytest.mark.parametrize("way", REMOTE, ids=str)
@pytest.mark.parametrize("published", ["2026-11-22T09:30:00Z", 5, None], ids=repr)
def test_so_is_a_declared_error_with_a_field_of_another_type(
    way: Way, published: Any, host: Host
) -> None:
    class Forgetful(Press):
        def publish_post(self, **_: Any) -> Post:
            raise AlreadyPublished(published_at=published)

    async def call() -> ServiceError:
        async with reached("generated.blog", way, Forgetful()) as caller:
            with pytest.raises(ServiceError) as caught:
                await caller.publish_post(slug="a")
            return caught.value

    error = host.run(call())
    assert (type(error), error.code) == (ServiceError, Code.INTERNAL)
