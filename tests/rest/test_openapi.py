"""The OpenAPI document says what the server does, in either version of OpenAPI."""

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml
from openapi_schema_validator import OAS30Validator, OAS31Validator

from generator.contract.resolve import resolve
from generator.contract.source import load
from generator.diagnostics import Problems
from generator.kinds.decimal import DECIMAL_PATTERN
from generator.styles.rest.bind import bind
from generator.styles.rest.openapi import openapi_document
from generator.styles.rest.openapi.decimals import narrowed
from generator.styles.rest.verify import InvalidDocumentError, verify_document
from tests.contract import STYLES, api_of

ROOT = Path(__file__).parents[2]
CONTRACTS = sorted((ROOT / "contracts").glob("*.yaml"))
Violations = Callable[[dict[str, Any], Any], list[str]]
FIELDS = "types: {Thing: {fields: {id: {type: string, read_only: true}, VALUE}}}\n"
CREATE = "resources: {Thing: {key: id}}\noperations: {MakeThing: {create: Thing}}\n"


def document(text: str) -> dict[str, Any]:
    api = api_of(text)
    content = openapi_document(api, bind(api, Problems()))
    verify_document(content)
    value: dict[str, Any] = yaml.safe_load(content)
    return value


def of_file(path: Path, version: str) -> tuple[bytes, bytes]:
    """The document of a contract, made twice."""
    problems = Problems()
    source = load(path, ROOT, problems)
    assert source is not None
    api = resolve(source, STYLES, problems)
    assert api is not None
    binding = bind(api, problems)
    binding = dataclasses.replace(binding, openapi=version)
    return openapi_document(api, binding), openapi_document(api, binding)


@pytest.mark.parametrize("version", ["3.1.1", "3.0.3"])
@pytest.mark.parametrize("path", CONTRACTS, ids=lambda path: path.stem)
def test_every_contract_makes_a_valid_document(path: Path, version: str) -> None:
    first, second = of_file(path, version)
    verify_document(first)
    assert first == second
    assert yaml.safe_load(first)["openapi"] == version


@pytest.mark.parametrize(
    ("version", "word"), [("3.2", "query"), ("3.1", "x-query"), ("3.0", "x-query")]
)
def test_a_query_is_described_where_readers_of_the_version_look_or_may_look(
    version: str, word: str
) -> None:
    spec = document(
        f'rest: {{openapi: "{version}"}}\n'
        "types:\n"
        "  Term: {fields: {word: string?, least: {type: int32, exclusive_minimum: 0}}}\n"
        "operations:\n"
        "  Find: {safe: true, input: {terms: list<Term>}, output: string, rest: QUERY /things}\n"
        "  Make: {output: string, rest: POST /things}\n"
        "  Look: {safe: true, input: {word: string?}, output: string, rest: QUERY /others}\n"
    )
    item = spec["paths"]["/things"]
    assert sorted(item) == sorted([word, "post"])
    assert item[word]["operationId"] == "find"
    bodies = [each[word]["requestBody"] for each in spec["paths"].values()]
    assert [each["required"] for each in bodies] == [True, True]
    body = bodies[0]["content"]["application/json"]["schema"]
    assert body == {"$ref": "#/components/schemas/FindRequest"}
    least = spec["components"]["schemas"]["Term"]["properties"]["least"]
    assert ("exclusiveMinimum" in least, least.get("exclusiveMinimum") is True) == (
        True,
        version == "3.0",
    )


@pytest.mark.parametrize(("version", "linked"), [("3.2", True), ("3.1", False)])
def test_a_link_leads_to_what_the_document_has_a_word_for(version: str, linked: bool) -> None:
    spec = document(
        f'rest: {{openapi: "{version}"}}\n'
        + FIELDS.replace("VALUE", "size: int32")
        + "resources: {Thing: {key: id}}\n"
        "operations:\n"
        "  GetThing: {get: Thing}\n"
        "  ChangeThing: {update: Thing}\n"
        "  AskThing:\n"
        "    {call: Thing, safe: true, input: {word: string}, output: string,\n"
        "     rest: 'QUERY /things/{thing_id}'}\n"
    )
    links = spec["paths"]["/things/{thing_id}"]["get"]["responses"]["200"]["links"]
    assert ("ChangeThing" in links, "AskThing" in links) == (True, linked)


def draft_2020(schema: dict[str, Any], value: Any) -> list[str]:
    return [e.message for e in jsonschema_rs.Draft202012Validator(schema).iter_errors(value)]


def openapi_3_0(schema: dict[str, Any], value: Any) -> list[str]:
    return [e.message for e in OAS30Validator(schema).iter_errors(value)]


def openapi_3_1(schema: dict[str, Any], value: Any) -> list[str]:
    return [e.message for e in OAS31Validator(schema).iter_errors(value)]


@pytest.mark.parametrize(
    ("version", "violations"),
    [("3.1.1", draft_2020), ("3.1.1", openapi_3_1), ("3.0.3", openapi_3_0)],
)
@pytest.mark.parametrize("path", CONTRACTS, ids=lambda path: path.stem)
def test_every_example_fits_its_schema(path: Path, version: str, violations: Violations) -> None:
    spec = yaml.safe_load(of_file(path, version)[0])
    checked = 0
    for item in spec["paths"].values():
        for operation in item.values():
            bodies = [operation.get("requestBody", {})]
            bodies += [r for r in operation["responses"].values() if "$ref" not in r]
            for media in (m for body in bodies for m in body.get("content", {}).values()):
                for example in media.get("examples", {}).values():
                    schema = {**media["schema"], "components": spec["components"]}
                    assert violations(schema, example["value"]) == []
                    checked += 1
    assert checked


def test_every_response_is_explicit_and_every_failure_a_problem() -> None:
    for path in CONTRACTS:
        spec = yaml.safe_load(of_file(path, "3.1.1")[0])
        for item in spec["paths"].values():
            for operation in item.values():
                assert "default" not in operation["responses"]
                for status, response in operation["responses"].items():
                    if "$ref" in response:
                        name = response["$ref"].rpartition("/")[2]
                        response = spec["components"]["responses"][name]
                    if status >= "400":
                        assert list(response["content"]) == ["application/problem+json"]


def test_a_nullable_reference_survives_3_0() -> None:
    text = (
        "rest: {openapi: '3.0'}\n"
        "types:\n"
        "  Size: {fields: {width: {type: float64, exclusive_minimum: 0}}}\n"
        "  Thing: {fields: {id: {type: string, read_only: true}, size: Size?, note: string?}}\n"
    )
    spec = document(text + CREATE)
    schemas = spec["components"]["schemas"]
    made = schemas["MakeThingRequest"]["properties"]
    assert made["size"] == {"anyOf": [{"$ref": "#/components/schemas/Size"}, {"enum": [None]}]}
    assert made["note"]["nullable"] is True
    resolvable = {**schemas["MakeThingRequest"], "components": spec["components"]}
    for size in (None, {"width": 2}):
        assert openapi_3_0(resolvable, {"size": size, "note": None}) == []
    assert openapi_3_0(resolvable, {"size": {"width": 0}, "note": ""}) != []
    width = schemas["Size"]["properties"]["width"]
    assert (width["minimum"], width["exclusiveMinimum"]) == (0, True)


def test_schemes_that_are_needed_together_stand_in_one_requirement() -> None:
    text = (
        "auth: {token: {scheme: bearer, issuer: 'https://login.example', audience: shop,"
        " jwks: 'https://login.example/keys', x-owner: security},"
        " key: {scheme: api_key, header: X-Key}}\n"
        "operations: {Ping: {auth: [[{token: [ping]}, key], key]}, Pong: {auth: none}}\n"
    )
    spec = document(text)
    assert spec["paths"]["/ping"]["post"]["security"] == [
        {"token": ["ping"], "key": []},
        {"key": []},
    ]
    assert spec["paths"]["/pong"]["post"]["security"] == []
    assert spec["components"]["securitySchemes"]["token"] == {
        "type": "http",
        "scheme": "bearer",
        "x-issuer": "https://login.example",
        "x-audience": "shop",
        "x-jwks": "https://login.example/keys",
        "x-owner": "security",
    }


def test_what_3_0_cannot_ask_for_does_not_open_an_operation() -> None:
    text = (
        "rest: {openapi: '3.0'}\nauth: {cert: {scheme: mutual_tls}, token: {scheme: bearer}}\n"
        "operations: {Ping: {auth: [[cert, token]]}, Pong: {auth: cert, description: Answers.}}\n"
    )
    paths = document(text)["paths"]
    ping, pong = (paths[path]["post"] for path in ("/ping", "/pong"))
    told = "Takes a client certificate (mutual TLS), which OpenAPI 3.0 has no word for."
    assert (ping["security"], ping["description"]) == ([{"token": []}], told)
    assert (pong["security"], pong["description"]) == ([], f"Answers.\n\n{told}")


def test_mutual_tls_is_left_out_of_3_0() -> None:
    text = (
        "auth: {cert: {scheme: mutual_tls}, token: {scheme: bearer}}\n"
        "operations: {Ping: {auth: [cert, token]}}\n"
    )
    new = document(text)
    assert new["paths"]["/ping"]["post"]["security"] == [{"cert": []}, {"token": []}]
    old = document("rest: {openapi: '3.0'}\n" + text)
    assert old["paths"]["/ping"]["post"]["security"] == [{"token": []}]
    assert list(old["components"]["securitySchemes"]) == ["token"]


def test_only_oauth_has_scopes_in_3_0() -> None:
    text = (
        "auth:\n"
        "  token: {scheme: bearer}\n"
        "  login: {scheme: oauth2, token_url: 'https://login.example', scopes: {read: Read.}}\n"
        "operations: {Ping: {auth: [{token: [read]}, {login: [read]}]}}\n"
    )
    new = document(text)
    assert new["paths"]["/ping"]["post"]["security"] == [{"token": ["read"]}, {"login": ["read"]}]
    old = document("rest: {openapi: '3.0'}\n" + text)
    assert old["paths"]["/ping"]["post"]["security"] == [{"token": []}, {"login": ["read"]}]


def test_a_type_named_problem_keeps_its_name() -> None:
    text = FIELDS.replace("Thing:", "Problem:").replace("VALUE", "name: string")
    spec = document(text + CREATE.replace("Thing:", "Problem:").replace(": Thing", ": Problem"))
    schemas = spec["components"]["schemas"]
    assert "name" in schemas["Problem"]["properties"]
    assert "detail" in schemas["HttpProblem"]["properties"]


def test_what_the_contract_adds_is_copied() -> None:
    text = (
        "x-team: {name: shop, level: 1.5}\n"
        "operations: {Ping: {x-cost: 3, deprecated: {since: 2026-01-01}}}\n"
    )
    spec = document(text)
    assert spec["x-team"] == {"name": "shop", "level": 1.5}
    ping = spec["paths"]["/ping"]["post"]
    assert (ping["x-cost"], ping["deprecated"]) == (3, True)
    assert "Deprecation" in ping["responses"]["204"]["headers"]


def test_a_broken_document_is_our_own_bug() -> None:
    with pytest.raises(InvalidDocumentError, match="paths"):
        verify_document(b"openapi: 3.1.1\ninfo: {title: a, version: '1'}\npaths: []\n")


@pytest.mark.parametrize(
    ("constraints", "fits", "misfits"),
    [
        ({"minimum": "0"}, ["0", "0.00", "12.5", "1E+3"], ["-1", "-0.1"]),
        ({"exclusiveMinimum": "0"}, ["0.01", "10", "0.10"], ["0", "0.00", "-1"]),
        ({"multipleOf": "0.01"}, ["-1.25", "3", "0.1", "1E+2", "0E2"], ["0.001", "1e-3"]),
        ({"multipleOf": "1", "minimum": "0"}, ["3", "0"], ["0.5", "-3"]),
        ({"exclusiveMinimum": "0", "multipleOf": "0.01"}, ["0.01", "0.10", "1"], ["0", "0.00"]),
        ({"exclusiveMinimum": "0", "multipleOf": "1"}, ["1", "20", "2E+1"], ["0", "0E+1"]),
        ({"multipleOf": "0.25"}, ["0.25", "-1"], ["x"]),
    ],
)
def test_bounds_of_decimals_are_patterns(
    constraints: dict[str, str], fits: list[str], misfits: list[str]
) -> None:
    schema = {"type": "string", "pattern": DECIMAL_PATTERN, "x-decimal": constraints}
    validator = jsonschema_rs.Draft202012Validator(narrowed(schema))
    assert [text for text in fits if not validator.is_valid(text)] == []
    assert [text for text in misfits if validator.is_valid(text)] == []


@pytest.mark.parametrize(
    "constraints",
    [
        {},
        {"minimum": "0"},
        {"minimum": "-5"},
        {"exclusiveMinimum": "0"},
        {"multipleOf": "0.01"},
        {"multipleOf": "1"},
        {"exclusiveMinimum": "0", "multipleOf": "0.01"},
        {"exclusiveMinimum": "0", "multipleOf": "1"},
    ],
)
@pytest.mark.parametrize(
    "text",
    [
        *("1" * length for length in (300, 301)),
        *("0." + "0" * zeros + "1" for zeros in (305, 306)),
        *("0." + "0" * zeros + "1e5" for zeros in (99, 100)),
        *("3510070738e335", "12E999", "1.5E999", "0.5E100", "1E1000", "1" * 101 + "E1", "0e999"),
    ],
)
def test_no_bound_lets_a_decimal_pass_that_no_server_takes(
    constraints: dict[str, str], text: str
) -> None:
    schema = {"type": "string", "pattern": DECIMAL_PATTERN}
    narrow = narrowed(schema | {"x-decimal": constraints} if constraints else schema)
    if jsonschema_rs.Draft202012Validator(narrow).is_valid(text):
        assert jsonschema_rs.Draft202012Validator(schema).is_valid(text)
