"""Turns a binding into the Python files of the style: the table, the server, the clients."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.emit.python.client import ClientBase, client_file
from generator.emit.python.code import DocText, Ident, Literal, doc, ident, literal
from generator.emit.python.imports import Imports
from generator.emit.python.module import Emitted
from generator.emit.python.signature import constant
from generator.emit.python.style import app_view, package_file, stdio_module, style_module
from generator.model import Api
from generator.styles.mcp.binding import McpBinding, McpTool

_CLIENTS = ClientBase(
    folder="mcp",
    title="MCP",
    sync_base="SyncMcpClient",
    async_base="AsyncMcpClient",
    attribute="_tools",
    table="TOOLS",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolView:
    """One entry of the table."""

    name: Literal
    constant: Ident
    wrapped: bool
    media_type: Literal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BindingView:
    """``binding.py``."""

    doc: DocText
    imports: Imports
    tools: tuple[ToolView, ...]


def python_files(api: Api, binding: McpBinding) -> Iterator[Emitted]:
    """``__init__.py``, ``binding.py``, ``server.py`` and ``client.py``."""
    service = ident(api.service.pascal)
    yield package_file("mcp", f"{service} as tools for agents, over MCP.")
    imports = Imports()
    imports.name("_support.mcp.tool", "Tools")
    if binding.tools:
        imports.name("_support.mcp.tool", "Tool")
        imports.name("..", "operations")
    table = BindingView(
        doc=doc(f"How {service} travels over MCP: the names of its tools.", indent=0),
        imports=imports,
        tools=tuple(map(_view, binding.tools)),
    )
    yield style_module("mcp", "binding.py", table)
    yield _server(api)
    yield client_file(api, _CLIENTS)


def _server(api: Api) -> Emitted:
    """``server.py``: the app, and the process on standard input and output."""
    app = app_view(
        api,
        "mcp",
        f"Serves {api.service.pascal} as tools for agents, over MCP.",
        app=("server", "McpApp"),
        options="McpOptions",
        table="TOOLS",
        more=(("_support.packaged", "beside"),),
    )
    return stdio_module("mcp", app, "McpStdioOptions")


def _view(tool: McpTool) -> ToolView:
    body = tool.operation.body_out
    return ToolView(
        name=literal(tool.name),
        constant=constant(tool.operation),
        wrapped=tool.wrapped,
        media_type=None if body is None else literal(body.media_type),
    )
