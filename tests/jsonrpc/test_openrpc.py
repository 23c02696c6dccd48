"""The OpenRPC documents of all contracts: valid, complete, and true to the binding."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import jsonschema_rs
import pytest

from generator.contract.read import read
from generator.diagnostics import Problems
from generator.styles import registry
from generator.styles.jsonrpc.bind import bind
from generator.styles.jsonrpc.openrpc import openrpc_document
from generator.styles.jsonrpc.verify import InvalidDocumentError, verify_document

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = sorted((ROOT / "contracts").glob("*.yaml"))


def document_of(contract: Path, root: Path = ROOT) -> Any:
    problems = Problems()
    api = read(contract, registry.names(), root=root, problems=problems)
    assert api is not None, [*problems]
    binding = bind(api, problems)
    assert not problems.failed
    return json.loads(openrpc_document(api, binding))


@pytest.fixture(scope="module", params=CONTRACTS, ids=lambda path: path.stem)
def document(request: pytest.FixtureRequest) -> Any:
    return document_of(request.param)


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str], Any]:
    """The document of a contract that is written here; the head of the file is the same for all."""

    def make(text: str) -> Any:
        contract = tmp_path / "shop.yaml"
        contract.write_text(f"contract: shop.v1\ntitle: Shop\nversion: 1.0.0\n{text}")
        return document_of(contract, tmp_path)

    return make


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every object within a document."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from nodes(inner)
    if isinstance(value, list):
        for inner in value:
            yield from nodes(inner)


def target(document: Any, reference: str) -> Any:
    for step in reference.removeprefix("#/").split("/"):
        document = document[step]
    return document


def test_there_are_contracts() -> None:
    assert CONTRACTS


def test_it_is_valid_by_the_official_meta_schema(document: Any) -> None:
    verify_document(json.dumps(document).encode())


@pytest.mark.parametrize(
    "change",
    [
        {"openrpc": "1.3.2"},
        {"methods": [{"name": "add"}]},
        {"methods": [{"name": "add", "params": [{"name": "a"}]}]},
        {"methods": [{"name": "add", "params": [{"name": "a", "schema": {"type": "int"}}]}]},
        {"surprise": True},
    ],
)
def test_the_meta_schema_refuses_what_is_no_document(document: Any, change: Any) -> None:
    with pytest.raises(InvalidDocumentError):
        verify_document(json.dumps(document | change).encode())


def test_every_reference_leads_somewhere(document: Any) -> None:
    references = [node["$ref"] for node in nodes(document) if isinstance(node.get("$ref"), str)]
    assert references
    assert all(target(document, reference) is not None for reference in references)


def test_no_keyword_stands_beside_a_reference(document: Any) -> None:
    beside = [node for node in nodes(document) if isinstance(node.get("$ref"), str)]
    assert [node for node in beside if len(node) > 1] == []


def test_every_format_is_one_that_validators_of_draft_7_know(document: Any) -> None:
    known = {"date", "date-time", "email", "hostname", "uri", "uuid"}  # to Ajv 6
    found = {node["format"] for node in nodes(document) if isinstance(node.get("format"), str)}
    assert found <= known


def test_what_the_format_is_otherwise_is_an_extension(written: Callable[[str], Any]) -> None:
    document = written(
        "types: {T: {fields: {format: decimal, at: time, n: uint64, day: date}}}\n"
        "operations: {Ping: {output: T}}\n"
    )
    properties = document["components"]["schemas"]["T"]["properties"]
    assert {name: each.get("x-format") for name, each in properties.items()} == {
        "format": "decimal",
        "at": "time-local",
        "n": "uint64",
        "day": None,
    }


def test_methods_and_their_parameters_have_names_of_their_own(document: Any) -> None:
    methods = [method["name"] for method in document["methods"]]
    assert len(set(methods)) == len(methods)
    for method in document["methods"]:
        params = [param["name"] for param in method["params"]]
        assert len(set(params)) == len(params)


def test_required_parameters_stand_first(document: Any) -> None:
    for method in document["methods"]:
        required = [param.get("required", False) for param in method["params"]]
        assert required == sorted(required, reverse=True)


def test_the_errors_of_a_method_have_different_numbers(document: Any) -> None:
    for method in document["methods"]:
        errors = [
            target(document, error["$ref"]) if "$ref" in error else error
            for error in method.get("errors", [])
        ]
        numbers = [error["code"] for error in errors]
        assert len(set(numbers)) == len(numbers)


def test_every_example_fits_the_schemas(document: Any) -> None:
    def check(schema: Any, value: Any) -> None:
        whole = {"allOf": [schema], "components": document["components"]}
        jsonschema_rs.Draft7Validator(whole).validate(value)

    for method in document["methods"]:
        params = {param["name"]: param["schema"] for param in method["params"]}
        for example in method.get("examples", []):
            for param in example["params"]:
                check(params[param["name"]], param["value"])
            check(method["result"]["schema"], example["result"]["value"])


def test_a_document_says_all_that_the_contract_says(written: Callable[[str], Any]) -> None:
    document = written("""
description: All of it.
contact: {name: Ann, email: ann@example.com}
license: {name: MIT, url: https://example.com/mit}
servers: {production: https://shop.example/api/}
x-team: shop
types:
  Product:
    fields:
      id: {type: string, read_only: true}
      name: {type: string, description: What it is called.}
      size: {type: int32, deprecated: {since: "2026-01-01"}, default: 3}
resources:
  Product: {key: id, description: Something to sell.}
operations:
  AddProduct:
    create: Product
    description: |
      Add a product.

      It is there at once.
    deprecated: {since: "2026-01-01"}
    jsonrpc: products/add
    x-cost: 2
""")
    assert document["info"] == {
        "title": "Shop",
        "version": "1.0.0",
        "description": "All of it.",
        "contact": {"name": "Ann", "email": "ann@example.com"},
        "license": {"name": "MIT", "url": "https://example.com/mit"},
    }
    assert document["servers"] == [
        {"name": "production", "url": "https://shop.example/api/jsonrpc"}
    ]
    assert document["x-team"] == "shop"
    assert document["components"]["tags"] == {
        "Product": {"name": "Product", "description": "Something to sell."}
    }
    [method] = document["methods"]
    assert method["name"] == "products/add"
    assert method["summary"] == "Add a product."
    assert method["description"] == "Add a product.\n\nIt is there at once."
    assert (method["deprecated"], method["x-cost"]) == (True, 2)
    assert method["paramStructure"] == "either"
    name, size = method["params"]
    assert (name["name"], name["description"], name["required"]) == (
        "name",
        "What it is called.",
        True,
    )
    assert (size["name"], size["deprecated"], size["schema"]["default"]) == ("size", True, 3)
    assert "required" not in size
    assert method["result"] == {
        "name": "product",
        "schema": {"$ref": "#/components/schemas/Product"},
    }


def test_errors_of_one_number_stand_together(written: Callable[[str], Any]) -> None:
    document = written("""
errors:
  AccountNotFound: {code: not_found, description: No such account., fields: {account_id: string}}
  PayeeNotFound: {code: not_found}
  AccountClosed: {code: failed_precondition}
operations:
  Transfer:
    input: {amount: decimal}
    errors: [AccountNotFound, AccountClosed, PayeeNotFound]
""")
    assert document["methods"][0]["errors"] == [
        {
            "code": 5,
            "message": "No such account. / Payee not found.",
            "data": {"code": "not_found", "error": ["AccountNotFound", "PayeeNotFound"]},
        },
        {"$ref": "#/components/errors/AccountClosed"},
    ]
    assert document["components"]["errors"]["AccountNotFound"] == {
        "code": 5,
        "message": "No such account.",
        "data": {
            "code": "not_found",
            "error": "AccountNotFound",
            "fields": {"$ref": "#/components/schemas/AccountNotFound"},
        },
    }


def test_an_example_is_a_pair_of_parameters_and_result(written: Callable[[str], Any]) -> None:
    document = written("""
errors:
  TooLate: {code: failed_precondition}
operations:
  Double:
    input: {number: int32, times: int32?}
    output: int32
    errors: [TooLate]
    examples:
      four: {input: {number: 4}, output: 8}
      no_answer: {input: {number: 5}}
      late: {input: {number: 6}, error: {TooLate: {}}}
  Forget:
    input: {number: int32}
    examples:
      four: {input: {number: 4}}
""")
    double, forget = document["methods"]
    assert double["examples"] == [
        {
            "name": "four",
            "params": [{"name": "number", "value": 4}],
            "result": {"name": "result", "value": 8},
        }
    ]
    assert forget["result"] == {"name": "result", "schema": {"type": "null"}}
    assert forget["examples"][0]["result"] == {"name": "result", "value": None}


def test_streams_and_binary_bodies_are_shown(written: Callable[[str], Any]) -> None:
    document = written("""
operations:
  Watch: {input: {name: string}, output: stream<string>}
  Follow: {output: stream<string>, jsonrpc: {stream: responses}}
  Send: {input: stream<string>}
  TakePicture: {output: {bytes, media_type: image/jpeg}}
  Upload: {input: {type: stream<bytes>, media_type: image/png}, output: {size: uint64}}
  Download: {output: stream<bytes>}
""")
    watch, follow, send, picture, upload, download = document["methods"]
    # Each item is a notification, and the response has nothing to say.
    assert "text/event-stream" in watch["summary"]
    assert watch["result"]["schema"] == {"type": "null"}
    assert watch["x-item-schema"] == {"type": "string"}
    assert follow["result"]["schema"] == {"type": "string"}
    assert "unimplemented" in send["summary"]
    assert picture["result"]["schema"]["contentMediaType"] == "image/jpeg"
    [content] = upload["params"]
    assert (content["name"], content["required"]) == ("content", True)
    assert content["schema"]["contentEncoding"] == "base64"
    assert content["schema"]["contentMediaType"] == "image/png"
    assert download["result"]["schema"]["contentEncoding"] == "base64"


def test_discover_answers_with_the_document_that_was_emitted(
    build_contract: Callable[[Path], ModuleType], send: Callable[..., Awaitable[Any]]
) -> None:
    contract = Path(__file__).with_name("specification.yaml")
    generated = build_contract(contract)
    app = generated.jsonrpc.server.create_app(object())
    request = {"jsonrpc": "2.0", "method": "rpc.discover", "id": 1}
    answer = asyncio.run(send(app, request))
    assert answer.json["result"] == document_of(contract)
    names = [method["name"] for method in answer.json["result"]["methods"]]
    assert names == ["subtract", "sum", "update", "notify_hello", "notify_sum", "get_data"]


def test_it_says_who_may_call_in_the_words_of_openapi(written: Callable[[str], Any]) -> None:
    found = written(
        "auth: {token: {scheme: bearer}, key: {scheme: api_key, header: X-Key}}\n"
        "operations: {Ping: {auth: [[{token: [ping]}, key]]}, Pong: {auth: none}}\n"
    )
    verify_document(json.dumps(found).encode())
    assert [method["x-security"] for method in found["methods"]] == [
        [{"token": ["ping"], "key": []}],
        [],
    ]
    assert found["x-securitySchemes"] == {
        "token": {"type": "http", "scheme": "bearer"},
        "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
    }
