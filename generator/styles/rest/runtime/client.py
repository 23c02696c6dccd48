"""What generated REST clients inherit: the codec of their contract, and a transport."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Unpack

from generator.runtime.client import AsyncClient, SyncClient
from generator.runtime.http.client_options import HttpClientOptions
from generator.styles.rest.runtime.codec import RestCodec
from generator.styles.rest.runtime.route import Binding

if TYPE_CHECKING:
    from generator.runtime.auth.sending import Source
    from generator.runtime.hook import Hook, SyncHook


class SyncRestClient(SyncClient):
    """A sync client; safe to share between threads."""

    _style = "rest"
    _binding: ClassVar[Binding]

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
        from generator.runtime.http.sync import SyncHttp
        from generator.styles.rest.runtime.streams_sync import SyncRestStreams

        codec, transport = self.codec(), SyncHttp(target, **options)
        streams = SyncRestStreams(codec, transport)
        super().__init__(
            codec,
            transport,
            timeout=timeout,
            hooks=hooks,
            streams=streams,
            credentials=credentials,
        )

    @classmethod
    def codec(cls) -> RestCodec:
        """How the contract travels: writes requests and reads answers, without a connection."""
        return RestCodec(cls._binding)


class AsyncRestClient(AsyncClient):
    """An async client; it may be used in several event loops."""

    _style = "rest"
    _binding: ClassVar[Binding]

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
        from generator.runtime.http.aio import AsyncHttp
        from generator.styles.rest.runtime.streams_aio import AsyncRestStreams

        codec, transport = self.codec(), AsyncHttp(target, **options)
        streams = AsyncRestStreams(codec, transport)
        super().__init__(
            codec,
            transport,
            timeout=timeout,
            hooks=hooks,
            streams=streams,
            credentials=credentials,
        )

    @classmethod
    def codec(cls) -> RestCodec:
        """How the contract travels: writes requests and reads answers, without a connection."""
        return RestCodec(cls._binding)
