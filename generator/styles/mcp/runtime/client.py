"""What generated MCP clients inherit: the codec of their contract, over HTTP or over stdio."""

import itertools
import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Self

from generator.runtime.client import AsyncClient, SyncClient
from generator.runtime.http.posted_clients import AsyncPostedClient, SyncPostedClient
from generator.styles.mcp.runtime.codec import PATH, McpCodec
from generator.styles.mcp.runtime.tool import Tools

if TYPE_CHECKING:
    from generator.runtime.hook import Hook, SyncHook
    from generator.styles.mcp.runtime.child import Stdio
    from generator.styles.mcp.runtime.streams import AsyncMcpStreams, SyncMcpStreams

_LIMIT = 64 * 1024 * 1024


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

    @classmethod
    def _piped(
        cls,
        command: Sequence[str],
        cwd: str | os.PathLike[str] | None,
        env: Mapping[str, str] | None,
        limit: int,
    ) -> "tuple[McpCodec, Stdio]":
        from generator.styles.mcp.runtime.child import Program, Stdio

        codec = McpCodec(cls._tools, piped=True)
        return codec, Stdio(Program(command, cwd, env), codec.session, limit)


class SyncMcpClient(_McpClient, SyncPostedClient):
    """A sync client; safe to share between threads."""

    @classmethod
    def over_stdio(
        cls,
        command: Sequence[str],
        *,
        cwd: str | os.PathLike[str] | None = None,
        env: Mapping[str, str] | None = None,
        hooks: "Sequence[SyncHook]" = (),
        timeout: float | None = None,
        max_response_size: int = _LIMIT,
    ) -> Self:
        """A client of a server that it starts with its first call, and ends when it is closed.

        command: the program and its arguments, which no shell reads; cwd: where it runs;
        env: all of its environment, None: that of this process. What it writes to stderr goes to
        stderr of this process. max_response_size: bytes that an answer may have.
        """
        from generator.styles.mcp.runtime.pipes import SyncPipes
        from generator.styles.mcp.runtime.streams import SyncMcpStreams

        codec, server = cls._piped(command, cwd, env, max_response_size)
        self = cls.__new__(cls)
        pipes = SyncPipes(server)
        streams = SyncMcpStreams(codec, pipes, server.limit)
        SyncClient.__init__(
            self,
            codec,
            pipes,
            timeout=timeout,
            hooks=hooks,
            streams=streams,
        )
        return self

    def _new_transport(self, codec: McpCodec, http: Any) -> Any:
        from generator.styles.mcp.runtime.transport import SyncMcpHttp

        return SyncMcpHttp(codec.session, http)

    def _new_streams(self, codec: McpCodec, http: Any) -> "SyncMcpStreams":
        from generator.styles.mcp.runtime.streams import SyncMcpStreams

        return SyncMcpStreams(codec, http, http.limit)


class AsyncMcpClient(_McpClient, AsyncPostedClient):
    """An async client; it may be used in several event loops."""

    @classmethod
    def over_stdio(
        cls,
        command: Sequence[str],
        *,
        cwd: str | os.PathLike[str] | None = None,
        env: Mapping[str, str] | None = None,
        hooks: "Sequence[Hook]" = (),
        timeout: float | None = None,
        max_response_size: int = _LIMIT,
    ) -> Self:
        """A client of a server that it starts with its first call, and ends when it is closed.

        As `SyncMcpClient.over_stdio`.
        """
        from generator.styles.mcp.runtime.pipes import AsyncPipes
        from generator.styles.mcp.runtime.streams import AsyncMcpStreams

        codec, server = cls._piped(command, cwd, env, max_response_size)
        self = cls.__new__(cls)
        pipes = AsyncPipes(server)
        streams = AsyncMcpStreams(codec, pipes, server.limit)
        AsyncClient.__init__(
            self,
            codec,
            pipes,
            timeout=timeout,
            hooks=hooks,
            streams=streams,
        )
        return self

    def _new_transport(self, codec: McpCodec, http: Any) -> Any:
        from generator.styles.mcp.runtime.transport import AsyncMcpHttp

        return AsyncMcpHttp(codec.session, http)

    def _new_streams(self, codec: McpCodec, http: Any) -> "AsyncMcpStreams":
        from generator.styles.mcp.runtime.streams import AsyncMcpStreams

        return AsyncMcpStreams(codec, http, http.limit)
