"""What generated REST clients inherit: the codec of their contract, and its streams."""

from typing import TYPE_CHECKING, ClassVar

from generator.runtime.http.clients import AsyncHttpClient, SyncHttpClient
from generator.styles.rest.runtime.codec import RestCodec
from generator.styles.rest.runtime.route import Binding

if TYPE_CHECKING:
    from generator.runtime.http.aio import AsyncHttp
    from generator.runtime.http.sync import SyncHttp
    from generator.styles.rest.runtime.streams_aio import AsyncRestStreams
    from generator.styles.rest.runtime.streams_sync import SyncRestStreams


class _RestClient:
    """What both clients write with."""

    _style = "rest"
    _binding: ClassVar[Binding]

    @classmethod
    def codec(cls) -> RestCodec:
        """How the contract travels: writes requests and reads answers, without a connection."""
        return RestCodec(cls._binding)

    def _new_codec(self) -> RestCodec:
        return self.codec()


class SyncRestClient(_RestClient, SyncHttpClient):
    """A sync client; safe to share between threads."""

    def _new_streams(self, codec: RestCodec, http: "SyncHttp") -> "SyncRestStreams":
        from generator.styles.rest.runtime.streams_sync import SyncRestStreams

        return SyncRestStreams(codec, http)


class AsyncRestClient(_RestClient, AsyncHttpClient):
    """An async client; it may be used in several event loops."""

    def _new_streams(self, codec: RestCodec, http: "AsyncHttp") -> "AsyncRestStreams":
        from generator.styles.rest.runtime.streams_aio import AsyncRestStreams

        return AsyncRestStreams(codec, http)
