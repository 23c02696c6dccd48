"""The Model Context Protocol: every operation is a tool that agents can call."""

from generator.styles.mcp.style import McpStyle

STYLE = McpStyle()

__all__ = ["STYLE"]
