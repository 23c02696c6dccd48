"""How an operation travels over MCP: the table that a server and its clients read."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from generator.runtime.operation import Operation


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tool:
    """One operation's tool.

    wrapped: its result is no object, and structured content is ``{"result": …}`` around it.
    media_type: of the bytes that come back, where the result is a body of such a type.
    """

    name: str
    operation: Operation[Any]
    wrapped: bool = False
    media_type: str = ""

    @property
    def collected(self) -> bool:
        """Whether its result is a list of all items of a stream."""
        gives = self.operation.gives
        return gives is not None and not gives.chunks


class Tools:
    """The tools of a service, by name for servers and by operation for clients."""

    def __init__(self, *tools: Tool) -> None:
        self._by_name = {tool.name: tool for tool in tools}
        self._by_operation = {tool.operation: tool for tool in tools}

    def named(self, name: str) -> Tool | None:
        """The tool of this name, if there is one."""
        return self._by_name.get(name)

    def of(self, operation: Operation[Any]) -> Tool | None:
        """The tool that carries an operation; None where the contract keeps it from agents."""
        return self._by_operation.get(operation)

    def __iter__(self) -> Iterator[Tool]:
        return iter(self._by_name.values())
