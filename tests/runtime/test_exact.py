"""Tests of values before they travel: what they look at, and what they leave alone."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
import pytest

from generator.runtime.validation.exact import given, holds, returned

NAIVE = dt.datetime(2026, 11, 22)
NOON = NAIVE.replace(tzinfo=dt.UTC)
INDIA = NAIVE.replace(tzinfo=dt.timezone(dt.timedelta(hours=5, minutes=30)))


class Leaf(msgspec.Struct):
    name: str
    leaves: list[Leaf] = []


class Branch(msgspec.Struct, kw_only=True):
    at: dt.datetime | None = None
    branches: dict[str, list[Branch]] = {}
    twigs: list[Twig] = []


class Twig(msgspec.Struct):
    parent: Branch | None
    size: float


class Dot(msgspec.Struct, tag="dot"):
    at: dt.datetime


class Line(msgspec.Struct, tag="line"):
    name: str


def test_a_tree_is_looked_at_to_its_leaves() -> None:
    test = returned(Branch)
    deep = Branch(branches={"a": [Branch(), Branch(at=NAIVE)]})
    wide = Branch(twigs=[Twig(None, 1.5), Twig(Branch(at=NAIVE), 2.0)])
    bare = Branch(twigs=[Twig(None, float("nan"))])
    assert [holds(test, value) for value in (deep, wide, bare)] == [False, False, False]
    assert holds(test, Branch(at=NOON, twigs=[Twig(Branch(at=INDIA), 1.0)]))


def test_one_of_several_records_is_looked_at_as_what_it_is() -> None:
    test = returned(list[Dot | Line])
    assert holds(test, [Dot(at=NOON), Line(name="a")])
    assert not holds(test, [Line(name="a"), Dot(at=NAIVE)])


class Request(msgspec.Struct, kw_only=True, rename="camel"):
    the_leaf: Leaf
    the_shape: Dot | Line | None = None
    the_sizes: list[float] = []


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"theLeaf": Leaf("a", [Leaf("b")]), "theSizes": [1, 2.5]}, True),
        ({"theLeaf": Leaf("a"), "theShape": Line("b")}, True),
        ({}, False),
        ({"theLeaf": Leaf("a", [Leaf(b"b")])}, False),  # type: ignore[arg-type]
        ({"theLeaf": Line("a")}, False),
        ({"theLeaf": Leaf("a"), "theShape": Leaf("b")}, False),
        ({"theLeaf": Leaf("a"), "theSizes": [True]}, False),
        ({"theLeaf": Leaf("a"), "theSizes": [10**400]}, False),
        ({"theLeaf": Leaf("a"), "theSizes": (1.0,)}, False),
    ],
)
def test_what_is_given_is_looked_at_all_through(values: dict[str, Any], expected: bool) -> None:
    assert holds(given(Request), values) is expected
