"""Inputs that are too deep, too long, or given twice: told alike, and without harm to others."""

import asyncio
import json
import time
from decimal import Decimal
from typing import Any

import pytest

from generated._support import Code, InvalidArgument, ServiceError
from generated.products import Category
from tests.behaviour.hosting import REMOTE, Host, Way, connected, reached, served
from tests.behaviour.raw import Raw
from tests.behaviour.services.echo import Mirror
from tests.behaviour.services.products import ProductList

DEEP = "is nested too deeply"
TWICE = "is given more than once"


def _deep(levels: int, step: str) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = [value] if step == "0" else {step: value}
    return value


def told(echoes: dict[str, Raw], text: str) -> Any:
    """What every style that takes JSON says of it."""

    async def ask() -> dict[str, Any]:
        return {style: await echo.text(text.encode()) for style, echo in echoes.items()}

    found = {style: answer[1] for style, answer in asyncio.run(ask()).items() if answer is not None}
    [first, *others] = found.values()
    assert all(other == first for other in others), found
    return first


@pytest.mark.parametrize("step", ["0", "a"])
@pytest.mark.parametrize("levels", [30, 31, 40, 60, 900, 20_000])
def test_every_server_tells_depth_alike_and_at_its_place(
    echoes: dict[str, Raw], levels: int, step: str
) -> None:
    # The input and its member `value` are two levels; 30 are left for `anything`.
    expected = set() if levels == 30 else {(f"/value/anything{f'/{step}' * 30}", DEEP)}
    open_, close = ("[", "]") if step == "0" else ('{"a":', "}")
    text = f'{{"value":{{"anything":{open_ * levels}1{close * levels}}}}}'
    assert told(echoes, text) == expected


@pytest.mark.parametrize("levels", [30, 31, 200])
def test_so_do_recursive_records(echoes: dict[str, Raw], levels: int) -> None:
    leaf: Any = {"name": ""}
    for _ in range(levels - 1):
        leaf = {"name": "", "leaf": leaf}
    value = {"anything": None, "aLeaf": leaf}
    expected = set() if levels == 30 else {(f"/value/aLeaf{'/leaf' * 30}", DEEP)}
    assert told(echoes, json.dumps({"value": value})) == expected


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_a_client_refuses_the_same(way: Way, host: Host, echo: Any) -> None:
    async def told(levels: int) -> Any:
        async with reached(echo.__name__, way, Mirror(echo)) as caller:
            try:
                value = echo.Everything(anything=_deep(levels, "a"))
                return (await caller.echo(value=value)).anything
            except Exception as error:
                return [(one.pointer, one.detail) for one in error.violations]

    assert host.run(told(30)) == _deep(30, "a")
    for levels in (31, 500):
        assert host.run(told(levels)) == [(f"/value/anything{'/a' * 30}", DEEP)]


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_a_result_that_is_too_deep_is_internal(way: Way, host: Host, echo: Any) -> None:
    class Deep(Mirror):
        async def echo(self, *, value: Any) -> Any:
            return self._package.Everything(anything=_deep(value.an_int32, "a"))

    async def codes() -> list[Any]:
        found = []
        async with reached(echo.__name__, way, Deep(echo)) as caller:
            for levels in (31, 32, 2000):
                try:
                    value = echo.Everything(anything=0, an_int32=levels)
                    answer = await caller.echo(value=value)
                    found.append(answer.anything == _deep(levels, "a"))
                except Exception as error:
                    found.append(error.code)
        return found

    assert host.run(codes()) == [True, Code.INTERNAL, Code.INTERNAL]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('{"value":{"anything":1,"anything":2}}', "/value/anything"),
        ('{"value":{"anything":{"a":[{"b":1,"b":2}]}}}', "/value/anything/a/0/b"),
        ('{"value":{"anything":1,"aMap":{"a:":1,"a:" :2}}}', "/value/aMap/a:"),
        ('{"value":{"anything":1},"value":{"anything":1}}', "/value"),
    ],
)
def test_a_member_that_is_given_twice_is_refused(
    echoes: dict[str, Raw], text: str, place: str
) -> None:
    assert told(echoes, text) == {(place, TWICE)}


@pytest.mark.parametrize(
    ("member", "detail"),
    [
        ('"aFloat64":1e999', "must be a number that a float64 can hold"),
        ('"anInt32":123456789012345678901234567890', "must be at most 2147483647"),
        ('"aString":"\\ud800"', "must be a text that UTF-8 can hold"),
        ('"aTimestamp":"2016-12-31T23:59:60Z"', "is a leap second, which cannot be represented"),
    ],
)
def test_valid_json_is_never_said_to_be_none(
    echoes: dict[str, Raw], member: str, detail: str
) -> None:
    place = f"/value/{json.loads(f'{{{member}}}').popitem()[0]}"
    text = f'{{"value":{{"anything":1,{member}}}}}'
    assert told(echoes, text) == {(place, detail)}


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_an_empty_key_is_refused_and_what_is_wrong_with_an_order_is_said_in_words(
    way: Way, host: Host
) -> None:
    async def told() -> list[Any]:
        found = []
        async with reached("generated.products", way, ProductList()) as caller:
            for method, arguments in (
                ("get_product", {"product_id": ""}),
                ("delete_product", {"product_id": ""}),
                ("list_products", {"order_by": "colour"}),
            ):
                with pytest.raises(InvalidArgument) as caught:
                    await getattr(caller, method)(**arguments)
                found += [(one.pointer, one.detail) for one in caught.value.violations]
        return found

    empty = ("/productId", "must have at least 1 character")
    order = ("/orderBy", "must be name or price, each with asc or desc")
    assert host.run(told()) == [empty, empty, order]


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_one_large_invalid_request_does_not_keep_others_waiting(way: Way, host: Host) -> None:
    async def call() -> Any:
        async with (
            served("generated.products", way.style, ProductList()) as target,
            connected("generated.products", way, target) as client,
        ):
            arguments = {"name": "a", "price": Decimal(1), "category": Category.CLOTHES}
            return await _add(client, way, {**arguments, "tags": ["x"] * 300_000})

    start = time.process_time()
    violations = host.run(call())
    assert violations == [("/tags", "must have at most 20 items")]
    assert time.process_time() - start < 8  # most of it is the client's


async def _add(client: Any, way: Way, arguments: dict[str, Any]) -> Any:
    try:
        if way.client == "async":
            await client.add_product(**arguments)
        else:
            await asyncio.to_thread(client.add_product, **arguments)
    except ServiceError as error:
        return [(one.pointer, one.detail) for one in error.violations]
    raise AssertionError("it was accepted")
