"""Turns calls into MCP requests over HTTP."""

import itertools
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from generator.runtime.call import CallOptions, own_headers
from generator.runtime.http.message import HttpRequest
from generator.runtime.implementation import unimplemented
from generator.runtime.operation import Operation
from generator.runtime.unions import encode
from generator.styles.mcp.runtime.tool import Tools
from generator.styles.mcp.runtime.versions import (
    CALL,
    CAPABILITIES,
    CLIENT_INFO,
    STATELESS,
    VERSION,
)

if TYPE_CHECKING:
    from generator.runtime.transport import WireRequest

PATH = "/mcp"


class McpCodec:
    """Writes calls; no I/O."""

    def __init__(self, tools: Tools, path: str = PATH, ids: Iterator[int] | None = None) -> None:
        self._tools = tools
        self._path = path
        self._ids = itertools.count(1) if ids is None else ids

    def encode(
        self,
        operation: Operation[Any],
        values: Mapping[str, Any],
        options: CallOptions,
        content: bytes | None = None,
    ) -> HttpRequest:
        """Keyword arguments of a call → the request."""
        tool = self._tools.of(operation)
        if tool is None:
            raise unimplemented(operation.name)
        given = operation.encode(values)
        if content is not None and operation.takes is not None:
            given = {operation.takes.parameter: content, **given}
        about = {
            VERSION: STATELESS,
            CLIENT_INFO: {"name": "diptych", "version": "1"},
            CAPABILITIES: {},
        }
        params = {"name": tool.name, "arguments": given, "_meta": about}
        id = next(self._ids)
        message = {"jsonrpc": "2.0", "id": id, "method": CALL, "params": params}
        headers = {
            "content-type": "application/json",
            "accept": "application/json, text/event-stream",
            "mcp-protocol-version": STATELESS,
            "mcp-method": CALL,
            "mcp-name": tool.name,
            **own_headers(options),
        }
        body = encode(message)
        return HttpRequest(method="POST", path=self._path, headers=headers, body=body)

    def show(self, request: HttpRequest) -> "WireRequest":
        """The request, readable."""
        from generator.runtime.transport import WireRequest

        body = request.body or b""
        return WireRequest(
            start=f"{request.method} {request.path or '/'}",
            headers=tuple(request.headers.items()),
            body=body,
            text=msgspec.json.format(body, indent=2).decode(),
        )
