"""What generated XML-RPC clients inherit: the codec of their contract, and its streams."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Unpack

from generator.runtime.http.client_options import HttpClientOptions
from generator.runtime.http.clients import AsyncHttpClient, SyncHttpClient
from generator.styles.xmlrpc.runtime.codec import PATH, XmlRpcCodec
from generator.styles.xmlrpc.runtime.method import Methods

if TYPE_CHECKING:
    from generator.runtime.auth.sending import Source
    from generator.runtime.hook import Hook, SyncHook
    from generator.runtime.http.aio import AsyncHttp
    from generator.runtime.http.sync import SyncHttp
    from generator.styles.xmlrpc.runtime.streams import (
        AsyncXmlRpcStreams,
        SyncXmlRpcStreams,
    )


class _XmlRpcClient:
    """What both clients write with; requests go to a path below the target."""

    _style = "xmlrpc"
    _methods: ClassVar[Methods]
    _path: str

    @classmethod
    def codec(cls) -> XmlRpcCodec:
        """How the contract travels: writes requests and reads answers, without a connection."""
        return XmlRpcCodec(cls._methods)

    def _new_codec(self) -> XmlRpcCodec:
        return XmlRpcCodec(self._methods, self._path)


class SyncXmlRpcClient(_XmlRpcClient, SyncHttpClient):
    """A sync client; safe to share between threads."""

    def __init__(
        self,
        target: str,
        *,
        path: str = PATH,
        credentials: "Source | None" = None,
        hooks: "Sequence[SyncHook]" = (),
        timeout: float | None = None,
        **options: Unpack[HttpClientOptions],
    ) -> None:
        """As `SyncHttpClient`; requests go to ``path`` below the target."""
        self._path = path
        super().__init__(
            target,
            credentials=credentials,
            hooks=hooks,
            timeout=timeout,
            **options,
        )

    def _new_streams(
        self,
        codec: XmlRpcCodec,
        http: "SyncHttp",
    ) -> "SyncXmlRpcStreams":
        from generator.styles.xmlrpc.runtime.streams import SyncXmlRpcStreams

        return SyncXmlRpcStreams(codec, http)


class AsyncXmlRpcClient(_XmlRpcClient, AsyncHttpClient):
    """An async client; it may be used in several event loops."""

    def __init__(
        self,
        target: str,
        *,
        path: str = PATH,
        credentials: "Source | None" = None,
        hooks: "Sequence[Hook]" = (),
        timeout: float | None = None,
        **options: Unpack[HttpClientOptions],
    ) -> None:
        """As `AsyncHttpClient`; requests go to ``path`` below the target."""
        self._path = path
        super().__init__(
            target,
            credentials=credentials,
            hooks=hooks,
            timeout=timeout,
            **options,
        )

    def _new_streams(
        self,
        codec: XmlRpcCodec,
        http: "AsyncHttp",
    ) -> "AsyncXmlRpcStreams":
        from generator.styles.xmlrpc.runtime.streams import AsyncXmlRpcStreams

        return AsyncXmlRpcStreams(codec, http)
