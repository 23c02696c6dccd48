"""Declared types: records, enums, unions, aliases, imports, and their input views."""

import pytest

from generator.model import (
    Alias,
    Api,
    Constraints,
    Deprecation,
    Enum,
    EnumValue,
    ListRef,
    MapRef,
    NamedRef,
    NullableRef,
    Record,
    RecordOrigin,
    ScalarRef,
    Tag,
    Union,
    Variant,
)
from tests.contract import HEADER, api_of, read

STRING = ScalarRef(kind="string")


def record(api: Api, name: str) -> Record:
    found = api.types[name]
    assert isinstance(found, Record)
    return found


def union(api: Api, name: str) -> Union:
    found = api.types[name]
    assert isinstance(found, Union)
    return found


def codes(text: str, files: dict[str, str] | None = None) -> list[str]:
    return [found.code for found in read(HEADER + text, files)[1]]


def test_an_expression_becomes_nested_references() -> None:
    api = api_of("types: {A: {fields: {a: 'list<map<A?>>?', b: set<string>}}}\n")
    a, b = record(api, "A").fields
    inner = MapRef(value=NullableRef(item=NamedRef(name="A")))
    assert (a.type, a.nullable, a.required) == (ListRef(item=inner), True, False)
    assert b.type == ListRef(item=STRING, unique=True)


def test_both_forms_of_an_enum() -> None:
    api = api_of("""
types:
  A: {enum: [X, Y]}
  B:
    description: A letter.
    enum:
      X: The first.
      Y: {description: The second., number: 7, deprecated: {since: 2026-01-01, use: X}}
      Z:
""")
    assert api.types["A"] == Enum(name="A", values=(EnumValue(name="X"), EnumValue(name="Y")))
    old = Deprecation(since="2026-01-01", use="X")
    assert api.types["B"] == Enum(
        name="B",
        description="A letter.",
        values=(
            EnumValue(name="X", description="The first."),
            EnumValue(name="Y", description="The second.", number=7, deprecated=old),
            EnumValue(name="Z"),
        ),
    )


def test_a_union_tags_its_records() -> None:
    api = api_of("""
types:
  Card: {fields: {number: string}}
  Cash: {fields: {}}
  Payment: {union: {card: Card, cash: Cash}}
""")
    assert api.types["Payment"] == Union(
        name="Payment",
        discriminator="type",
        variants=(Variant(tag="card", record="Card"), Variant(tag="cash", record="Cash")),
    )
    assert record(api, "Card").tag == Tag(member="type", value="card")


def test_a_record_may_be_in_two_unions_under_one_tag() -> None:
    api = api_of("""
types:
  Card: {fields: {number: string}}
  A: {union: {card: Card}}
  B: {union: {card: Card}}
""")
    assert record(api, "Card").tag == Tag(member="type", value="card")


def test_aliases_keep_their_constraints_and_may_be_made_of_each_other() -> None:
    api = api_of("""
types:
  Signs: {type: list<Sign>, max_items: 3}
  Sign: {type: Word, max_length: 3, examples: [ABC]}
  Word: {type: string, min_length: 1}
""")
    assert api.types["Signs"] == Alias(
        name="Signs", type=ListRef(item=NamedRef(name="Sign")), constraints=Constraints(max_items=3)
    )
    sign = api.types["Sign"]
    assert isinstance(sign, Alias)
    assert (sign.constraints, sign.examples) == (Constraints(max_length=3), ("ABC",))


def test_constraints_of_an_alias_and_its_use_must_agree() -> None:
    text = "types: {A: {type: B, max_length: 2}, B: {type: C}, C: {type: string, min_length: 3}}\n"
    assert codes(text) == ["GEN232"]


@pytest.mark.parametrize(
    "fields",
    ["a: A?", "a: list<A>", "a: map<A>", "a: 'set<A>?'", "a: U", "a: {type: A, default: {}}"],
)
def test_a_record_may_contain_itself_where_something_ends_it(fields: str) -> None:
    others = "B: {fields: {}}, U: {union: {a: A, b: B}}"
    text = f"types: {{A: {{fields: {{{fields}}}}}, {others}}}\n"
    assert "GEN224" not in codes(text)


def test_a_circle_of_required_records_is_reported_once() -> None:
    text = """
types:
  A: {fields: {b: B}}
  B: {fields: {c: Alias}}
  Alias: {type: C}
  C: {fields: {a: A, user: User?}}
  User: {fields: {a: A}}
"""
    assert codes(text) == ["GEN224"]


def test_what_depends_on_something_broken_stays_silent() -> None:
    text = """
types:
  A: {fields: 5}
  B: {fields: {a: A, list: list<A>}}
  C: {type: A, max_length: 3}
  D: {fields: {a: {type: A, default: {x: 1}, max_items: 2}, b: {type: Missing, min_length: 1}}}
resources:
  A: {key: id}
operations:
  GetA: {get: A, errors: [Broken], examples: {one: {input: {a_id: x}}}}
  AddB: {input: A, output: A}
errors:
  Broken: 5
"""
    assert codes(text) == ["GEN202", "GEN203", "GEN202"]


def test_json_names_follow_the_choice_of_the_contract() -> None:
    text = "types: {A: {fields: {created_at: string}}, B: {union: {a: A}, discriminator: a_kind}}\n"
    camel, snake = api_of(text), api_of(f"rest: {{json_case: snake}}\n{text}")
    assert record(camel, "A").fields[0].json_name == "createdAt"
    assert record(snake, "A").fields[0].json_name == "created_at"
    assert (union(camel, "B").discriminator, union(snake, "B").discriminator) == ("aKind", "a_kind")


def test_texts_are_kept_exactly() -> None:
    text = '"quotes \' \\" \\"\\"\\" {{ }} */ \\\\ \\u202e end\\n "'
    api = api_of(f"types: {{A: {{description: {text}, fields: {{a: string}}}}}}\n")
    expected = 'quotes \' " """ {{ }} */ \\ \u202e end\n '
    assert api.types["A"].description == expected


def test_extensions_are_kept_and_ignored_between_names() -> None:
    api = api_of("""
x-team: shop
types:
  x-note: only for people
  A: {x-table: a, fields: {x-note: 1, a: {type: string, x-column: b}}}
""")
    assert list(api.types) == ["A"]
    assert api.extensions is not None
    assert [entry.key for entry in api.extensions] == ["x-team"]
    (field,) = record(api, "A").fields
    assert field.extensions is not None
    assert field.extensions.entries[0].key == "x-column"


COMMON = """
contract: shop.common.v1
types:
  Unused: {fields: {a: string}}
  Money: {fields: {amount: Amount, currency: {type: Currency, default: EUR}}}
  Amount: {type: decimal, minimum: 0}
  Currency: {enum: [EUR, USD]}
errors:
  TooMuch: {code: out_of_range, fields: {limit: Money}}
"""


def test_imported_types_come_with_what_they_need_and_stand_first() -> None:
    api = api_of(
        """
imports: {common: common.yaml}
types: {Product: {fields: {price: common.Money}}}
operations: {Buy: {input: {product: Product}, errors: [common.TooMuch]}}
""",
        {"common.yaml": COMMON},
    )
    assert list(api.types) == ["Money", "Amount", "Currency", "Product", "BuyRequest"]
    assert record(api, "Product").fields[0].type == NamedRef(name="Money")
    assert list(api.errors) == ["TooMuch"]
    assert api.operations["Buy"].errors == ("TooMuch",)


def test_an_import_that_cannot_be_read_is_reported_once() -> None:
    text = "imports: {common: missing.yaml}\ntypes: {A: {fields: {a: common.B}}}\n"
    assert codes(text) == ["GEN131"]


INPUTS = """
types:
  Part: {fields: {id: {type: int32, read_only: true}, name: string, parts: list<Part>}}
  Plain: {fields: {text: string}}
  Box: {fields: {part: Part?, plain: Plain}}
  Other: {fields: {part: Part}}
  Choice: {union: {box: Box, plain: Plain}}
  Boxes: {type: list<Box>, max_items: 3}
  Login: {fields: {name: string, password: {type: string, write_only: true}}}
operations:
  Send: {input: {choice: Choice, boxes: 'Boxes?', plain: Plain}, output: Choice}
  Enter: {input: {login: Login}, output: Login}
"""


def test_an_input_view_leaves_out_what_the_server_sets_at_any_depth() -> None:
    api = api_of(INPUTS)
    choice, boxes, plain = api.request(api.operations["Send"]).fields
    assert choice.type == NamedRef(name="ChoiceInput")
    assert (boxes.type, boxes.nullable) == (NamedRef(name="BoxesInput"), True)
    assert plain.type == NamedRef(name="Plain")
    assert api.operations["Send"].output == NamedRef(name="Choice")
    part = record(api, "PartInput")
    assert [field.name.text for field in part.fields] == ["name", "parts"]
    assert part.fields[1].type == ListRef(item=NamedRef(name="PartInput"))
    assert (part.origin, part.source) == (RecordOrigin.INPUT_VIEW, "Part")
    assert record(api, "Part").input_view == "PartInput"
    view = union(api, "ChoiceInput")
    assert [variant.record for variant in view.variants] == ["BoxInput", "Plain"]
    assert record(api, "BoxInput").tag == record(api, "Box").tag
    alias = api.types["BoxesInput"]
    assert isinstance(alias, Alias)
    assert (alias.type, alias.constraints.max_items) == (ListRef(item=NamedRef(name="BoxInput")), 3)


def test_an_input_view_is_made_only_when_a_request_needs_it() -> None:
    api = api_of(INPUTS)
    assert record(api, "Other").input_view is None
    assert "OtherInput" not in api.types
    assert record(api, "Plain").input_view is None


def test_what_is_write_only_is_in_the_input_view_alone() -> None:
    api = api_of(INPUTS)
    assert [field.name.text for field in record(api, "Login").fields] == ["name"]
    assert [field.name.text for field in record(api, "LoginInput").fields] == ["name", "password"]
