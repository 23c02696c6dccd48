"""What the clients of all styles over stdio are: a codec of theirs, and the pipes for all."""

import abc
import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Self

from .client import AsyncClient, SyncClient
from .http.posted_clients import AsyncPostedClient, SyncPostedClient

if TYPE_CHECKING:
    from .hook import Hook, SyncHook
    from .speech import Speech

_LIMIT = 64 * 1024 * 1024


class SyncStdioClient(SyncPostedClient):
    """A sync client that may also start its server."""

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
        from .child import Program, Stdio
        from .pipes import SyncPipes

        self = cls.__new__(cls)
        codec, speech = self._piped()
        program = Program(command, cwd, env)
        pipes = SyncPipes(Stdio(program, speech, max_response_size))
        SyncClient.__init__(
            self,
            codec,
            pipes,
            timeout=timeout,
            hooks=hooks,
            streams=self._new_piped_streams(codec, pipes),
        )
        return self

    @abc.abstractmethod
    def _piped(self) -> "tuple[Any, Speech[Any]]":
        """What writes its requests over pipes, and what the protocol says there."""
        ...

    def _new_piped_streams(self, codec: Any, pipes: Any) -> Any:
        """What carries its calls that stream: as over HTTP, if the style has nothing to add."""
        return self._new_streams(codec, pipes)


class AsyncStdioClient(AsyncPostedClient):
    """An async client that may also start its server."""

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

        As `SyncStdioClient.over_stdio`.
        """
        from .child import Program, Stdio
        from .pipes import AsyncPipes

        self = cls.__new__(cls)
        codec, speech = self._piped()
        program = Program(command, cwd, env)
        pipes = AsyncPipes(Stdio(program, speech, max_response_size))
        AsyncClient.__init__(
            self,
            codec,
            pipes,
            timeout=timeout,
            hooks=hooks,
            streams=self._new_piped_streams(codec, pipes),
        )
        return self

    @abc.abstractmethod
    def _piped(self) -> "tuple[Any, Speech[Any]]":
        """What writes its requests over pipes, and what the protocol says there."""
        ...

    def _new_piped_streams(self, codec: Any, pipes: Any) -> Any:
        """What carries its calls that stream: as over HTTP, if the style has nothing to add."""
        return self._new_streams(codec, pipes)
