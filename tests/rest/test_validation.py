"""The quick validator of OpenAPI documents judges as the library does."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from generator.formats.yaml.read import read_yaml
from generator.styles.rest.validation import errors
from generator.styles.rest.verify import InvalidDocumentError, verify_document

ROOT = Path(__file__).parents[2]
DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Things", "version": "1.0.0"},
    "paths": {
        f"/{name}/{{id}}": {
            "get": {
                "operationId": f"get-{name}",
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
                ],
                "responses": {
                    "200": {
                        "description": "It.",
                        "content": {
                            "application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}
                        },
                    }
                },
            }
        }
        for name in ("a", "b")
    },
    "components": {
        "schemas": {
            "Thing": {
                "type": "object",
                "properties": {
                    "id": {"type": "string"},
                    "more": {"type": "string", "default": "x"},
                },
                "required": ["id"],
            }
        }
    },
}


def _thing(document: dict[str, Any]) -> dict[str, Any]:
    thing: dict[str, Any] = document["components"]["schemas"]["Thing"]
    return thing


def _get(document: dict[str, Any]) -> dict[str, Any]:
    operation: dict[str, Any] = document["paths"]["/b/{id}"]["get"]
    return operation


FAULTS: dict[str, Callable[[dict[str, Any]], object]] = {
    "none": lambda _: None,
    "an unknown type": lambda d: _thing(d)["properties"]["id"].update(type="strng"),
    "a required that is not a list": lambda d: _thing(d).update(required="id"),
    "a default that does not fit": lambda d: _thing(d)["properties"]["more"].update(default=1),
    "a bound that is not a number": lambda d: _thing(d).update(minProperties="x"),
    "a path parameter that is not declared": lambda d: _get(d).pop("parameters"),
    "an inline schema": lambda d: _get(d)["parameters"][0]["schema"].update(pattern=1),
    "the same operationId twice": lambda d: _get(d).update(operationId="get-a"),
    "a reference to nothing": lambda d: _thing(d).update(allOf=[{"$ref": "#/components/x"}]),
    "no responses": lambda d: _get(d).update(responses={}),
    "no title": lambda d: d["info"].pop("title"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_found_as_the_library_finds_it(fault: str) -> None:
    document = copy.deepcopy(DOCUMENT)
    FAULTS[fault](document)
    plain: list[str] | type[Exception]
    quick: list[str] | type[Exception]
    try:
        found = OpenAPIV31SpecValidator(document).iter_errors()
        plain = [f"{'/'.join(map(str, e.absolute_path))}: {e.message}" for e in found]
    except Exception as error:
        plain = type(error)
    try:
        quick = errors(document)
    except Exception as error:
        quick = type(error)
    assert quick == plain
    assert (plain == []) == (fault == "none")


@pytest.mark.parametrize(
    "path", sorted(ROOT.glob("generated/*/rest/openapi.yaml")), ids=lambda p: p.parts[-3]
)
def test_the_documents_of_the_contracts_are_valid_for_the_library_too(path: Path) -> None:
    document = read_yaml(path.read_bytes())
    assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []
    verify_document(path.read_bytes())


def test_an_invalid_document_is_our_own_bug() -> None:
    with pytest.raises(InvalidDocumentError, match=r"^openapi\.yaml is not valid: info: "):
        verify_document(b"openapi: 3.1.0\ninfo: {title: x}\n")
