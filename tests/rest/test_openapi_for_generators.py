"""The OpenAPI document says everything in the form that generators of clients read."""

from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from tests.rest.test_openapi import CONTRACTS, CREATE, FIELDS, document, of_file

PREFIX = "#/components/schemas/"


def documents(version: str) -> Iterator[dict[str, Any]]:
    for path in CONTRACTS:
        yield yaml.safe_load(of_file(path, version)[0])


def schemas(part: Any) -> Iterator[dict[str, Any]]:
    """Every mapping below a part: more than its schemas, but no schema is missing."""
    if isinstance(part, dict):
        yield part
        for key, value in part.items():
            if key not in {"default", "enum", "example", "examples"}:
                yield from schemas(value)
    elif isinstance(part, list):
        for item in part:
            yield from schemas(item)


@pytest.mark.parametrize("version", ["3.1.1", "3.0.3"])
def test_a_type_stands_beside_every_constant_and_every_enum(version: str) -> None:
    for spec in documents(version):
        for schema in schemas(spec["components"]["schemas"]):
            if isinstance(schema.get("enum"), list) and schema["enum"] != [None]:
                assert isinstance(schema.get("type"), str), schema
            if "const" in schema and not isinstance(schema["const"], dict):
                assert isinstance(schema.get("type"), str), schema


def test_the_schema_of_a_declared_error_is_flat() -> None:
    text = "errors: {Gone: {code: not_found, description: It left., fields: {at: timestamp}}}\n"
    spec = document(text + "operations: {Ping: {errors: [Gone]}}\n")
    gone = spec["components"]["schemas"]["Gone"]
    assert list(gone) == ["description", "type", "properties", "required"]
    members = ["type", "title", "status", "detail", "code", "error", "at"]
    assert list(gone["properties"]) == members
    assert gone["required"] == ["type", "title", "status", "code", "error", "at"]
    constants = {name: gone["properties"][name].get("const") for name in members}
    assert constants == {
        "type": "urn:problem-type:shop.products.v1:Gone",
        "title": None,
        "status": 404,
        "detail": None,
        "code": "not_found",
        "error": "Gone",
        "at": None,
    }


def test_every_body_is_a_component_that_is_written_once() -> None:
    for spec in documents("3.1.1"):
        for item in spec["paths"].values():
            for operation in item.values():
                content = operation.get("requestBody", {}).get("content", {})
                found = [media["schema"] for kind, media in content.items() if "ndjson" not in kind]
                assert all(list(schema) == ["$ref"] for schema in found), found
                assert len({schema["$ref"] for schema in found}) <= 1


def test_the_body_of_an_update_has_a_name_of_its_own() -> None:
    text = (
        "types:\n"
        "  Thing: {fields: {id: {type: string, read_only: true}, name: string}}\n"
        "  ChangeThingBody: {fields: {x: string}}\n"
        "resources: {Thing: {key: id}}\n"
        "operations: {ChangeThing: {update: Thing}, Echo: {input: {a: ChangeThingBody}}}\n"
    )
    spec = document(text)
    (content,) = {
        media["schema"]["$ref"]
        for media in spec["paths"]["/things/{thing_id}"]["patch"]["requestBody"]["content"].values()
    }
    assert content == f"{PREFIX}ChangeThingRequestBody"
    assert list(spec["components"]["schemas"]["ChangeThingRequestBody"]["properties"]) == ["name"]


def test_what_needs_no_credentials_says_so() -> None:
    assert document("operations: {Ping: {}}\n")["security"] == []
    some = (
        "auth: {token: {scheme: bearer}}\noperations: {Ping: {auth: none}, Pong: {auth: token}}\n"
    )
    spec = document(some)
    assert "security" not in spec
    assert spec["paths"]["/ping"]["post"]["security"] == []
    assert spec["paths"]["/pong"]["post"]["security"] == [{"token": []}]


def test_operations_have_tags_functions_and_singletons_too() -> None:
    text = (
        "types:\n"
        "  Thing: {fields: {id: {type: string, read_only: true}}}\n"
        "  Settings: {description: How., fields: {loud: bool}}\n"
        "resources:\n"
        "  Thing: {key: id}\n"
        "  Settings: {parent: Thing, singleton: true}\n"
        "operations: {Ping: {}, GetThing: {get: Thing}, GetSettings: {get: Settings}}\n"
    )
    spec = document(text)
    assert [tag["name"] for tag in spec["tags"]] == ["Things", "Settings", "Functions"]
    used = {o["operationId"]: o["tags"] for item in spec["paths"].values() for o in item.values()}
    assert used == {"ping": ["Functions"], "getThing": ["Things"], "getSettings": ["Settings"]}


def test_tags_of_one_name_are_one_tag() -> None:
    text = (
        "types:\n"
        "  Function: {description: One., fields: {id: {type: string, read_only: true}}}\n"
        "resources: {Function: {key: id}}\n"
        "operations: {GetFunction: {get: Function}, Ping: {}}\n"
    )
    assert [tag["name"] for tag in document(text)["tags"]] == ["Functions"]


@pytest.mark.parametrize(
    ("field", "required"),
    [
        ("{type: list<string>}", False),
        ("{type: list<string>, min_items: 0}", False),
        ("{type: list<string>, min_items: 1}", True),
        ("Names", True),
        ("{type: 'list<string>?', min_items: 1}", False),
    ],
)
def test_a_list_in_a_query_is_required_where_it_needs_an_item(field: str, required: bool) -> None:
    text = "types: {Names: {type: list<string>, min_items: 2}}\noperations:\n"
    spec = document(f"{text}  Find: {{safe: true, input: {{names: {field}}}, output: string}}\n")
    (parameter,) = spec["paths"]["/find"]["get"]["parameters"]
    assert parameter.get("required", False) is required


def test_a_format_that_generators_misread_is_an_extension() -> None:
    kinds = ("decimal", "uint32", "uint64", "int32", "date", "time", "uuid")
    fields = ", ".join(f"a_{kind}: {kind}" for kind in kinds)
    spec = document(FIELDS.replace("VALUE", fields) + CREATE)
    properties = spec["components"]["schemas"]["Thing"]["properties"]
    told = {k: (s.get("format"), s.get("x-format")) for k, s in properties.items() if k != "id"}
    assert [*told.values()] == [
        (None, "decimal"),
        ("int64", "uint32"),
        ("int64", "uint64"),
        ("int32", None),
        ("date", None),
        ("time-local", None),
        ("uuid", None),
    ]


def test_the_default_that_is_an_object_is_an_extension() -> None:
    text = FIELDS.replace(
        "VALUE", "labels: {type: map<string>, default: {}}, n: {type: int32, default: 1}"
    )
    made = document(text + CREATE)["components"]["schemas"]["MakeThingRequest"]["properties"]
    assert (made["labels"].get("default"), made["labels"]["x-default"]) == (None, {})
    assert made["n"]["default"] == 1


@pytest.mark.parametrize("version", ["3.1", "3.0"])
def test_a_stream_is_text_that_names_its_items(version: str) -> None:
    text = (
        f"rest: {{openapi: '{version}'}}\n"
        "types: {Tick: {fields: {n: int32}}}\n"
        "operations:\n"
        "  Watch: {safe: true, output: stream<Tick>}\n"
        "  Send: {input: stream<Tick>, output: int32}\n"
    )
    spec = document(text)
    watch, send = spec["paths"]["/watch"]["get"], spec["paths"]["/send"]["post"]
    streams = {
        "events": watch["responses"]["200"]["content"]["text/event-stream"]["schema"],
        "lines": send["requestBody"]["content"]["application/x-ndjson"]["schema"],
    }
    for schema in streams.values():
        assert schema["type"] == "string"
        assert schema["x-item-schema"] == {"$ref": f"{PREFIX}Tick"}
        assert "Tick" in schema["description"]
    assert "Tick" in spec["components"]["schemas"]


def test_a_body_of_bytes_has_a_schema() -> None:
    text = "operations: {Draw: {safe: true, output: {bytes, media_type: image/png}}}\n"
    content = document(text)["paths"]["/draw"]["get"]["responses"]["200"]["content"]
    assert content == {"image/png": {"schema": {"type": "string", "format": "binary"}}}


def test_a_license_that_is_a_name_alone_has_its_identifier() -> None:
    ping = "operations: {Ping: {}}\n"
    spec = document("license: {name: Apache-2.0}\n" + ping)
    assert spec["info"]["license"] == {"name": "Apache-2.0", "identifier": "Apache-2.0"}
    spec = document("license: {name: Our own terms}\n" + ping)
    assert spec["info"]["license"] == {"name": "Our own terms"}
    old = document("rest: {openapi: '3.0'}\nlicense: {name: MIT, identifier: MIT}\n" + ping)
    assert old["info"]["license"] == {"name": "MIT"}


def test_a_bound_that_another_implies_is_left_out() -> None:
    field = "{type: float32, exclusive_minimum: 0, maximum: 3}"
    spec = document(FIELDS.replace("VALUE", f"size: {field}") + CREATE)
    size = spec["components"]["schemas"]["Thing"]["properties"]["size"]
    assert "minimum" not in size
    assert (size["exclusiveMinimum"], size["maximum"]) == (0, 3)
