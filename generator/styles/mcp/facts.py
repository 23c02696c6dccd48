"""Tells what MCP means for an operation and its callers."""

from generator.model import Api, Operation
from generator.styles.mcp.binding import McpBinding, McpTool, can_be_sent
from generator.styles.style import Facts, Reach, Trait

_NO_STREAM = Trait(reach=Reach.NOBODY, why="a call is one message; there is no tool with a stream")
_HIDDEN = "the contract keeps it from agents"
_WHOLE = Trait(reach=Reach.NOBODY, why="a file is one value in base64, whole in memory")
_COLLECTED = Trait(reach=Reach.NOBODY, why="all items come in one result, with progress before")
_NO_CACHE = Trait(reach=Reach.NOBODY, why="every call is a POST to one URL")


def facts(api: Api, binding: McpBinding, operation: Operation) -> Facts:
    """What an agent is told of an operation, and what an intermediary sees of a call: a POST."""
    tool = binding.tool(operation.name.text)
    return Facts(
        knowledge=() if tool is None else tuple(_knowledge(api, tool)),
        safe=_hinted(operation.safe, "readOnlyHint", "it has side effects"),
        idempotent=_hinted(operation.idempotent, "idempotentHint", "a repeated call may act twice"),
        cacheable=_NO_CACHE,
        streamable=_stream(tool, operation),
        carried=tool is not None,
        hidden=_HIDDEN if tool is None and can_be_sent(operation) else "",
    )


def _knowledge(api: Api, tool: McpTool) -> list[str]:
    """The list of tools tells all the rest."""
    fields = api.request(tool.operation).fields
    found = ["the one URL, /mcp", f"the tool {tool.name}, as tools/list tells it"]
    if fields:
        found.append(f"its arguments {', '.join(field.json_name for field in fields)}")
    return found


def _stream(tool: McpTool | None, operation: Operation) -> Trait | None:
    if not operation.streams:
        return None
    if tool is None:
        return _NO_STREAM
    return _COLLECTED if tool.collected else _WHOLE


def _hinted(promise: bool, hint: str, otherwise: str) -> Trait:
    """What the contract promises, the tool's hints repeat to agents, and to nobody on the way."""
    if promise:
        return Trait(reach=Reach.CLIENT, why=f"agents are told, by {hint}; others see a POST")
    return Trait(reach=Reach.NOBODY, why=otherwise)
