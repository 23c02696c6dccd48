"""What the generated types are made of, what the package of the core offers, and its helpers."""

import copy
import pickle
from dataclasses import dataclass
from typing import ClassVar

import msgspec
import pytest

import generator.runtime as core
from generator.runtime.order import OrderKey, ordered, parse_order_by
from generator.runtime.values import Masked, OpenEnum


class Colour(OpenEnum):
    RED = "red"
    GREEN = "green"


class Login(Masked, kw_only=True):
    _sensitive: ClassVar[frozenset[str]] = frozenset({"password"})
    name: str
    password: str


class Holder(msgspec.Struct):
    login: Login
    colour: Colour = Colour.RED


def test_an_unknown_value_of_an_enum_is_kept_as_the_string_it_is() -> None:
    blue = msgspec.json.decode(b'"blue"', type=Colour)
    assert isinstance(blue, Colour)
    assert (blue, blue.value, blue.name, str(blue)) == ("blue", "blue", "blue", "blue")
    assert blue == Colour("blue")
    assert {blue: 1}[Colour("blue")] == 1
    assert msgspec.json.encode(blue) == b'"blue"'
    assert [*Colour] == [Colour.RED, Colour.GREEN]
    assert pickle.loads(pickle.dumps(blue)) == copy.deepcopy(blue) == blue
    assert Colour("red") is Colour.RED


def test_only_a_string_can_be_an_unknown_value() -> None:
    with pytest.raises(ValueError, match="3 is not a valid Colour"):
        Colour(3)


def test_secrets_are_masked_at_any_depth() -> None:
    holder = Holder(login=Login(name="ann", password="1234"))
    assert repr(holder).startswith("Holder(login=Login(name='ann', password=***), colour=")
    assert holder.login.password == "1234"
    assert holder.login == Login(name="ann", password="1234")


def test_the_core_offers_what_it_lists_and_nothing_else() -> None:
    assert [name for name in core.__all__ if getattr(core, name, None) is None] == []
    assert set(core.__all__) == set(core._HOME)
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        core.Nothing  # noqa: B018


@dataclass
class Item:
    name: str
    price: int | None


ITEMS = [Item("b", 2), Item("a", 2), Item("c", None), Item("d", 1)]


@pytest.mark.parametrize(
    ("order_by", "names"),
    [
        (None, "bacd"),
        ("", "bacd"),
        ("name", "abcd"),
        ("name desc", "dcba"),
        ("price,name", "dabc"),
        ("price desc, name asc", "abdc"),
    ],
)
def test_order_by_sorts_as_it_says(order_by: str | None, names: str) -> None:
    assert "".join(item.name for item in ordered(ITEMS, order_by)) == names


def test_order_by_can_be_taken_apart() -> None:
    assert parse_order_by("price desc,name") == [OrderKey("price", True), OrderKey("name")]
    assert parse_order_by(None) == []
