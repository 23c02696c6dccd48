"""Sends inputs that break the contract, and expects every violation, alike in every style."""

import importlib
from decimal import Decimal
from typing import Any

import pytest

from generated._support import Code, InvalidArgument
from generated.products import Category
from tests.behaviour.hosting import REMOTE, Host, Way, reached
from tests.behaviour.services.echo import Mirror
from tests.behaviour.services.products import ProductList


async def _refused(package: str, way: Way, service: object, method: str, arguments: Any) -> Any:
    support = importlib.import_module(f"{package.rpartition('.')[0]}._support")
    async with reached(package, way, service) as caller:
        with pytest.raises(support.InvalidArgument) as caught:
            await getattr(caller, method)(**arguments)
        return caught.value


def _by_pointer(error: InvalidArgument) -> list[tuple[str, str]]:
    return sorted((violation.pointer, violation.detail) for violation in error.violations)


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_all_violations_are_reported_at_once(way: Way, host: Host) -> None:
    arguments = {
        "name": "",
        "price": Decimal(-1),
        "category": Category.CLOTHES,
        "tags": ["tag"] * 21,
    }
    error = host.run(_refused("generated.products", way, ProductList(), "add_product", arguments))
    assert error.code is Code.INVALID_ARGUMENT
    assert [pointer for pointer, _ in _by_pointer(error)] == ["/name", "/price", "/tags"]
    assert all(violation.detail for violation in error.violations)
    assert not any("tag" in violation.detail for violation in error.violations)


BROKEN: dict[str, dict[str, Any]] = {
    "text": {"text": "A"},
    "number": {"number": 11},
    "odd": {"number": 3},
    "amount": {"amount": Decimal("100.00")},
    "words": {"words": ["a", "b", "a"]},
    "none": {"words": []},
    "all": {"text": "abcde", "number": -1, "amount": Decimal("-0.01"), "words": []},
}


@pytest.fixture(scope="session")
def told(host: Host, echo: Any) -> dict[str, list[tuple[str, str]]]:
    """What the first way tells of each broken input, for the others to be compared with."""

    async def all_of_them() -> dict[str, list[tuple[str, str]]]:
        return {
            name: _by_pointer(await _refused_value(echo, REMOTE[0], broken))
            for name, broken in BROKEN.items()
        }

    return host.run(all_of_them())


async def _refused_value(echo: Any, way: Way, broken: dict[str, Any]) -> InvalidArgument:
    good = {"text": "ab", "number": 2, "amount": Decimal("1.00"), "words": ["a"]}
    arguments = {"value": echo.Bounded(**(good | broken)), "colour": echo.Colour("RED")}
    error: InvalidArgument = await _refused(echo.__name__, way, Mirror(echo), "check", arguments)
    return error


@pytest.mark.parametrize("way", REMOTE[1:], ids=str)
def test_every_style_tells_the_same(
    way: Way, host: Host, echo: Any, told: dict[str, list[tuple[str, str]]]
) -> None:
    async def all_of_them() -> dict[str, list[tuple[str, str]]]:
        return {
            name: _by_pointer(await _refused_value(echo, way, broken))
            for name, broken in BROKEN.items()
        }

    assert host.run(all_of_them()) == told


def test_what_is_told_names_the_member(told: dict[str, list[tuple[str, str]]]) -> None:
    pointers = {name: {pointer for pointer, _ in found} for name, found in told.items()}
    assert pointers == {
        "text": {"/value/text"},
        "number": {"/value/number"},
        "odd": {"/value/number"},
        "amount": {"/value/amount"},
        "words": {"/value/words"},
        "none": {"/value/words"},
        "all": {"/value/text", "/value/number", "/value/amount", "/value/words"},
    }


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_an_unknown_enum_value_is_refused_in_a_request(way: Way, host: Host) -> None:
    arguments = {"name": "Hat", "price": Decimal(1), "category": Category("Hats")}
    error = host.run(_refused("generated.products", way, ProductList(), "add_product", arguments))
    assert [violation.pointer for violation in error.violations] == ["/category"]


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_a_page_token_and_size_are_checked(way: Way, host: Host) -> None:
    arguments = {"page_size": 0, "order_by": "colour"}
    error = host.run(_refused("generated.products", way, ProductList(), "list_products", arguments))
    assert {violation.pointer for violation in error.violations} == {"/pageSize", "/orderBy"}
