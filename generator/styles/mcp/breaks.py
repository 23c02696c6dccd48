"""Whom a change breaks when agents call tools."""

from collections.abc import Iterator

from generator.formats.json.breaks import JSON_VALUES
from generator.formats.json.form import ABSENT, JSON_CASE, absence, spelling
from generator.model.change import Verdict, both_break
from generator.styles.breaking import (
    Breaking,
    ByOperation,
    Side,
    nothing_else,
    of_contracts,
)
from generator.styles.mcp.bind import STYLE
from generator.styles.mcp.binding import McpTool

KEYWORDS = ("Contract.mcp", "Contract.mcp.only", "Operation.mcp", "Operation.mcp.name")
HARMLESS = {
    "Operation.mcp.title": "what people are shown",
    "Operation.mcp.description": "what agents read before they call",
}


def _carried(side: Side, name: str) -> McpTool | None:
    tool: McpTool | None = side.binding.tool(name)
    return tool


def _compare(old: McpTool, new: McpTool) -> Iterator[Verdict]:
    if old.name != new.name:
        yield both_break(f"the tool {old.name} became {new.name}")


BREAKS: Breaking = ByOperation(
    carried=_carried,
    compare=_compare,
    settings={
        STYLE: nothing_else,
        JSON_CASE: of_contracts(spelling),
        ABSENT: of_contracts(absence),
    },
    values=JSON_VALUES,
)
