"""Defaults and examples: what is a value of a type, and how it travels."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.diagnostics import Diagnostic
from generator.model import Json, Record
from generator.runtime.validation.exact import LONGEST
from tests.contract import HEADER, api_of, read

TYPES = """
types:
  Category: {enum: [Clothes, Shoes]}
  Point: {fields: {x_axis: int32, y: {type: int32, default: 0}, mark: string?}}
  Card: {fields: {number: string}}
  Cash: {fields: {coins: {type: list<int32>, default: []}}}
  Payment: {union: {card: Card, cash: Cash}, discriminator: pay_kind}
  Sign: {type: string, pattern: "^[A-Z]{3}$"}
  Signs: {type: list<Sign>, max_items: 2}
  Thing:
    fields:
      value: {type: "%s", default: %s}
"""


def default_of(type_: str, written: str) -> Json:
    record = api_of(TYPES % (type_, written)).types["Thing"]
    assert isinstance(record, Record)
    default = record.fields[0].default
    assert default is not None
    return default.value


def problems_of(type_: str, written: str) -> list[Diagnostic]:
    return read(HEADER + TYPES % (type_, written))[1]


@pytest.mark.parametrize(
    ("type_", "written", "expected"),
    [
        ("bool", "true", True),
        ("int32", "-3", -3),
        ("int32", "1.0", 1),
        ("int64", "9223372036854775807", 9223372036854775807),
        ("uint64", "18446744073709551615", 18446744073709551615),
        ("float64", "1", 1.0),
        ("float64", "1e3", 1000.0),
        ("decimal", "22.00", "22.00"),
        ("decimal", '"22.00"', "22.00"),
        ("decimal", '"-007.50"', "-7.50"),
        ("decimal", "1e3", "1000"),
        ("decimal", "12345678901234567890.123456789", "12345678901234567890.123456789"),
        ("string", '"5"', "5"),
        ("bytes", "aGVsbG8=", "aGVsbG8="),
        ("timestamp", '"2026-11-22t09:30:00.5z"', "2026-11-22T09:30:00.5Z"),
        ("timestamp", "2026-11-22 09:30:00+01:00", "2026-11-22T09:30:00+01:00"),
        ("date", "2026-02-28", "2026-02-28"),
        ("time", '"09:30"', "09:30:00"),
        ("duration", "90s", "PT90S"),
        ("duration", "PT1M30S", "PT90S"),
        ("duration", "P1DT2H", "P1DT7200S"),
        ("duration", "500ms", "PT0.5S"),
        ("duration", "PT0S", "P0D"),
        ("uuid", "7D444840-9DC0-11D1-B245-5FFDCE74FAD2", "7d444840-9dc0-11d1-b245-5ffdce74fad2"),
        ("uri", "https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("email", "ada@example.org", "ada@example.org"),
        ("any", "{a: [1, 2.5, null, x]}", {"a": [1, 2.5, None, "x"]}),
        ("Category", "Shoes", "Shoes"),
        ("list<int32?>", "[1, null]", [1, None]),
        ("set<string>", "[b, a]", ["b", "a"]),
        ("map<decimal>", "{a: 1, b: 2.50}", {"a": "1", "b": "2.50"}),
        ("Point", "{y: 2, x_axis: 1}", {"xAxis": 1, "y": 2}),
        ("Point", "{xAxis: 1}", {"xAxis": 1}),
        ("Payment", "{payKind: card, number: abc}", {"payKind": "card", "number": "abc"}),
        ("Payment", "{pay_kind: cash}", {"payKind": "cash"}),
        ("Signs", "[ABC, DEF]", ["ABC", "DEF"]),
    ],
)
def test_a_value_is_given_in_its_wire_form(type_: str, written: str, expected: Json) -> None:
    found = default_of(type_, written)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("type_", "written", "expected"),
    [
        ("bool", "yes", "'yes' is neither true nor false"),
        ("int32", "true", "'true' is not a valid int32"),
        ("int32", '"1"', "'1' is not a valid int32"),
        ("uint32", "-1", "-1 is outside of uint32"),
        ("float32", "1e39", "1e39 is outside of float32"),
        ("float64", ".inf", ".inf is not a valid float64"),
        ("decimal", '"1,5"', "'1,5' is not a decimal"),
        ("timestamp", '"2026-11-22T09:30:00"', "is not a timestamp of RFC 3339"),
        ("timestamp", '"2026-11-22T24:30:00Z"', "there is no such instant"),
        ("date", "2026-2-1", "'2026-2-1' is not a date"),
        ("time", '"25:00"', "is not a time of day"),
        ("duration", "P1M", "'P1M' is not a duration"),
        ("duration", "P", "'P' is not a duration"),
        ("uuid", "7d4448409dc011d1b2455ffdce74fad2", "is not a uuid"),
        ("any", "[.nan]", "JSON has no such number"),
        ("Category", "shoe", "'shoe' is not a valid Category"),
        ("Category", "[Shoes]", "expected a value of Category, found a list"),
        ("list<int32>", "[1, null]", "'null' is not a valid int32"),
        ("list<int32>", "1", "expected a list, found the number 1"),
        ("set<string>", "[a, a]", "a set has each value only once"),
        ("Point", "{x_axis: 1, xAxis: 2}", "'xAxis' is there twice"),
        ("Point", "{y: 1}", "'x_axis' is missing"),
        ("Payment", "{number: abc}", "a Payment needs 'payKind', which tells its variant"),
        ("Payment", "{payKind: crd}", "'crd' is not a variant of Payment"),
        ("Signs", "[ABC, abc]", "'abc' does not match ^[A-Z]{3}$"),
        ("Signs", "[ABC, DEF, GHI]", "the number of items, 3, is above the maximum of 2"),
    ],
)
def test_anything_else_is_a_problem_at_its_place(type_: str, written: str, expected: str) -> None:
    (found,) = problems_of(type_, written)
    assert found.code == "GEN241"
    assert expected in found.message
    assert found.span is not None
    assert found.span.line == HEADER.count("\n") + 12


def test_all_mistakes_of_one_value_are_reported() -> None:
    found = problems_of("list<Point>", "[{x_axis: a}, {y: 1}, {x_axis: 1, z: 2}]")
    assert [p.message for p in found] == [
        "'x_axis': 'a' is not a valid int32",
        "Point: 'x_axis' is missing",
        "Point: there is no field 'z'",
    ]


def test_null_is_no_default_of_an_optional_field() -> None:
    record = api_of("types: {A: {fields: {a: {type: string?, default: null}}}}\n").types["A"]
    assert isinstance(record, Record)
    assert (record.fields[0].default, record.fields[0].nullable) == (None, True)


@given(st.timedeltas(-LONGEST, LONGEST))
def test_durations_travel_as_the_run_time_prints_them(value: object) -> None:
    printed = msgspec.to_builtins(value)
    assert default_of("duration", f'"{printed}"') == printed


def test_an_example_of_an_output_has_defaults_wherever_they_are_declared() -> None:
    point = "Point: {fields: {x: int32, y: {type: int32, default: 5}}}"
    thing = "Thing: {fields: {at: {type: Point, read_only: true, examples: [{x: 1}]}}}"
    for types in ((point, thing), (thing, point)):
        record = api_of("types:\n" + "".join(f"  {each}\n" for each in types)).types["Thing"]
        assert isinstance(record, Record)
        assert record.fields[0].examples == ({"x": 1, "y": 5},)
