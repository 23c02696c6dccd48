"""Reads the document of the tools: what a server says of itself, and its tools in pages."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

import msgspec

from generator.styles.mcp.runtime.versions import (
    SERVER_INFO,
    SUPPORTED,
    WITH_HANDSHAKE,
)

# Tools that one answer to tools/list has.
PAGE = 100
# Seconds for which a client may keep what a server says of itself, and anybody may share it.
_KEPT = b'"ttlMs":300000,"cacheScope":"public"'
_encode = msgspec.json.encode


class Document:
    """What the emitted ``tools.json`` says, as members of results; read when it is asked for."""

    def __init__(self, read: Callable[[], bytes]) -> None:
        self._read = read

    @cached_property
    def _content(self) -> dict[str, Any]:
        content: dict[str, Any] = msgspec.json.decode(self._read())
        return content

    @cached_property
    def _about(self) -> dict[str, Any]:
        """What both ways to begin tell."""
        instructions = self._content.get("instructions")
        told = {} if instructions is None else {"instructions": instructions}
        return {"capabilities": {"tools": {}}, **told}

    @cached_property
    def tail(self) -> bytes:
        """What every result of the stateless version has besides."""
        meta = _encode({SERVER_INFO: self._content["serverInfo"]})
        return b',"resultType":"complete","_meta":%b' % meta

    @cached_property
    def discovered(self) -> bytes:
        """The result of server/discover."""
        members = _encode({"supportedVersions": SUPPORTED, **self._about})
        return b"%b,%b" % (members[1:-1], _KEPT)

    def initialized(self, wanted: str) -> bytes:
        """The result of initialize: the version that a client wants, if it is spoken so."""
        version = wanted if wanted in WITH_HANDSHAKE else WITH_HANDSHAKE[0]
        server = {"serverInfo": self._content["serverInfo"]}
        return _encode({"protocolVersion": version, **server, **self._about})[1:-1]

    def page(self, begin: int, *, stateless: bool) -> bytes | None:
        """The result of tools/list from one of the tools on; None: no page begins there."""
        page = self._pages.get(begin)
        if page is None or not stateless:
            return page
        return b"%b,%b" % (page, _KEPT)

    @cached_property
    def _pages(self) -> dict[int, bytes]:
        tools = self._content["tools"]
        pages = {}
        for begin in range(0, len(tools) or 1, PAGE):
            end = begin + PAGE
            page = {"tools": tools[begin:end]}
            if end < len(tools):
                page["nextCursor"] = str(end)
            pages[begin] = _encode(page)[1:-1]
        return pages


def unsupported(requested: object) -> dict[str, Any]:
    """What the error about a version says besides (Versioning, Protocol Version Negotiation)."""
    return {"supported": [*SUPPORTED], "requested": requested}
