"""How a contract travels over MCP: what tools, server and client are all made from."""

from dataclasses import dataclass
from functools import cached_property

from generator.model import Operation

# The argument that holds a file, whole, and the member that holds what is no object.
CONTENT = "content"
RESULT = "result"


@dataclass(frozen=True, slots=True, kw_only=True)
class McpTool:
    """One operation as a tool.

    wrapped: whether its result is no object, and stands in one of a single member.
    """

    operation: Operation
    name: str
    title: str
    description: str
    wrapped: bool

    @property
    def collected(self) -> bool:
        """Whether it answers with all items of a stream; a file is a result like any other."""
        return self.operation.stream_output and self.operation.body_out is None

    @property
    def content(self) -> bool:
        """Whether it takes a file, as base64 in one of its arguments."""
        return takes_file(self.operation)


@dataclass(frozen=True, kw_only=True)
class McpBinding:
    """All tools, in the contract's order; their names are unique.

    hidden: the operations that the contract keeps from agents, by their names.
    """

    tools: tuple[McpTool, ...]
    hidden: frozenset[str] = frozenset()

    def tool(self, operation: str) -> McpTool | None:
        """How an operation travels, by its name in the contract; None: not at all."""
        return self._tools.get(operation)

    @cached_property
    def _tools(self) -> dict[str, McpTool]:
        return {tool.operation.name.text: tool for tool in self.tools}


def takes_file(operation: Operation) -> bool:
    """Whether an operation takes a file in pieces, which a message can hold whole."""
    return operation.body_in is not None and operation.body_in.chunks


def can_be_sent(operation: Operation) -> bool:
    """Whether a call can be one message: a client's stream of items cannot."""
    return operation.stream_input is None or takes_file(operation)
