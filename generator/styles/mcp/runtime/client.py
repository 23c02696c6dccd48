"""What generated MCP clients inherit: a codec, a transport and streams, put together."""

from generator.runtime.client import AsyncClient, SyncClient
from generator.styles.mcp.runtime.tool import Tools


class SyncMcpClient(SyncClient):
    """What generated sync clients inherit."""

    _style = "mcp"
    _tools: Tools


class AsyncMcpClient(AsyncClient):
    """What generated async clients inherit."""

    _style = "mcp"
    _tools: Tools
