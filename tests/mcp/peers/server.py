"""Serves the tools of the product list with the official Python package, over HTTP or stdio.

Over HTTP it prints the port first. A product that is called "wait" takes long, one that is called
"text" ends in an error without data, and one that is called "progress" tells how far it is.
"""

import asyncio
import json
import socket
import sys
from typing import Any

import mcp_types as types
import uvicorn
from mcp import MCPError
from mcp.server import Server
from mcp.server.stdio import stdio_server

PRODUCTS: dict[str, dict[str, Any]] = {}


def result(value: Any = None, error: dict[str, Any] | None = None) -> types.CallToolResult:
    text = json.dumps(value if error is None else error)
    content = [types.TextContent(text=text)]
    failed = error is not None
    return types.CallToolResult(content=content, structured_content=value, is_error=failed)


async def list_tools(_: Any, __: Any) -> types.ListToolsResult:
    names = ("add_product", "get_product", "list_products", "delete_product")
    tools = [types.Tool(name=name, input_schema={"type": "object"}) for name in names]
    return types.ListToolsResult(tools=tools)


async def call_tool(context: Any, params: types.CallToolRequestParams) -> types.CallToolResult:
    given = params.arguments or {}
    match params.name, given.get("name"):
        case "add_product", "wait":
            await asyncio.sleep(30)
            return result({})
        case "add_product", "text":
            content = [types.TextContent(text="I would rather not.")]
            return types.CallToolResult(content=content, is_error=True)
        case "add_product", name:
            if name == "progress":
                await context.session.report_progress(0.5)
            id = str(len(PRODUCTS) + 1)
            PRODUCTS[id] = {"tags": [], **given, "id": id, "createdAt": "2026-11-30T02:00:00Z"}
            return result(PRODUCTS[id])
        case "get_product", _ if given["productId"] in PRODUCTS:
            return result(PRODUCTS[given["productId"]])
        case "get_product", _:
            declared = {"code": "not_found", "message": "No.", "error": "ProductNotFound"}
            return result(error={**declared, "fields": given})
        case "list_products", _:
            return result({"products": [*PRODUCTS.values()]})
        case "delete_product", _:
            PRODUCTS.pop(given["productId"], None)
            return result()
    raise MCPError(-32602, f"Unknown tool: {params.name}")


async def main(where: str) -> None:
    server: Server[Any] = Server(
        "peer", version="1.0.0", on_list_tools=list_tools, on_call_tool=call_tool
    )
    if where == "stdio":
        async with stdio_server() as (read, write):
            await server.run(read, write, server.create_initialization_options())
        return
    with socket.create_server(("127.0.0.1", 0)) as listener:
        print(listener.getsockname()[1], flush=True)
        config = uvicorn.Config(server.streamable_http_app(), log_level="warning")
        await uvicorn.Server(config).serve(sockets=[listener])


asyncio.run(main(sys.argv[1]))
