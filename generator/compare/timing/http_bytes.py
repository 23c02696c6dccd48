"""Splits what one call put on a socket into head, body and the framing around them.

Knows the two framings that calls use: HTTP/1.1 (RFC 9112) and HTTP/2 (RFC 9113).
"""

from generator.compare.timing.result import WireBytes

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
_FRAME_HEAD = 9
_DATA, _HEADERS, _CONTINUATION = 0x0, 0x1, 0x9


def is_http2(stream: bytes) -> bool:
    """Whether a connection, from its first byte on the client's side, speaks HTTP/2."""
    return stream.startswith(PREFACE)


def split(stream: bytes, *, http2: bool, prefix: int) -> WireBytes:
    """Split one direction of one call.

    prefix: how many bytes stand before the message within HTTP's body; they count as framing.
    """
    head, body, framing = _http2(stream) if http2 else _http1(stream)
    own = min(prefix, body)
    return WireBytes(head=head, body=body - own, framing=framing + own)


def _http1(stream: bytes) -> tuple[int, int, int]:
    head, separator, rest = stream.partition(b"\r\n\r\n")
    size = len(head) + len(separator)
    if b"transfer-encoding: chunked" in head.lower():
        body = _chunked(rest)
        return size, body, len(rest) - body
    return size, len(rest), 0


def _chunked(rest: bytes) -> int:
    """The bytes within chunks (RFC 9112 section 7.1)."""
    body = 0
    while rest:
        line, _, rest = rest.partition(b"\r\n")
        length = int(line.partition(b";")[0] or b"0", 16)
        if length == 0:
            break
        body += length
        rest = rest[length + 2 :]
    return body


def _http2(stream: bytes) -> tuple[int, int, int]:
    head = body = framing = 0
    at = 0
    if is_http2(stream):
        at = framing = len(PREFACE)
    while at < len(stream):
        length = int.from_bytes(stream[at : at + 3], "big")
        kind = stream[at + 3]
        framing += _FRAME_HEAD
        if kind == _DATA:
            body += length
        elif kind in (_HEADERS, _CONTINUATION):
            head += length
        else:
            framing += length
        at += _FRAME_HEAD + length
    return head, body, framing
