"""Compresses answers with gzip: an encoding makes another representation, with a tag of its own."""

import gzip
import re
from typing import Any

from ..limits import LARGE
from ..offload import offload
from .accept import qualities
from .vary import in_one_line

# Bytes that are not worth it: they fit into a packet or two anyhow.
_SMALL = 1024
_LEVEL = 6
# A resource's own tags hold no semicolon: it begins what tells representations apart.
_MARK = b';gzip"'
_CONDITIONS = frozenset({b"if-match", b"if-none-match"})
_TYPES = re.compile(
    rb"text/.*|application/(.*\+)?(json|proto|xml|yaml)|application/javascript|image/svg\+xml"
)
_EVENTS = b"text/event-stream"
_VARY = (b"vary", b"Accept-Encoding")

RawHeaders = list[tuple[bytes, bytes]]


class Compressor:
    """What becomes of the answer to one request."""

    __slots__ = ("_head", "_known", "_start", "_wanted")

    def __init__(self, method: str, headers: dict[bytes, bytes], scope: Any) -> None:
        self._head = method == "HEAD"
        self._known = _MARK in headers.get(b"if-none-match", b"")
        self._wanted = _takes_gzip(headers) and not _sends_secrets(headers, scope)
        self._start: Any = None

    async def messages(self, message: Any) -> list[Any]:
        """What is to be sent in place of a message of the app."""
        if message["type"] == "http.response.start":
            if message["status"] != 304 and not _may_be(message):
                return [message]
            self._start = message
            return []
        start, self._start = self._start, None
        if start is None:
            return [message]
        if message.get("more_body", False):  # a stream leaves piece by piece, as it is
            return [start, message]
        headers: RawHeaders = list(start["headers"])
        body = message.get("body", b"")
        if start["status"] == 304:
            headers = _marked(headers) if self._known else headers
        elif self._size(headers, body) < _SMALL:
            return [start, message]
        elif self._wanted:
            body = await _zipped(body)
            headers = _encoded(headers, None if self._head else len(body))
        headers = in_one_line([*headers, _VARY])
        return [{**start, "headers": headers}, {**message, "body": body}]

    def _size(self, headers: RawHeaders, body: bytes) -> int:
        length = dict(headers).get(b"content-length", b"")
        return int(length) if self._head and length.isdigit() else len(body)


def _may_be(start: Any) -> bool:
    """Whether an answer that begins so may be compressed, if it comes as a whole."""
    given = dict(start["headers"])
    if start["status"] == 206 or b"accept-ranges" in given:
        return False
    if b"content-encoding" in given or b"no-transform" in given.get(
        b"cache-control",
        b"",
    ):
        return False
    media_type = given.get(b"content-type", b"").partition(b";")[0].strip().lower()
    return media_type != _EVENTS and _TYPES.fullmatch(media_type) is not None


def unmarked(headers: RawHeaders) -> RawHeaders:
    """Headers of a request whose conditions speak of the representation that is not compressed."""
    return [
        (name, value.replace(_MARK, b'"') if name in _CONDITIONS else value)
        for name, value in headers
    ]


def has_marks(headers: dict[bytes, bytes]) -> bool:
    """Whether a condition of a request speaks of a compressed representation."""
    return any(_MARK in headers.get(name, b"") for name in _CONDITIONS)


def _marked(headers: RawHeaders) -> RawHeaders:
    return [
        (
            name,
            value[:-1] + _MARK if name == b"etag" and value.endswith(b'"') else value,
        )
        for name, value in headers
    ]


def _encoded(headers: RawHeaders, length: int | None) -> RawHeaders:
    kept = [pair for pair in _marked(headers) if pair[0] != b"content-length"]
    kept.append((b"content-encoding", b"gzip"))
    if length is not None:  # of a HEAD nobody knows it (RFC 9110 §8.6)
        kept.append((b"content-length", b"%d" % length))
    return kept


async def _zipped(body: bytes) -> bytes:
    if len(body) < LARGE:
        return gzip.compress(body, _LEVEL, mtime=0) if body else b""
    return await offload(gzip.compress, body, _LEVEL, mtime=0)


def _takes_gzip(headers: dict[bytes, bytes]) -> bool:
    given = headers.get(b"accept-encoding")
    if not given:
        return False
    codings = qualities(given.decode("latin-1"))
    return codings.get("gzip", codings.get("x-gzip", codings.get("*", 0.0))) > 0


def _sends_secrets(headers: dict[bytes, bytes], scope: Any) -> bool:
    """Whether a browser may have added the caller's rights by itself.

    Then a foreign page could make it call with guesses, and learn from the lengths of the answers
    what secret stands beside them (BREACH).
    """
    if b"cookie" in headers:
        return True
    if headers.get(b"authorization", b"")[:6].lower() == b"basic ":
        return True
    tls = scope.get("extensions", {}).get("tls") or {}
    return bool(tls.get("client_cert_chain"))
