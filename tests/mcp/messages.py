"""Messages of MCP, as clients of both eras send them."""

from collections.abc import Mapping
from typing import Any

META = {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientCapabilities": {},
}


def request(method: str, params: Mapping[str, Any] | None = None, **meta: Any) -> dict[str, Any]:
    """A request of 2026-07-28."""
    about = {**(params or {}), "_meta": {**META, **meta}}
    return {"jsonrpc": "2.0", "id": 1, "method": method, "params": about}


def call(tool: str, arguments: Mapping[str, Any], **meta: Any) -> dict[str, Any]:
    """A call of 2026-07-28."""
    return request("tools/call", {"name": tool, "arguments": arguments}, **meta)


def headers_of(message: Mapping[str, Any], **more: str) -> dict[str, str]:
    """The headers that repeat a message."""
    name = message["params"].get("name")
    named = {} if name is None else {"mcp-name": name}
    return {
        "accept": "application/json, text/event-stream",
        "mcp-protocol-version": "2026-07-28",
        "mcp-method": message["method"],
        **named,
        **{key.replace("_", "-"): text for key, text in more.items()},
    }


def old(method: str, params: Any = None, id: Any = 1) -> dict[str, Any]:
    """A request of 2025-11-25."""
    return {"jsonrpc": "2.0", "id": id, "method": method, "params": params or {}}
