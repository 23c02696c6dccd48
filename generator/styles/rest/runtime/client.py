"""What generated REST clients inherit: the codec of their contract, and a transport."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from generator.runtime.client import AsyncClient, SyncClient
from generator.styles.rest.runtime.codec import RestCodec
from generator.styles.rest.runtime.route import Binding

if TYPE_CHECKING:
    import ssl


class SyncRestClient(SyncClient):
    """A client that waits; safe to share between threads."""

    _binding: ClassVar[Binding]

    def __init__(
        self,
        target: str,
        *,
        headers: Mapping[str, str] | None = None,
        timeout: float | None = None,
        connect_timeout: float = 10.0,
        ssl_context: "ssl.SSLContext | None" = None,
        proxy: str | None = None,
        pool_size: int = 10,
        max_response_size: int = 64 * 1024 * 1024,
    ) -> None:
        """``target`` is a base URL; ``timeout`` holds for calls that have none of their own."""
        from generator.runtime.http.sync import SyncHttp

        transport = SyncHttp(
            target,
            headers=headers,
            connect_timeout=connect_timeout,
            ssl_context=ssl_context,
            proxy=proxy,
            pool_size=pool_size,
            max_response_size=max_response_size,
        )
        super().__init__(RestCodec(self._binding), transport, timeout=timeout)

    @classmethod
    def codec(cls) -> RestCodec:
        """How the contract travels: writes requests and reads answers, without a connection."""
        return RestCodec(cls._binding)


class AsyncRestClient(AsyncClient):
    """A client to await; it may be used in several event loops."""

    _binding: ClassVar[Binding]

    def __init__(
        self,
        target: str,
        *,
        headers: Mapping[str, str] | None = None,
        timeout: float | None = None,
        connect_timeout: float = 10.0,
        ssl_context: "ssl.SSLContext | None" = None,
        proxy: str | None = None,
        pool_size: int = 100,
        max_response_size: int = 64 * 1024 * 1024,
    ) -> None:
        """``target`` is a base URL; ``timeout`` holds for calls that have none of their own."""
        from generator.runtime.http.aio import AsyncHttp

        transport = AsyncHttp(
            target,
            headers=headers,
            connect_timeout=connect_timeout,
            ssl_context=ssl_context,
            proxy=proxy,
            pool_size=pool_size,
            max_response_size=max_response_size,
        )
        super().__init__(RestCodec(self._binding), transport, timeout=timeout)
