"""The emitted JSON Schema, held against inputs by a validator that is not our own run-time."""

import json
import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import jsonschema
import msgspec
import pytest

from generator.formats.json.schema import SchemaWriter, definitions, read_from_input, schema_file
from generator.model import (
    Constraints,
    Default,
    ListRef,
    MapRef,
    NamedRef,
    NullableRef,
    ScalarRef,
)
from generator.runtime.validation.exact import LONGEST
from tests.emit.contracts import DECIMAL, INT32, PRODUCT, STRING, field, products

API = products()
WRITER = SchemaWriter(api=API)
CHECKER = SchemaWriter(api=API, checking=True)


def accepts(schema: dict[str, Any], value: object) -> bool:
    """Whether a value is valid, by the documents for people and by the one for servers alike."""
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    answers = {
        jsonschema.Draft202012Validator(
            {**schema, "$defs": definitions(writer)}, format_checker=checker
        ).is_valid(value)
        for writer in (WRITER, CHECKER)
    }
    assert len(answers) == 1
    return answers.pop()


def scalar(kind: str) -> dict[str, Any]:
    return WRITER.type(ScalarRef(kind=kind))


def test_the_document_is_a_schema_of_its_own_draft() -> None:
    document = json.loads(schema_file(API).content)
    jsonschema.Draft202012Validator.check_schema(document)
    assert list(document["$defs"]) == [*API.types, *API.errors]


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("bool", [True, False], [0, "true", None]),
        ("int32", [-(2**31), 2**31 - 1, 1.0], [2**31, -(2**31) - 1, 1.5, "1", True]),
        ("int64", [-(2**63), 2**63 - 1], [2**63, -(2**63) - 1]),
        ("uint32", [0, 2**32 - 1], [-1, 2**32]),
        ("uint64", [0, 2**64 - 1], [-1, 2**64]),
        ("float32", [0.5, 3.4e38, 1], [3.5e38, "0.5", True]),
        ("float64", [1e300, -1], ["1", None]),
        (
            "decimal",
            ["0", "-0.50", "22.00", "1E+3", "0E-7"],
            ["", "+1", "01", ".5", "1.", "NaN", "Infinity", "1,5", "1E+1000", 22, " 1"],
        ),
        ("string", ["", "é"], [1, None]),
        ("bytes", ["", "YQ==", "YWI=", "YWJj"], ["YQ", "YQ=", "Y-_="]),
        ("time", ["09:30:00", "23:59:59.123456"], ["24:00:00", "9:30", "09:30:60"]),
        (
            "duration",
            ["P1D", "PT0.5S", "-P1DT2H", "PT90M", "P1DT2H3M4.000005S", "PT10800S"],
            ["", "P", "PT", "P1DT", "P1Y", "P1M", "1D", "PT.5S", "PT1H1H"],
        ),
        ("date", ["2026-02-28"], ["2026-02-30", "28.2.2026"]),
        ("uuid", ["8d8ac610-566d-4ef0-9c22-186b2a5ed793"], ["8d8ac610", ""]),
        ("email", ["a@b.example"], ["ab.example"]),
        ("any", [None, 1, "a", [], {}], []),
    ],
)
def test_a_scalar_takes_its_wire_form_only(
    kind: str, good: list[object], bad: list[object]
) -> None:
    schema = scalar(kind)
    assert [value for value in good if not accepts(schema, value)] == []
    assert [value for value in bad if accepts(schema, value)] == []


def test_constraints_narrow_what_the_type_allows_anyway() -> None:
    limits = Constraints(minimum=Decimal(-5), maximum=Decimal(10) ** 12, multiple_of=Decimal(5))
    schema = WRITER.type(INT32, limits)
    assert (schema["minimum"], schema["maximum"], schema["multipleOf"]) == (-5, 2**31 - 1, 5)


def test_bounds_of_a_decimal_are_a_keyword_of_our_own() -> None:
    schema = WRITER.type(DECIMAL, Constraints(minimum=Decimal("0.10"), multiple_of=Decimal("0.01")))
    assert schema["x-decimal"] == {"minimum": "0.10", "multipleOf": "0.01"}
    assert "minimum" not in schema


def test_bounds_of_a_decimal_reach_through_an_alias() -> None:
    schema = WRITER.type(NamedRef(name="Sku"), Constraints(max_length=2))
    assert schema == {"$ref": "#/$defs/Sku", "maxLength": 2}
    assert not accepts(schema, "ABC")


def test_an_input_takes_null_for_what_has_a_default_and_refuses_strangers() -> None:
    request = {"$ref": "#/$defs/AddProductRequest"}
    good = {"name": "T-Shirt", "price": "22.00"}
    assert accepts(request, good)
    assert accepts(request, {**good, "category": None, "tags": None, "note": None})
    assert not accepts(request, {**good, "colour": "red"})
    assert not accepts(request, {**good, "name": None})
    assert not accepts(request, {**good, "tags": ["a", "a"]})
    assert not accepts(request, {**good, "category": "Hats"})


def test_an_output_promises_every_member_that_cannot_be_absent() -> None:
    schema = definitions(WRITER)["Product"]
    assert schema["required"] == [f.json_name for f in PRODUCT.fields if f.json_name != "note"]
    assert "additionalProperties" not in schema
    assert schema["properties"]["category"] == {"$ref": "#/$defs/Category", "default": "Clothes"}
    assert schema["properties"]["note"]["type"] == "string"
    assert schema["properties"]["createdAt"]["readOnly"] is True


def test_an_update_may_leave_out_everything_but_the_key_and_clears_what_can_be_empty() -> None:
    request = {"$ref": "#/$defs/UpdateProductRequest"}
    assert accepts(request, {"productId": "1"})
    assert accepts(request, {"productId": "1", "note": None})
    assert not accepts(request, {"productId": "1", "price": None})
    assert not accepts(request, {"price": "1"})


def test_a_union_takes_exactly_the_record_of_its_tag() -> None:
    union = {"$ref": "#/$defs/Payment"}
    assert accepts(union, {"kind": "bank", "iban": "DE"})
    assert not accepts(union, {"iban": "DE"})
    assert not accepts(union, {"kind": "card", "iban": "DE"})
    assert not accepts(union, {"kind": "cash"})


def test_a_type_can_hold_itself() -> None:
    assert read_from_input(API) >= {"Everything", "Payment", "Card", "Skus", "Sku"}
    assert "Product" not in read_from_input(API)
    schema = definitions(WRITER)["Everything"]["properties"]["parent"]
    assert schema == {"anyOf": [{"$ref": "#/$defs/Everything"}, {"type": "null"}]}


def test_containers_nest_and_null_stays_where_it_was_written() -> None:
    grid = WRITER.type(ListRef(item=MapRef(value=NullableRef(item=STRING))))
    assert accepts(grid, [{"a": None, "b": "c"}])
    assert not accepts(grid, [None])
    assert not accepts(grid, [{"a": 1}])


def test_references_and_extensions_follow_the_document() -> None:
    writer = SchemaWriter(api=API, ref="#/components/schemas/{}".format)
    assert writer.type(NamedRef(name="Sku")) == {"$ref": "#/components/schemas/Sku"}
    mapping = writer.definition(API.types["Payment"], input=True)["discriminator"]["mapping"]
    assert mapping["card"] == "#/components/schemas/Card"


def test_annotations_are_said_of_the_field() -> None:
    described = replace(
        field("ratio", ScalarRef(kind="float64")),
        description="A share.",
        default=Default(value=Decimal("0.5")),
        examples=(Decimal("0.25"), Decimal(1)),
        write_only=True,
    )
    schema = WRITER.field(described, input=False)
    assert schema["description"] == "A share."
    assert (schema["default"], schema["examples"], schema["writeOnly"]) == (0.5, [0.25, 1], True)
    json.dumps(schema)


@pytest.mark.parametrize(
    "text",
    [
        *("P2999999DT9999H999999M99999999.999999S", "PT9999999H999999999M99999999999.999999S"),
        *("-P3649999DT86399.999999S", "P3649999D", "P0DT9999H", "PT0.000001S", "-PT1M"),
    ],
)
def test_a_duration_that_is_taken_can_be_answered_and_taken_again(text: str) -> None:
    pattern = re.compile(scalar("duration")["pattern"])
    assert pattern.fullmatch(text)
    duration = msgspec.convert(text, timedelta)
    assert abs(duration) <= LONGEST
    assert pattern.fullmatch(msgspec.to_builtins(duration))


@pytest.mark.parametrize(
    "text", ["P3650000D", "P3649999DT86400S", "P999999999D", "PT315576000001S"]
)
def test_no_duration_is_taken_that_no_server_can_answer(text: str) -> None:
    assert not re.fullmatch(scalar("duration")["pattern"], text)
