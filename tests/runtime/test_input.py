"""Inputs: what is refused is said member by member, what is accepted becomes the declared types."""

import datetime
import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from msgspec import UNSET

Refusals = Callable[..., list[tuple[str, str]]]

EVERYTHING: dict[str, Any] = {
    "small": 1,
    "big": 2**64 - 1,
    "data": "YWJj",
    "date": "2026-11-22",
    "time": "09:30:00",
    "took": "PT90M",
    "key": "8d8ac610-566d-4ef0-9c22-186b2a5ed793",
    "grid": [[1, None], []],
    "class": "first",
    "list": [],
    "datetime": "2026-11-22T10:30:00+01:00",
}


@pytest.fixture
def refusals(support: Any) -> Refusals:
    invalid = support("errors").InvalidArgument

    def run(operation: Any, raw: Any) -> list[tuple[str, str]]:
        with pytest.raises(invalid) as caught:
            operation.decode(raw)
        return [(v.pointer, v.detail) for v in caught.value.violations]

    return run


def everything(**members: Any) -> dict[str, Any]:
    return {"everything": {**EVERYTHING, **members}}


def test_all_violations_come_at_once_each_at_its_member(table: Any, refusals: Refusals) -> None:
    found = refusals(
        table.ADD_PRODUCT,
        {"name": "", "price": "-1.005", "category": "Hats", "tags": ["a", "a"], "a/b~c": 1},
    )
    assert sorted(found) == [
        ("/a~1b~0c", "is not a known member"),
        ("/category", "must be one of Clothes, in-stock, class"),
        ("/name", "must have at least 1 character"),
        ("/price", "must be a multiple of 0.01"),
        ("/price", "must be at least 0"),
        ("/tags", "must not hold the same item twice"),
    ]


def test_a_missing_member_is_pointed_at(table: Any, refusals: Refusals) -> None:
    assert refusals(table.ADD_PRODUCT, {"price": "1"}) == [("/name", "is required")]
    assert refusals(table.GET_PRODUCT, {}) == [("/productId", "is required")]


def test_a_key_that_may_be_any_text_is_taken_as_it_is(table: Any, refusals: Refusals) -> None:
    assert table.GET_PRODUCT.decode({"productId": "a b"}) == {"product_id": "a b"}
    assert refusals(table.GET_PRODUCT, {"productId": 1}) == [("/productId", "must be a string")]
    both = refusals(table.GET_PRODUCT, {"productId": "1", "a": "b"})
    assert both == [("/a", "is not a known member")]
    assert refusals(table.GET_PRODUCT, {"a": "b"}) == [
        ("/a", "is not a known member"),
        ("/productId", "is required"),
    ]


@pytest.mark.parametrize(
    ("member", "value", "detail"),
    [
        ("small", 0, "must be at least 1"),
        ("small", 2**31, "must be at most 2147483647"),
        ("small", "1", "must be a whole number"),
        ("small", True, "must be a whole number"),
        ("flag", 1, "must be true or false or null"),
        ("ratio", "1", "must be a number or null"),
        ("ratio", 10**400, "must be a number that a float64 can hold"),
        ("data", "YWI", "must be bytes in base64"),
        ("data", "YWJjZGU=", "must have at most 4 bytes"),
        ("date", "22.11.2026", "must be a date such as 2026-11-22"),
        ("time", "9:30", "must be a time of day such as 09:30:00"),
        ("took", "90 min", "must be a duration such as PT1H30M"),
        ("key", "abc", "must be a UUID"),
        ("link", "no uri", "must be an absolute URI"),
        ("class", ["x"], "must be a string"),
        ("list", {}, "must be a list"),
        ("datetime", "2026-11-22T10:30:00", None),
        ("payments", [], "must be an object or null"),
        ("skus", ["abc"], None),
    ],
)
def test_every_kind_of_violation_is_worded(
    table: Any, refusals: Refusals, member: str, value: object, detail: str | None
) -> None:
    raw = everything(**{member: value})
    found = refusals(table.TRY, raw)
    place = f"/everything/{member}" + ("/0" if member == "skus" else "")
    expected = {
        "datetime": "must be a timestamp with an offset, such as 2026-11-22T09:30:00Z",
        "skus": "must match ^[A-Z]{3}$",
    }
    assert found == [(place, detail or expected[member])]


def test_a_pattern_ends_at_the_end_and_not_before_a_line_end(
    table: Any, refusals: Refusals
) -> None:
    raw = {"name": "T", "price": "1.00\n"}
    assert refusals(table.ADD_PRODUCT, raw) == [
        ("/price", "must be a decimal number such as 12.50")
    ]


@pytest.mark.parametrize(
    ("payment", "expected"),
    [
        (
            {"kind": "card", "number": 1},
            {"/number": "must be a string", "/validUntil": "is required"},
        ),
        ({"number": "1"}, {"/kind": "is required"}),
        ({"kind": "cash"}, {"/kind": "must be one of card, bank"}),
        ({"kind": ["card"]}, {"/kind": "must be one of card, bank"}),
        ({"kind": "bank", "iban": "DE", "x": 1}, {"/x": "is not a known member"}),
        ("card", {"": "must be an object"}),
    ],
)
def test_of_a_union_only_the_meant_variant_is_reported(
    table: Any, refusals: Refusals, payment: object, expected: dict[str, str]
) -> None:
    found = dict(refusals(table.TRY, everything(payment=payment)))
    assert found == {f"/everything/payment{place}": text for place, text in expected.items()}


def test_values_are_never_repeated(table: Any, refusals: Refusals) -> None:
    payment = {"kind": "card", "number": ["4111-secret"], "validUntil": "4111-secret"}
    assert "4111" not in str(refusals(table.TRY, everything(payment=payment)))


def test_an_input_that_is_wrong_everywhere_gets_a_short_answer(
    table: Any, refusals: Refusals
) -> None:
    assert len(refusals(table.ADD_PRODUCT, {f"x{i}": 1 for i in range(5000)})) == 100
    assert len(refusals(table.TRY, everything(list=[1] * 5000))) == 100


@pytest.mark.parametrize("raw", [None, [], "x", 1, {"name": None}])
def test_what_is_no_object_is_refused(table: Any, refusals: Refusals, raw: object) -> None:
    assert refusals(table.ADD_PRODUCT, raw)


def test_accepted_members_have_their_python_types(table: Any, types: Any) -> None:
    value = table.TRY.decode(everything(payment={"kind": "bank", "iban": "DE"}))["everything"]
    assert value.data == b"abc"
    assert value.took == datetime.timedelta(minutes=90)
    assert value.key == uuid.UUID("8d8ac610-566d-4ef0-9c22-186b2a5ed793")
    assert value.datetime_.utcoffset() == datetime.timedelta(hours=1)
    assert value.payment == types.BankTransfer(iban="DE")
    assert value.grid == [[1, None], []]
    assert (value.flag, value.skus, value.parent) == (True, ["ABC"], None)


def test_null_is_absent_for_what_has_a_default_at_any_depth(table: Any, types: Any) -> None:
    top = table.ADD_PRODUCT.decode({"name": "T", "price": "1", "category": None, "tags": None})
    assert (top["category"], top["tags"]) == (types.Category.CLOTHES, [])
    inner = {**EVERYTHING, "flag": None, "payments": None, "ratio": None}
    value = table.TRY.decode(everything(parent=inner, skus=None))["everything"]
    assert (value.parent.flag, value.parent.payments, value.parent.ratio) == (True, {}, 1.5)
    assert value.skus == ["ABC"]


def test_a_whole_number_may_be_written_with_a_point(table: Any) -> None:
    value = table.TRY.decode(everything(small=7.0, grid=[[1.0]], parent={**EVERYTHING}))
    assert (value["everything"].small, value["everything"].grid) == (7, [[1]])
    assert isinstance(value["everything"].small, int)


def test_what_only_python_cannot_express_is_a_violation_too(table: Any, refusals: Refusals) -> None:
    raw = everything(
        datetime="2016-12-31T23:59:60Z",
        parent={**EVERYTHING, "datetime": "0000-01-01T00:00:00Z"},
    )
    assert sorted(place for place, _ in refusals(table.TRY, raw)) == [
        "/everything/datetime",
        "/everything/parent/datetime",
    ]


def test_an_update_tells_absent_from_null(table: Any) -> None:
    assert table.UPDATE_PRODUCT.decode({"productId": "1"}) == {
        "product_id": "1",
        "price": UNSET,
        "note": UNSET,
    }
    cleared = table.UPDATE_PRODUCT.decode({"productId": "1", "note": None, "price": "2"})
    assert (cleared["note"], cleared["price"]) == (None, Decimal(2))


def test_a_caller_sends_what_it_was_given(table: Any) -> None:
    add = {"name": "T", "price": Decimal(1), "category": UNSET, "tags": UNSET, "note": None}
    assert table.ADD_PRODUCT.encode(add) == {"name": "T", "price": Decimal(1)}
    update = {"product_id": "1", "price": UNSET, "note": None}
    assert table.UPDATE_PRODUCT.encode(update) == {"productId": "1", "note": None}


def test_null_is_a_value_of_a_required_any(table: Any, support: Callable[[str], Any]) -> None:
    members = [("x", Any), ("y", Any, None)]
    operation = support("operation").Operation(
        name="Keep",
        method="keep",
        schema=table.ADD_PRODUCT.schema,
        request=msgspec.defstruct("KeepRequest", members, kw_only=True),
        response=Any,
    )
    assert operation.encode({"x": None, "y": None}) == {"x": None}


@pytest.mark.parametrize("price", ["1E+999", "1E-999", "9" * 5000])
def test_a_huge_decimal_is_judged_without_delay(table: Any, price: str) -> None:
    try:
        assert table.ADD_PRODUCT.decode({"name": "T", "price": price})["price"] == Decimal(price)
    except Exception as error:
        assert type(error).__name__ == "InvalidArgument"


@pytest.mark.parametrize("wrong", [{}, {"small": "x"}, {"flag": None}, {"big": -1}])
@pytest.mark.parametrize("depth", [10, 28])
def test_up_to_the_bound_an_input_is_judged_however_deep(
    table: Any, refusals: Refusals, depth: int, wrong: dict[str, Any]
) -> None:
    raw = {"everything": _nested({**EVERYTHING, **wrong}, depth)}
    place = f"/everything{'/parent' * depth}/{next(iter(wrong), '')}"
    if wrong in ({}, {"flag": None}):
        assert table.TRY.decode(raw)["everything"].small == 1
    else:
        assert [pointer for pointer, _ in refusals(table.TRY, raw)] == [place]


@pytest.mark.parametrize("depth", [31, 40, 200, 950])
def test_what_is_nested_too_deeply_is_told_at_its_place(
    table: Any, refusals: Refusals, depth: int
) -> None:
    raw = {"everything": _nested(EVERYTHING, depth)}
    place = f"/everything{'/parent' * 31}"
    assert (place, "is nested too deeply") in refusals(table.TRY, raw)


def _nested(value: dict[str, Any], depth: int) -> dict[str, Any]:
    for _ in range(depth):
        value = {**EVERYTHING, "parent": value}
    return value
