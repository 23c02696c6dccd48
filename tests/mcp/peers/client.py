"""Calls the product list with the official Python client, and prints what it saw as JSON.

Arguments: where (a URL, or the words of a command as JSON), and the mode of its negotiation.
"""

import asyncio
import json
import sys
from typing import Any

from mcp import Client, MCPError, StdioServerParameters


def seen(result: Any) -> dict[str, Any]:
    return {
        "failed": result.is_error,
        "structured": result.structured_content,
        "text": result.content[0].text,
    }


async def main(where: str, mode: str) -> None:
    server: Any = where
    if where.startswith("["):
        command, *rest = json.loads(where)
        server = StdioServerParameters(command=command, args=rest)
    async with Client(server, mode=mode) as client:
        calls = {
            "added": ("add_product", {"name": mode, "price": "22.00", "category": "Clothes"}),
            "missing": ("get_product", {"productId": "no"}),
            "refused": ("add_product", {"name": ""}),
            "listed": ("list_products", {}),
        }
        told: dict[str, Any] = {
            "version": client.protocol_version,
            "tools": {
                tool.name: [
                    tool.title,
                    tool.annotations and tool.annotations.read_only_hint,
                    tool.annotations and tool.annotations.destructive_hint,
                    tool.annotations and tool.annotations.idempotent_hint,
                ]
                for tool in (await client.list_tools()).tools
            },
        }
        for name, (tool, arguments) in calls.items():
            told[name] = seen(await client.call_tool(tool, arguments))
        id = told["added"]["structured"]["id"]
        told["deleted"] = seen(await client.call_tool("delete_product", {"productId": id}))
        try:
            await client.call_tool("nothing", {})
        except MCPError as error:
            told["unknown"] = error.error.code
    print(json.dumps(told))


asyncio.run(main(*sys.argv[1:]))
