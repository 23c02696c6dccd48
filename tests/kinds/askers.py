"""Everybody who asks a kind of value something, each as a check that they know the kind."""

import json
from collections.abc import Callable
from importlib import import_module
from typing import Any

import jsonschema
import jsonschema_rs

from generator.building.in_memory import importable
from generator.compare.mock.filters import filter_test
from generator.contract.language import language_schema
from generator.contract.problems import other_languages
from generator.emit.examples.values import ExampleValues
from generator.emit.examples.variants import variant
from generator.emit.models import models_files
from generator.emit.python.annotations import annotation
from generator.emit.python.imports import Imports
from generator.formats.json.schema import SchemaWriter
from generator.formats.json.schema.document import schema_file
from generator.kinds import Carrier, ScalarKind
from generator.model import NO_CONSTRAINTS, Api, Field, Record
from generator.naming import Name
from generator.runtime.validation.keywords import KEYWORDS
from generator.runtime.validation.schema import Schema
from tests.contract import api_of, read
from tests.kinds.documents import LANGUAGE, row

CONSTRAINTS = {
    "min_length": 1,
    "max_length": 100,
    "pattern": ".",
    "minimum": 1,
    "maximum": 100,
    "exclusive_minimum": 0,
    "exclusive_maximum": 101,
    "multiple_of": 1,
    "min_items": 1,
    "max_items": 2,
    "unique_items": True,
}
KEYWORDS_OF = {
    "exclusive_minimum": "exclusiveMinimum",
    "exclusive_maximum": "exclusiveMaximum",
    "multiple_of": "multipleOf",
    "min_length": "minLength",
    "max_length": "maxLength",
}
CARRIED = {
    Carrier.BOOL: bool,
    Carrier.INTEGER: int,
    Carrier.FLOAT: float,
    Carrier.TEXT: str,
    Carrier.BYTES: str,
    Carrier.JSON: object,
}


def record_of(kind: ScalarKind, more: str = "") -> tuple[Api, Field]:
    """A contract with one field of a kind."""
    api = api_of(f"types: {{A: {{fields: {{a: {{type: {kind.name}{more}}}}}}}}}\n")
    record = api.types["A"]
    assert isinstance(record, Record)
    return api, record.fields[0]


def is_value(kind: ScalarKind, value: object) -> bool:
    """Whether the published schema of a kind takes a wire form."""
    api, field = record_of(kind)
    schema = SchemaWriter(api=api).field(field, input=True)
    validator = jsonschema_rs.Draft202012Validator(
        schema,
        validate_formats=True,
        keywords=KEYWORDS,
        pattern_options=jsonschema_rs.RegexOptions(),
    )
    return validator.is_valid(value)


def contracts_spell_it(kind: ScalarKind) -> None:
    assert record_of(kind)[1].type == kind.ref


def a_literal_in_a_contract_is_its_wire_form(kind: ScalarKind) -> None:
    assert isinstance(kind.example, CARRIED[kind.carrier])
    default = record_of(kind, f", default: {json.dumps(kind.example)}")[1].default
    assert default is not None
    assert default.value == kind.example
    field = f'{{type: {kind.name}, default: "\\x7f"}}'
    api, problems = read(f"contract: a.b.v1\ntypes: {{A: {{fields: {{a: {field}}}}}}}")
    takes_any = kind.is_free_text or kind.carrier is Carrier.JSON
    assert (api is not None) == takes_any, problems


def its_constraints_fit_and_no_others(kind: ScalarKind) -> None:
    for name, bound in CONSTRAINTS.items():
        text = f"contract: a.b.v1\ntypes: {{A: {{type: {kind.name}, {name}: {json.dumps(bound)}}}}}"
        api, problems = read(text)
        assert (api is not None) == (name in kind.constraints), (name, problems)


def its_schema_has_its_constraints(kind: ScalarKind) -> None:
    for name in kind.constraints:
        api, field = record_of(kind, f", {name}: {json.dumps(CONSTRAINTS[name])}")
        schema = SchemaWriter(api=api).field(field, input=True)
        holder = schema if kind.measured_by is None else schema[kind.measured_by]
        assert KEYWORDS_OF.get(name, name) in holder
        own = {key: said for key, said in kind.json.items() if key not in ("minimum", "maximum")}
        assert {**schema, **own} == schema, "a constraint takes the place of what the kind says"


def its_schema_takes_its_values_only(kind: ScalarKind) -> None:
    assert is_value(kind, kind.example)
    for value in (None, True, 1.5, "\x7f", [], {}):
        fits = type(value) is CARRIED[kind.carrier] and (value != "\x7f" or kind.is_free_text)
        assert is_value(kind, value) == (fits or kind.carrier is Carrier.JSON), value


def the_server_judges_it_and_has_words(kind: ScalarKind) -> None:
    api = api_of(f"operations: {{Op: {{input: {{a: {kind.name}}}}}}}\n")
    validator = Schema(json.loads(schema_file(api).content)).validator("OpRequest")
    assert validator.is_valid({"a": kind.example})
    assert validator.judge({"a": kind.example}) == []
    if kind.words is not None:
        wrong = {"a": "\x7f"}
        assert not validator.is_valid(wrong)
        [found] = validator.violations(wrong)
        assert (found.pointer, found.detail) == ("/a", f"must be {kind.words}")


def editors_know_it(kind: ScalarKind) -> None:
    validator = jsonschema.Draft202012Validator(language_schema({}))
    contract = {"contract": "a.b.v1", "types": {"A": {"fields": {"a": {"type": kind.name}}}}}
    assert validator.is_valid(contract)
    assert kind.name in language_schema({})["$defs"]["TypeExpression"]["anyOf"][0]["enum"]
    for name, bound in CONSTRAINTS.items():
        contract["types"]["A"]["fields"]["a"] = {"type": kind.name, name: bound}
        assert validator.is_valid(contract) == (name in kind.constraints), name


def python_spells_it(kind: ScalarKind) -> None:
    spelled = annotation(kind.ref, Imports(), types="")
    assert spelled == kind.python.spelled
    bounded = annotation(kind.ref, Imports(), types="", ranges=True)
    assert bounded == (kind.python.bounded or spelled)


def models_give_its_values_a_type_of_python(kind: ScalarKind) -> None:
    files = {file.path: file.content for file in models_files(record_of(kind)[0], ["pydantic"])}
    with importable(files) as package:
        model = package.load("models.pydantic").A
        value = model.model_validate_json(json.dumps({"a": kind.example})).a
    if kind.carrier is not Carrier.JSON:
        python = import_module(kind.python.module or "builtins")
        assert type(value) is getattr(python, kind.python.spelled.rpartition(".")[2])


def the_mock_makes_values_of_it(kind: ScalarKind) -> None:
    api, field = record_of(kind)
    assert is_value(kind, ExampleValues(api).field(field))
    for name in kind.constraints:
        api, field = record_of(kind, f", {name}: {json.dumps(CONSTRAINTS[name])}")
        assert is_value(kind, ExampleValues(api).field(field)), name
    record = api.types["A"]
    assert isinstance(record, Record)
    made = [variant(api, record, {"a": kind.example}, number)["a"] for number in (1, 2)]
    assert all(is_value(kind, value) for value in made)


def keys_are_made_where_it_can_be_one(kind: ScalarKind) -> None:
    text = f"types: {{A: {{fields: {{id: {kind.name}}}}}}}\nresources: {{A: {{key: id}}}}\n"
    api, _ = read(f"contract: a.b.v1\n{text}operations: {{GetA: {{get: A}}}}\n")
    assert (api is not None) == (kind.key is not None)
    if kind.key is not None:
        keys = [kind.key(number) for number in range(1, 9)]
        assert len({*keys}) == 8
        assert all(is_value(kind, key) for key in keys)


def lists_are_filtered_by_it(kind: ScalarKind) -> None:
    api, field = record_of(kind)
    record = api.types["A"]
    assert isinstance(record, Record)
    names = {"min_a": "bounds", "a_prefix": "parts"}
    asked = {
        what: filter_test(
            api, record, Field(name=Name.parse(name), json_name=name, type=field.type)
        )
        for name, what in names.items()
    }
    order = "" if kind.order is None else kind.order.value
    assert (asked["bounds"] is not None) == (order in ("number", "time"))
    assert (asked["parts"] is not None) == (order == "text")
    assert field.constraints == NO_CONSTRAINTS


def others_names_for_it_lead_here(kind: ScalarKind) -> None:
    for name in kind.also:
        assert other_languages.of_type(name) == kind.name
    for name in {kind.name, kind.json.get("format"), *kind.also} - {None, "time-local"}:
        hint = other_languages.of_key("format", "the field", {"format": str(name)})
        assert hint == f"write it as the type: `type: {kind.name}`", name


def the_documentation_has_its_row(kind: ScalarKind) -> None:
    assert row(kind) in LANGUAGE.read_text("utf-8").splitlines(), row(kind)


ASKERS: list[Callable[[ScalarKind], Any]] = [
    contracts_spell_it,
    a_literal_in_a_contract_is_its_wire_form,
    its_constraints_fit_and_no_others,
    its_schema_has_its_constraints,
    its_schema_takes_its_values_only,
    the_server_judges_it_and_has_words,
    editors_know_it,
    python_spells_it,
    models_give_its_values_a_type_of_python,
    the_mock_makes_values_of_it,
    keys_are_made_where_it_can_be_one,
    lists_are_filtered_by_it,
    others_names_for_it_lead_here,
]
