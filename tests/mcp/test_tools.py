"""The tools of all contracts: valid, complete, and true to the contract."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from generator.contract.read import read
from generator.diagnostics import Problems
from generator.model import Api, Verb
from generator.styles import registry
from generator.styles.mcp.bind import bind
from generator.styles.mcp.binding import McpBinding
from generator.styles.mcp.tools import tools_document
from generator.styles.mcp.verify import InvalidDocumentError, verify_document

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = sorted((ROOT / "contracts").glob("*.yaml"))
# ajv throws at all others but for those of numbers, which no tool has.
FORMATS = {"date", "date-time", "email", "hostname", "uri", "uuid"}


def read_contract(contract: Path, root: Path) -> tuple[Api, McpBinding, Any]:
    problems = Problems()
    api = read(contract, registry.names(), root=root, problems=problems)
    assert api is not None, [*problems]
    binding = bind(api, problems)
    assert not problems.failed, [*problems]
    return api, binding, json.loads(tools_document(api, binding))


@pytest.fixture(scope="module", params=CONTRACTS, ids=lambda path: path.stem)
def contract(request: pytest.FixtureRequest) -> tuple[Api, McpBinding, Any]:
    return read_contract(request.param, ROOT)


@pytest.fixture(scope="module")
def shop() -> dict[str, Any]:
    """The tools of a small contract by name."""
    here = Path(__file__).parent
    _, _, document = read_contract(here / "shop.yaml", here)
    return {tool["name"]: tool for tool in document["tools"]}


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every object within a document."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from nodes(inner)
    if isinstance(value, list):
        for inner in value:
            yield from nodes(inner)


def test_every_operation_that_is_one_message_is_a_tool_with_a_name_of_its_own(
    contract: tuple[Api, McpBinding, Any],
) -> None:
    api, binding, document = contract
    names = [tool["name"] for tool in document["tools"]]
    assert len({*names}) == len(names)
    assert {*names} == {
        operation.name.snake for name, operation in api.operations.items() if binding.tool(name)
    }
    left = [o for name, o in api.operations.items() if binding.tool(name) is None]
    assert all(operation.stream_input is not None for operation in left)


def test_schemas_stand_alone_and_have_nothing_that_validators_throw_at(
    contract: tuple[Api, McpBinding, Any],
) -> None:
    _, _, document = contract
    verify_document(json.dumps(document).encode())
    for tool in document["tools"]:
        for member in ("inputSchema", "outputSchema"):
            schema = tool.get(member, {"type": "object"})
            assert schema["type"] == "object"
            for node in nodes(schema):
                assert node.get("format", "date") in FORMATS or not isinstance(node["format"], str)
                reference = node.get("$ref", "#/$defs/")
                assert reference.removeprefix("#/$defs/") in {"", *schema.get("$defs", {})}
                assert "discriminator" not in node or not isinstance(node["discriminator"], dict)


def test_hints_say_what_the_contract_promises(contract: tuple[Api, McpBinding, Any]) -> None:
    api, _, document = contract
    by_name = {operation.name.snake: operation for operation in api.operations.values()}
    for tool in document["tools"]:
        operation, told = by_name[tool["name"]], tool["annotations"]
        assert told["readOnlyHint"] is operation.safe
        assert told["idempotentHint"] is operation.idempotent
        harmless = operation.safe or operation.verb is Verb.CREATE
        assert told["destructiveHint"] is not harmless
        assert told.get("openWorldHint", True) is (operation.verb in {None, Verb.CALL})


def test_examples_of_the_contract_fit_the_schemas(contract: tuple[Api, McpBinding, Any]) -> None:
    api, binding, document = contract
    tools = {tool["name"]: tool for tool in document["tools"]}
    for name, operation in api.operations.items():
        bound = binding.tool(name)
        if bound is None:
            continue
        tool = tools[bound.name]
        for example in operation.examples:
            given = json.loads(json.dumps(example.input or {}, default=float))
            if not bound.content and example.error is None:
                jsonschema_rs.validate(tool["inputSchema"], given)
            if example.output is not None and "outputSchema" in tool:
                output = json.loads(json.dumps(example.output, default=float))
                wrapped = {"result": output} if bound.wrapped else output
                if not bound.wrapped or bound.collected or bound.operation.body_out is None:
                    jsonschema_rs.validate(tool["outputSchema"], wrapped)


def test_a_contract_chooses_and_names_its_tools(shop: dict[str, Any]) -> None:
    assert [*shop] == [
        *("add", "get_item", "list_items", "count", "find", "search", "drop"),
        "the_label",
    ]
    assert (shop["add"]["title"], shop["add"]["description"]) == ("Put it there", "Adds an item.")
    assert shop["get_item"]["title"] == "Get item"
    assert shop["get_item"]["description"] == "Look one up.\n\nErrors: NoItem."
    assert shop["list_items"]["description"] == "List items."
    assert shop["drop"]["description"] == "Drop.\n\nDeprecated."


def test_what_is_no_object_is_wrapped_in_one(shop: dict[str, Any]) -> None:
    wrapped = {
        name: tool["outputSchema"]["properties"]["result"]
        for name, tool in shop.items()
        if [*tool.get("outputSchema", {}).get("properties", ())] == ["result"]
    }
    assert {*wrapped} == {"count", "the_label"}
    assert wrapped["count"]["type"] == "integer"
    assert wrapped["the_label"] == {"type": "array", "items": {"$ref": "#/$defs/Item"}}
    assert "outputSchema" not in shop["drop"]


def test_what_is_an_object_is_one_at_the_top(shop: dict[str, Any]) -> None:
    assert shop["find"]["outputSchema"]["type"] == "object"
    assert len(shop["find"]["outputSchema"]["oneOf"]) == 2
    assert shop["search"]["outputSchema"]["additionalProperties"]["type"] == "integer"
    # A record that refers to itself stands below, too.
    output = shop["get_item"]["outputSchema"]
    assert {*output["$defs"]} == {"Item"}
    assert output["properties"]["part"] == {"$ref": "#/$defs/Item"}


def test_a_type_of_inputs_and_outputs_is_written_for_each(shop: dict[str, Any]) -> None:
    taken = shop["drop"]["inputSchema"]["$defs"]["Ring"]
    given = shop["find"]["outputSchema"]["$defs"]["Ring"]
    assert taken["additionalProperties"] is False
    assert "additionalProperties" not in given


def test_kinds_of_values_are_said_in_words(shop: dict[str, Any]) -> None:
    price = shop["add"]["inputSchema"]["properties"]["price"]
    said = "In euro. A decimal number such as 12.50, at least 0."
    assert price == {"type": "string", "description": said}
    deep = shop["search"]["inputSchema"]["properties"]["deep"]
    assert deep == {
        "type": "string",
        "contentEncoding": "base64",
        "description": "Bytes in base64.",
    }


@pytest.mark.parametrize(
    "schema", [{"type": "array"}, {"type": "object", "properties": []}, {"$ref": "#/$defs/No"}]
)
def test_a_tool_with_another_schema_is_our_own_bug(schema: Any) -> None:
    document = {"tools": [{"name": "broken", "inputSchema": schema}]}
    with pytest.raises(InvalidDocumentError, match="broken: its inputSchema"):
        verify_document(json.dumps(document).encode())


def test_many_tools_come_in_pages() -> None:
    from generator.styles.mcp.runtime.document import PAGE, Document

    tools = [{"name": f"t{number}"} for number in range(2 * PAGE + 1)]
    text = json.dumps({"serverInfo": {"name": "many"}, "tools": tools}).encode()
    document = Document(lambda: text)
    found, begin = [], 0
    for _ in range(3):
        page = document.page(begin, stateless=False)
        assert page is not None
        told = json.loads(b"{%b}" % page)
        found += told["tools"]
        begin = int(told.get("nextCursor", -1))
    assert (found, begin) == (tools, -1)
    assert document.page(PAGE + 1, stateless=True) is None
