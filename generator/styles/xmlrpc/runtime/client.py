"""What generated XML-RPC clients inherit: the codec of their contract, and its streams."""

from typing import TYPE_CHECKING, ClassVar

from generator.runtime.http.posted_clients import AsyncPostedClient, SyncPostedClient
from generator.styles.xmlrpc.runtime.codec import PATH, XmlRpcCodec
from generator.styles.xmlrpc.runtime.method import Methods

if TYPE_CHECKING:
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
    _own_path = PATH
    _path: str

    @classmethod
    def codec(cls) -> XmlRpcCodec:
        """How the contract travels: writes requests and reads answers, without a connection."""
        return XmlRpcCodec(cls._methods)

    def _new_codec(self) -> XmlRpcCodec:
        return XmlRpcCodec(self._methods, self._path)


class SyncXmlRpcClient(_XmlRpcClient, SyncPostedClient):
    """A sync client; safe to share between threads."""

    def _new_streams(
        self,
        codec: XmlRpcCodec,
        http: "SyncHttp",
    ) -> "SyncXmlRpcStreams":
        from generator.styles.xmlrpc.runtime.streams import SyncXmlRpcStreams

        return SyncXmlRpcStreams(codec, http)


class AsyncXmlRpcClient(_XmlRpcClient, AsyncPostedClient):
    """An async client; it may be used in several event loops."""

    def _new_streams(
        self,
        codec: XmlRpcCodec,
        http: "AsyncHttp",
    ) -> "AsyncXmlRpcStreams":
        from generator.styles.xmlrpc.runtime.streams import AsyncXmlRpcStreams

        return AsyncXmlRpcStreams(codec, http)
