"""What generated MCP clients inherit: the codec of their contract, over HTTP or over stdio."""

import itertools
from typing import TYPE_CHECKING, Any, ClassVar

from generator.runtime.stdio_clients import AsyncStdioClient, SyncStdioClient
from generator.styles.mcp.runtime.codec import PATH, McpCodec
from generator.styles.mcp.runtime.tool import Tools

if TYPE_CHECKING:
    from generator.styles.mcp.runtime.child import McpSpeech
    from generator.styles.mcp.runtime.streams import AsyncMcpStreams, SyncMcpStreams


class _McpClient:
    """What both clients write with; requests go to a path below the target."""

    _style = "mcp"
    _tools: ClassVar[Tools]
    _own_path = PATH
    _path: str

    @classmethod
    def codec(cls) -> McpCodec:
        """How the contract travels: writes requests and reads answers, without a connection.

        There is nothing that ids would have to tell apart: they are all 1.
        """
        return McpCodec(cls._tools, ids=itertools.repeat(1))

    def _new_codec(self) -> McpCodec:
        return McpCodec(self._tools, self._path)

    def _piped(self) -> "tuple[McpCodec, McpSpeech]":
        from generator.styles.mcp.runtime.child import McpSpeech

        codec = McpCodec(self._tools, piped=True)
        return codec, McpSpeech(codec.session)


class SyncMcpClient(_McpClient, SyncStdioClient):
    """A sync client; safe to share between threads."""

    def _new_transport(self, codec: McpCodec, http: Any) -> Any:
        from generator.styles.mcp.runtime.transport import SyncMcpHttp

        return SyncMcpHttp(codec.session, http)

    def _new_streams(self, codec: McpCodec, http: Any) -> "SyncMcpStreams":
        from generator.styles.mcp.runtime.streams import SyncMcpStreams

        return SyncMcpStreams(codec, http, http.limit)


class AsyncMcpClient(_McpClient, AsyncStdioClient):
    """An async client; it may be used in several event loops."""

    def _new_transport(self, codec: McpCodec, http: Any) -> Any:
        from generator.styles.mcp.runtime.transport import AsyncMcpHttp

        return AsyncMcpHttp(codec.session, http)

    def _new_streams(self, codec: McpCodec, http: Any) -> "AsyncMcpStreams":
        from generator.styles.mcp.runtime.streams import AsyncMcpStreams

        return AsyncMcpStreams(codec, http, http.limit)
