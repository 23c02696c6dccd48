"""Turns a binding into the document of its tools, which a server reads and clients are given."""

import json

from generator.formats.notice import EXTENSION, notice
from generator.model import Api, JsonObject, Verb
from generator.styles.mcp.binding import McpBinding, McpTool
from generator.styles.mcp.schemas import Schemas

_MAKES = frozenset({Verb.CREATE})


def tools_document(api: Api, binding: McpBinding) -> bytes:
    """The document as JSON text."""
    document = {
        EXTENSION: notice(api),
        "serverInfo": _server(api),
        **_filled(instructions=api.description.strip()),
        "tools": listed(api, binding),
    }
    return (json.dumps(document, indent=2, ensure_ascii=True) + "\n").encode()


def listed(api: Api, binding: McpBinding) -> list[JsonObject]:
    """The tools as a list of them has them, in the contract's order."""
    schemas = Schemas(api)
    return [_tool(schemas, tool) for tool in binding.tools]


def _server(api: Api) -> JsonObject:
    return {
        "name": api.package,
        **_filled(title=api.title),
        "version": api.version,
    }


def _tool(schemas: Schemas, tool: McpTool) -> JsonObject:
    return {
        "name": tool.name,
        "title": tool.title,
        "description": _description(tool),
        "inputSchema": schemas.input(tool),
        **_filled(outputSchema=schemas.output(tool)),
        "annotations": hints(tool),
    }


def _description(tool: McpTool) -> str:
    """What an agent reads: what it does, and what it may fail with."""
    operation = tool.operation
    said = [tool.description]
    if operation.deprecated is not None:
        said.append("Deprecated.")
    if operation.errors:
        said.append(f"Errors: {', '.join(operation.errors)}.")
    return "\n\n".join(said)


def hints(tool: McpTool) -> JsonObject:
    """What a client may believe of the tool's effects, said where the default is otherwise, too.

    The world is open by default; what works on the service's own resources leaves it alone.
    """
    operation = tool.operation
    own = operation.verb not in {None, Verb.CALL}
    return {
        "readOnlyHint": operation.safe,
        "destructiveHint": not operation.safe and operation.verb not in _MAKES,
        "idempotentHint": operation.idempotent,
        **({"openWorldHint": False} if own else {}),
    }


def _filled(**members: object) -> JsonObject:
    return {name: value for name, value in members.items() if value}
