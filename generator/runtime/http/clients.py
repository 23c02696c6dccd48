"""What the clients of all styles over HTTP are: a codec of theirs, and a transport for all."""

import abc
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Unpack

from ..client import AsyncClient, SyncClient
from .client_options import HttpClientOptions
from .message import TIMEOUT_HEADER

if TYPE_CHECKING:
    from ..auth.sending import Source
    from ..hook import Hook, SyncHook
    from ..transport import AsyncStreams, Codec, SyncStreams
    from .aio import AsyncHttp
    from .sync import SyncHttp


class SyncHttpClient(SyncClient):
    """A sync client; safe to share between threads. A style says how it writes and streams."""

    _timeout_header: ClassVar[str] = TIMEOUT_HEADER

    def __init__(
        self,
        target: str,
        *,
        credentials: "Source | None" = None,
        hooks: "Sequence[SyncHook]" = (),
        timeout: float | None = None,
        **options: Unpack[HttpClientOptions],
    ) -> None:
        """``target`` is a base URL; ``timeout`` holds for calls that have none of their own.

        credentials: who calls: `Bearer` and the like, one for each scheme by its name, or what
        fetches a fresh one. They are sent to the operations that ask for them.
        """
        from .sync import SyncHttp

        codec = self._new_codec()
        http = SyncHttp(target, timeout_header=self._timeout_header, **options)
        transport = self._new_transport(codec, http)
        super().__init__(
            codec,
            transport,
            timeout=timeout,
            hooks=hooks,
            streams=self._new_streams(codec, transport),
            credentials=credentials,
        )

    @abc.abstractmethod
    def _new_codec(self) -> "Codec[Any, Any]":
        """What writes this client's requests and reads their answers."""
        ...

    def _new_transport(self, codec: Any, http: "SyncHttp") -> Any:
        """What sends requests: HTTP as it is, if the style has nothing to add."""
        del codec
        return http

    @abc.abstractmethod
    def _new_streams(self, codec: Any, http: Any) -> "SyncStreams":
        """What carries its calls that stream."""
        ...


class AsyncHttpClient(AsyncClient):
    """An async client; it may be used in several event loops."""

    _timeout_header: ClassVar[str] = TIMEOUT_HEADER

    def __init__(
        self,
        target: str,
        *,
        credentials: "Source | None" = None,
        hooks: "Sequence[Hook]" = (),
        timeout: float | None = None,
        **options: Unpack[HttpClientOptions],
    ) -> None:
        """``target`` is a base URL; ``timeout`` holds for calls that have none of their own.

        credentials: who calls: `Bearer` and the like, one for each scheme by its name, or what
        fetches a fresh one. They are sent to the operations that ask for them.
        """
        from .aio import AsyncHttp

        codec = self._new_codec()
        http = AsyncHttp(target, timeout_header=self._timeout_header, **options)
        transport = self._new_transport(codec, http)
        super().__init__(
            codec,
            transport,
            timeout=timeout,
            hooks=hooks,
            streams=self._new_streams(codec, transport),
            credentials=credentials,
        )

    @abc.abstractmethod
    def _new_codec(self) -> "Codec[Any, Any]":
        """What writes this client's requests and reads their answers."""
        ...

    def _new_transport(self, codec: Any, http: "AsyncHttp") -> Any:
        """What sends requests: HTTP as it is, if the style has nothing to add."""
        del codec
        return http

    @abc.abstractmethod
    def _new_streams(self, codec: Any, http: Any) -> "AsyncStreams":
        """What carries its calls that stream."""
        ...
