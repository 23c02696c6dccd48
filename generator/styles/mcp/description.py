"""Turns an MCP binding into what a page tells of it: facts, statuses, requests, tools."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any

from generator.emit.credentials import Credentials
from generator.model import Api, Code, Operation
from generator.runtime.transport import WireRequest
from generator.styles.mcp.binding import McpBinding
from generator.styles.mcp.facts import facts
from generator.styles.mcp.runtime.codec import McpCodec
from generator.styles.mcp.tools import listed
from generator.styles.style import ErrorCase, Facts, Importer, Tool

# Of those that the server refuses before it looks at them: HTTP asks for credentials, too.
_REFUSED = {
    Code.UNAUTHENTICATED: "401 Unauthorized",
    Code.PERMISSION_DENIED: "403 Forbidden",
}


@dataclass(frozen=True, kw_only=True)
class McpDescription:
    """The methods of the ``Description`` and of the ``Toolbox`` protocol."""

    api: Api
    binding: McpBinding
    codec: McpCodec

    def facts(self, operation: Operation) -> Facts:
        """What a POST to one URL tells about an operation."""
        return facts(self.api, self.binding, operation)

    def success(self, operation: Operation) -> str:
        """``a result (200 OK)``"""
        return "a result (200 OK)"

    def failure(self, operation: Operation, case: ErrorCase) -> str:
        """``isError, not_found (200 OK)``"""
        if not case.declared and case.code in _REFUSED:
            return f"error {case.code.number} ({_REFUSED[case.code]})"
        return f"isError, {case.code} (200 OK)"

    def request(
        self,
        entry: Any,
        values: Mapping[str, Any],
        options: Any,
        credentials: Credentials,
        items: Sequence[Any] = (),
    ) -> Any:
        """An HTTP request; a file is one value in it."""
        content = b"".join(items) if entry.takes is not None and entry.takes.chunks else None
        return credentials.on_http(self.codec.encode(entry, values, options, content))

    def show(self, request: Any) -> WireRequest:
        """Path, headers and body."""
        return self.codec.show(request)

    def tool(self, operation: Operation) -> Tool | None:
        """What an agent is given of an operation; None for one that is no tool."""
        tool = self.binding.tool(operation.name.text)
        if tool is None:
            return None
        (described,) = listed(self.api, McpBinding(tools=(tool,)))
        told = described["annotations"]
        return Tool(
            name=tool.name,
            title=tool.title,
            description=described["description"],
            safe=told["readOnlyHint"],
            destructive=told["destructiveHint"],
            idempotent=told["idempotentHint"],
            definition=json.dumps(described, separators=(",", ":")).encode(),
        )


def describe(api: Api, binding: McpBinding, load: Importer) -> McpDescription:
    """With the codec of the emitted table; ids have nothing to tell apart, so all are 1."""
    tools = load("mcp.binding").TOOLS
    codec = load("_support.mcp.codec").McpCodec(tools, ids=repeat(1))
    return McpDescription(api=api, binding=binding, codec=codec)
