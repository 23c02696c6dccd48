"""What generated Connect clients inherit: a codec, a transport and streams, put together."""

from typing import Any, ClassVar

from generator.formats.protobuf_rpc.runtime.method import Service
from generator.runtime.http.clients import AsyncHttpClient, SyncHttpClient
from generator.styles.connect.runtime.codec import ConnectCodec


class _ConnectClient:
    """What both have in common."""

    _style = "connect"
    _service: ClassVar[Service]

    @classmethod
    def codec(cls) -> ConnectCodec:
        """How the contract travels: writes requests and reads answers, without a connection."""
        return ConnectCodec(cls._service)

    def _new_codec(self) -> ConnectCodec:
        return self.codec()

    def _new_streams(self, codec: Any, http: Any) -> Any:  # noqa: ARG002
        return None


class SyncConnectClient(_ConnectClient, SyncHttpClient):
    """A client that waits; safe to share between threads."""


class AsyncConnectClient(_ConnectClient, AsyncHttpClient):
    """A client to await; it may be used from several event loops, one after the other."""
